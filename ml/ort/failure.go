package ort

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// ErrOutOfMemory reports that a device had too little memory for a model or a call.
var ErrOutOfMemory = errors.New("out of memory")

// errDevice reports that a device other than the CPU failed in a call. Whether the
// call itself was at fault shows on the CPU.
var errDevice = errors.New("the device failed")

// memoryMessages are parts of the providers' errors, in small letters, when memory is short.
// The binding hands on no code for such errors.
var memoryMessages = []string{
	"out of memory",                      // CUDA and its drivers
	"cuda failure 2:",                    // cudaErrorMemoryAllocation
	"alloc_failed",                       // cuBLAS, cuDNN
	"outofmemory",                        // TensorRT, DirectML's E_OUTOFMEMORY without its underscore, Metal
	"failed to allocate memory",          // the runtime's arena
	"smaller than requested bytes",       // an arena at its limit
	"bad allocation",                     // C++ of Microsoft
	"bad_alloc",                          // C++ elsewhere
	"8007000e",                           // E_OUTOFMEMORY as a number, by DirectML
	"not enough memory",                  // the text of E_OUTOFMEMORY
	"insufficient memory",                // Metal
	"cl_out_of_resources",                // OpenVINO on a graphics card
	"cl_mem_object_allocation_failure",   // the same
	"out of gpu resources",               // the same
	"exceeded max size of memory object", // the same
	"vk_error_out_of_",                   // WebGPU on Vulkan, out of the device's or the computer's memory
	"exceeds the max buffer size",        // WebGPU, of a buffer larger than the card has any
	"exceeding maxstoragebufferbinding",  // the same
	"larger than the maximum storage buffer binding size", // the same
	"failed to create gpu buffer",                         // the same
	"[invalid buffer",                                     // WebGPU, using a buffer that could not be had
}

// failure classifies the error of a call on a device.
func failure(on Provider, err error) error {
	if err = known(err); on == CPU || errors.Is(err, ErrOutOfMemory) {
		return fmt.Errorf("%s: %w", on, err)
	}
	return fmt.Errorf("%s: %w: %w", on, errDevice, err)
}

// known puts an error into one line and adds ErrOutOfMemory where memory was short.
func known(err error) error {
	if errors.Is(err, ErrOutOfMemory) { // classified by another process
		return err
	}
	err = oneLine(err)
	message := strings.ToLower(err.Error())
	for _, part := range memoryMessages {
		if strings.Contains(message, part) {
			return fmt.Errorf("%w: %w", ErrOutOfMemory, err)
		}
	}
	return err
}

// place is where in the runtime's source an error came from, and its code or the
// condition that failed.
var place = regexp.MustCompile(`^\S+\.(cc|cpp|h):\d+ .*?(\[ONNXRuntimeError\] : \d+ : \w+ : | was false\. )`)

// function is the same within a message, with the function.
var function = regexp.MustCompile(`\b\w+\.(cc|cpp|h):\d+ [A-Z]\w*[a-z][A-Z]\w* `)

// oneLine flattens the runtime's messages, which may span several lines and begin with what
// only the runtime's developers can read.
func oneLine(err error) error {
	old := err.Error()
	text := place.ReplaceAllString(strings.Join(strings.Fields(old), " "), "")
	text = strings.TrimSuffix(function.ReplaceAllString(text, ""), ".")
	if text == old {
		return err // with the errors that err wraps
	}
	return errors.New(text)
}
