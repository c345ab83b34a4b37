package ort

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync/atomic"

	onnx "github.com/yalue/onnxruntime_go"
)

// Options are the settings of a session. The zero value is right for bulk work
// on the CPU.
type Options struct {
	// Providers are tried in this order. The CPU is always the last. Nil stands for the CPU
	// alone.
	Providers []Provider
	// Device is the number of the graphics card, 0 for the first.
	Device int
	// ProviderOptions are handed to WebGPU unchanged and override the options chosen here.
	// ProviderOptions has names and values of ONNX Runtime without their prefix, as in
	// "powerPreference".
	ProviderOptions map[string]string
	// Environment are variables, as in "VK_DRIVER_FILES=…", for the process which computes on
	// a graphics card, added to those of Child. Environment chooses the driver.
	Environment []string
	// Float16 has WebGPU compute products in float16, which halves their share of the card's
	// memory. The card must have "shader-f16". The CPU ignores Float16.
	Float16 bool
	// MemoryMB bounds the memory that the session takes of its device, in 2^20 bytes. 0 leaves
	// the bound to the provider. CUDA keeps within the bound for weights and results, with a
	// few hundred MB of CUDA's own on top. On other devices MemoryMB bounds how many pictures
	// are computed at the same time, at least one (see [Model.Batch]). The CPU ignores
	// MemoryMB.
	MemoryMB int

	// BufferMB is how large a single weight or result of WebGPU may be on the adapter, in 2^20
	// bytes. 0 stands for unknown.
	BufferMB int

	// IntraOpThreads is the number of threads that one call uses. 0 chooses a number per tower
	// from the physical cores (see [ImageEncoder.Parallel]).
	IntraOpThreads int
	// Spinning lets idle threads wait busily. Spinning is off by default, since it gains
	// little and burns up to half the CPU time.
	Spinning bool
	// Arena keeps the memory of the largest call for later ones. Arena is off by default:
	// returning memory after each call costs no measurable time. Graphics cards always have an
	// arena, because giving memory out takes them long.
	Arena bool
	// DisablePrepacking skips the rearranging of weights at load, which saves memory and load
	// time and costs speed. Weights of a model opened by its path then stay mapped.
	// DisablePrepacking is for models that answer single queries.
	DisablePrepacking bool
	// KeepQuantized widens int8 weights at every call instead of once at load: half the memory
	// and half the peak while loading, for a few milliseconds a call. KeepQuantized is for
	// towers that answer single queries. KeepQuantized has no effect in a runtime before 1.30,
	// and on WebGPU, whose graphs keep such weights as they are.
	KeepQuantized bool

	// inChild has the CPU compute in a child process, too. Only tests set inChild.
	inChild bool
	// trial, while true, makes a failing provider an error at once, without trying another.
	// Nil stands for false.
	trial *atomic.Bool
	// again is called when the process that computes failed and another took its place. again
	// may be nil.
	again func()
}

// onTrial reports that a provider which fails is an error.
func (o Options) onTrial() bool { return o.trial != nil && o.trial.Load() }

// named reports that the user named one provider, instead of leaving the choice to the
// program.
func (o Options) named() bool { return len(withCPU(o.Providers)) == 2 }

// sessionOptions translates the options for one provider. The caller destroys the result.
func (o Options) sessionOptions(on Provider, threads int) (*onnx.SessionOptions, error) {
	if o.IntraOpThreads < 0 || o.MemoryMB < 0 || o.Device < 0 {
		return nil, fmt.Errorf("%d threads, %d MB, device %d: want no negative numbers", o.IntraOpThreads, o.MemoryMB, o.Device)
	}
	s, err := onnx.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		s.SetIntraOpNumThreads(threadsOf(o.IntraOpThreads, threads)),
		s.SetInterOpNumThreads(1),
		s.SetExecutionMode(onnx.ExecutionModeSequential),
		s.SetGraphOptimizationLevel(onnx.GraphOptimizationLevelEnableAll),
		s.SetCpuMemArena(o.Arena),
		// The pattern of one call's sizes is of no use without an arena.
		s.SetMemPattern(o.Arena || on == CUDA || on == TensorRT),
		s.SetLogSeverityLevel(onnx.LoggingLevelFatal),
		s.AddSessionConfigEntry("session.intra_op.allow_spinning", flag(o.Spinning)),
		s.AddSessionConfigEntry("session.disable_prepacking", flag(o.DisablePrepacking)),
	)
	if o.KeepQuantized && on != WebGPU && canKeepQuantized(onnx.GetVersion()) {
		err = errors.Join(err, s.AddSessionConfigEntry("optimization.disable_specified_optimizers", "ConstantFolding"))
	}
	if err == nil {
		err = o.appendProvider(s, on)
	}
	if err != nil {
		return nil, errors.Join(err, s.Destroy())
	}
	return s, nil
}

// canKeepQuantized reports whether a version of the runtime loads int8 weights without folding
// constants. 1.24.1, the newest with OpenVINO, ends the process over such weights. The
// versions between were not tried.
func canKeepQuantized(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(version, "%d.%d", &major, &minor)
	return err == nil && (major > 1 || minor >= 30)
}

func flag(on bool) string { return strconv.Itoa(map[bool]int{true: 1}[on]) }

// threadsOf is the requested number of threads, or else the best. More threads than processors
// gain nothing, and a typing error in the settings would take all threads of the machine.
func threadsOf(requested, best int) int {
	if requested > 0 {
		return min(requested, runtime.NumCPU())
	}
	return best
}
