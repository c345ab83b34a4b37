package ort

import (
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"

	onnx "github.com/yalue/onnxruntime_go"
)

// appendProvider makes a session use a provider. What the provider can't compute stays on the
// CPU.
func (o Options) appendProvider(s *onnx.SessionOptions, on Provider) error {
	switch on {
	case CPU:
		return nil
	case CUDA:
		return o.appendCUDA(s)
	case TensorRT: // CUDA takes what TensorRT leaves
		if err := o.appendTensorRT(s); err != nil {
			return err
		}
		return o.appendCUDA(s)
	case WebGPU:
		return builtIn(s.AppendExecutionProvider("WebGPU", o.webGPUOptions()))
	case DirectML:
		return builtIn(s.AppendExecutionProviderDirectML(o.Device))
	case CoreML:
		return builtIn(s.AppendExecutionProviderCoreMLV2(map[string]string{"ModelFormat": "MLProgram", "MLComputeUnits": "ALL"}))
	case OpenVINO:
		return o.appendOpenVINO(s)
	}
	return fmt.Errorf("unknown provider %q", string(on))
}

// webGPUOptions are names and values of ONNX Runtime. "high-performance" chooses a card in a
// socket before the one beside the processor, unless an adapter was chosen. With less
// validation a card that runs out of memory gives zeros and no error.
func (o Options) webGPUOptions() map[string]string {
	options := map[string]string{"powerPreference": "high-performance"}
	maps.Copy(options, o.ProviderOptions)
	if options["validationMode"] != "full" {
		options["validationMode"] = "basic"
	}
	return options
}

// appendOpenVINO uses the graphics card if OpenVINO finds one, which appending the provider
// tells. OpenVINO's code for the CPU is slower than the runtime's and only for a user who
// named OpenVINO. OpenVINO's device AUTO takes no part of the models at all (1.24.1). Without
// a set precision, OpenVINO computes with 16 bits where the device is faster so, and vectors
// would depend on the machine.
func (o Options) appendOpenVINO(s *onnx.SessionOptions) error {
	options := map[string]string{"device_type": "GPU", "precision": "ACCURACY"}
	if s.AppendExecutionProviderOpenVINO(options) == nil {
		return nil
	}
	if !o.named() {
		return absent{errors.New("it finds no graphics card")}
	}
	options["device_type"] = "CPU"
	return s.AppendExecutionProviderOpenVINO(options)
}

// builtIn tells a provider that the library was built without from one that fails. The runtime
// and the binding word the first error differently.
func builtIn(err error) error {
	if err != nil && strings.Contains(err.Error(), "not support") {
		return absent{errors.New("this ONNX Runtime library was built without it")}
	}
	return err
}

// cudaOptions are names and values of ONNX Runtime. The arena grows by the bytes requested,
// since doubling would take twice the memory. The search for convolutions is exhaustive by
// default, which would be paid for a single convolution, the one that cuts a picture into
// patches.
func (o Options) cudaOptions() map[string]string {
	options := map[string]string{
		"device_id":              strconv.Itoa(o.Device),
		"arena_extend_strategy":  "kSameAsRequested",
		"cudnn_conv_algo_search": "HEURISTIC",
	}
	if o.MemoryMB > 0 {
		options["gpu_mem_limit"] = strconv.FormatInt(int64(o.MemoryMB)<<20, 10)
	}
	return options
}

func (o Options) appendCUDA(s *onnx.SessionOptions) error {
	options, err := onnx.NewCUDAProviderOptions()
	if err != nil {
		return err
	}
	defer options.Destroy()
	if err := options.Update(o.cudaOptions()); err != nil {
		return err
	}
	return s.AppendExecutionProviderCUDA(options)
}

func (o Options) appendTensorRT(s *onnx.SessionOptions) error {
	options, err := onnx.NewTensorRTProviderOptions()
	if err != nil {
		return err
	}
	defer options.Destroy()
	settings := map[string]string{"device_id": strconv.Itoa(o.Device)}
	if o.MemoryMB > 0 { // the limit is for scratch memory, to which weights leave half
		settings["trt_max_workspace_size"] = strconv.FormatInt(int64(o.MemoryMB)<<20/2, 10)
	}
	if err := options.Update(settings); err != nil {
		return err
	}
	return s.AppendExecutionProviderTensorRT(options)
}
