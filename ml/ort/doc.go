// Package ort runs model packs with ONNX Runtime. No other package touches the runtime
// library, which is loaded at run time from a shared file.
//
// A [Runtime] owns the process-global environment. [OpenModel] gives both towers of a pack,
// each loaded at its first use. [ImageEncoder] and [TextEncoder] are the towers by themselves.
// All are safe for concurrent use and end with Close.
//
// # On a graphics card
//
// A card computes in a child process (see [Child]), one run at a time. The inputs of the next
// run are brought there meanwhile. Pixels are copied once into memory that both processes
// share, and vectors once out of that memory: the runtime reads and fills tensors there.
// Unwanted results are left there. The runtime itself copies between the shared memory and the
// driver's.
//
// The runtime's graph capture (enableGraphCapture), which saves the processor's work between
// operators, can't be used. Graph capture repeats the first run on the first run's buffers, so
// inputs and outputs have to be tensors on the card, which onnxruntime_go 1.27 can't make.
// With the processor's tensors, bound or not, ONNX Runtime 1.30 gives the right vectors once
// and then zeros, without an error.
package ort
