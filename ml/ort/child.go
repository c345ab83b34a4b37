package ort

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"descry/internal/childprocess"
	"descry/internal/sharedmemory"
)

// Child says how to start the process that computes on a graphics card: a program that
// calls [ServeEncoder].
type Child struct {
	Path string   // of the program
	Args []string // arguments with which the program calls ServeEncoder
	// Log gets, for debugging, the output of the process and its drivers, and the last lines
	// as a warning when the process fails. Nil logs nothing.
	Log *slog.Logger

	pipes bool // has tensors go through pipes, as where memory can't be shared
}

// Ask starts a child that answers one question (see [ServeEncoder]) and ends. Ask is for calls
// of a driver, which must not be made in this process. environment is for the child alone. The
// answer is read into the value that answer points to.
func (c Child) Ask(ctx context.Context, question string, environment []string, answer any) error {
	w, err := c.start(ctx, environment)
	if err != nil {
		return err
	}
	defer w.end(ErrClosed)
	reply, err := w.ask(ctx, question)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(reply, answer); err != nil {
		return fmt.Errorf("an answer that can't be read: %w", err)
	}
	return nil
}

func (c Child) log() *slog.Logger {
	if c.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Log
}

// start starts a child and waits until it is ready.
func (c Child) start(ctx context.Context, environment []string) (*worker, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	words := newStderrLog(c.log())
	command := childprocess.Command{Path: c.Path, Args: append([]string{"descry"}, c.Args...),
		Env: childEnvironment(os.Environ(), environment), Stderr: words}
	var memory *sharedmemory.Memory
	if !c.pipes {
		var err error
		if memory, err = sharedmemory.New(); err == nil {
			command.Files = []*os.File{memory.File()}
		} else {
			c.log().Debug("encoder process without shared memory", "reason", err)
		}
	}
	p, err := childprocess.Start(command)
	if err != nil {
		if memory != nil {
			err = errors.Join(err, memory.Close())
		}
		return nil, processError{err}
	}
	w := newWorker(p.In, memory)
	w.id = p.ID()
	w.kill = func() {
		p.Kill()
		_ = p.In.Close() // a process that can't be killed would be waited for
		_ = p.Out.Close()
	}
	w.awaitEnd = func() string { return awaitEnd(p, words) }
	w.computed = p.ProcessorTime
	w.onEnd = words.report
	go w.read(p.Out)
	if err := w.greet(ctx); err != nil {
		w.end(err)
		return nil, err
	}
	return w, nil
}

// endLimit is how long a child that was killed may take to end. A child that waits for a
// broken driver may never end.
const endLimit = time.Second

// awaitEnd ends a process and tells how it ended.
func awaitEnd(p *childprocess.Process, words *stderrLog) string {
	p.EndWithin(endLimit)
	select {
	case <-p.Gone:
	default:
		return "it can't be ended"
	}
	text := p.State().String()
	if last := words.end(); last != "" {
		text += ", " + last
	}
	return text
}

// passedOn are the variables of the program's environment that a child gets: folders, and
// settings of drivers and their loaders. A name that ends with _ stands for all names that
// begin with it. The display is not among them: drivers compute without a display, and would
// wait for one that hangs.
var passedOn = []string{
	"PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "XDG_",
	"VK_", "MESA_", "RADV_", "AMD_", "ANV_", "INTEL_", "NVK_", "NVIDIA_", "__NV_", "__GL_", "__VK_", "DRI_", "LIBGL_", "DISABLE_LAYER_",
	"ENABLE_DEVICE_", "NODEVICE_", "CUDA_", "ZE_", "OCL_", "ONEAPI_", "DYLD_LIBRARY_PATH", "MTL_", "METAL_",
	"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES",
}

// childEnvironment is what a child gets of the program's environment, and more.
func childEnvironment(own, more []string) []string {
	env := []string{"GOTRACEBACK=none"} // the first line of a traceback tells enough
	for _, v := range own {
		name, _, _ := strings.Cut(v, "=")
		name = strings.ToUpper(name) // as on Windows
		if slices.ContainsFunc(passedOn, func(p string) bool {
			return name == p || strings.HasSuffix(p, "_") && strings.HasPrefix(name, p)
		}) {
			env = append(env, v)
		}
	}
	return append(env, more...)
}
