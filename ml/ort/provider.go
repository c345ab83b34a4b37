package ort

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// Provider is a part of ONNX Runtime that computes on one kind of device. The value of a
// Provider is the name in settings.
type Provider string

// The providers that the program knows. A library has some of them. Every library has CPU.
const (
	CUDA     Provider = "cuda"
	TensorRT Provider = "tensorrt"
	WebGPU   Provider = "webgpu"
	DirectML Provider = "directml"
	CoreML   Provider = "coreml"
	OpenVINO Provider = "openvino"
	CPU      Provider = "cpu"
)

// AutomaticSetting is the setting that leaves the choice to the program.
const AutomaticSetting = "auto"

// preferred is the order in which providers are tried. TensorRT is faster than CUDA once it
// runs, but compiles a model for minutes at each load. Providers that are not automatic are
// only for users who name them.
var preferred = []struct {
	provider  Provider
	name      string
	systems   []string
	automatic bool
}{
	{CUDA, "CUDA", []string{"linux", "windows"}, true},
	{TensorRT, "TensorRT", []string{"linux", "windows"}, true},
	{WebGPU, "WebGPU", []string{"linux", "windows", "darwin"}, true},
	{DirectML, "DirectML", []string{"windows"}, false},
	{CoreML, "CoreML", []string{"darwin"}, false},
	{OpenVINO, "OpenVINO", []string{"linux", "windows"}, false},
	{CPU, "CPU", []string{runtime.GOOS}, true},
}

// String is the provider's name as its makers write it.
func (p Provider) String() string {
	for _, known := range preferred {
		if known.provider == p {
			return known.name
		}
	}
	return string(p)
}

// graphicsCard reports that the provider computes on a graphics card in the user's sense.
func (p Provider) graphicsCard() bool {
	return p == CUDA || p == TensorRT || p == WebGPU || p == DirectML
}

// inSentence is the provider at the beginning of a sentence for the user.
func (p Provider) inSentence() string {
	if p.graphicsCard() {
		return "The graphics card"
	}
	return p.String()
}

// Providers are the providers that this system can have, in the order of preference. The CPU
// is the last.
func Providers() []Provider {
	var all []Provider
	for _, known := range preferred {
		if slices.Contains(known.systems, runtime.GOOS) {
			all = append(all, known.provider)
		}
	}
	return all
}

// Automatic are the providers that the setting "auto" tries on this system, the best first and
// the CPU last. A library for CUDA is there because somebody installed one. WebGPU is in every
// library. webGPU says that the caller has measured the model on the card behind WebGPU and
// found the card worth using.
func Automatic(webGPU bool) []Provider {
	var all []Provider
	for _, known := range preferred {
		if known.automatic && slices.Contains(known.systems, runtime.GOOS) && (webGPU || known.provider != WebGPU) {
			all = append(all, known.provider)
		}
	}
	return all
}

// ParseDevice reads a setting: "auto" or "" for what [Automatic] tries without a measurement,
// or the name of a provider, which is tried before the CPU.
func ParseDevice(setting string) ([]Provider, error) {
	name, all := Provider(strings.ToLower(strings.TrimSpace(setting))), Providers()
	switch {
	case name == "" || name == AutomaticSetting:
		return Automatic(false), nil
	case name == CPU:
		return []Provider{CPU}, nil
	case slices.Contains(all, name):
		return []Provider{name, CPU}, nil
	}
	choices := AutomaticSetting
	for _, p := range all[:len(all)-1] {
		choices += ", " + string(p)
	}
	return nil, fmt.Errorf("unknown device %.40q: want %s or %s", setting, choices, CPU)
}

// withCPU is the list up to the CPU, which is added where missing.
func withCPU(providers []Provider) []Provider {
	if i := slices.Index(providers, CPU); i >= 0 {
		return providers[:i+1]
	}
	return append(slices.Clip(providers), CPU)
}
