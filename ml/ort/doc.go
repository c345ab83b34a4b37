// Package ort runs model packs with ONNX Runtime. It is the only package that
// touches the runtime library, which it loads at run time from a shared file.
//
// A [Runtime] owns the process-global environment. [OpenModel] gives both
// towers of a pack, each loaded when it is first asked for; [ImageEncoder] and
// [TextEncoder] are the towers by themselves. All are safe for concurrent use
// and end with Close.
//
// # On a graphics card
//
// A card computes in a child process (see [Child]), one run at a time; the next is brought
// there meanwhile. Pixels are copied once, from where each picture was prepared into
// memory that both processes see, and the vectors once out of it: the tensors that the
// runtime reads and fills lie there. Results that nobody wants are left there. From there
// into the driver's memory and back the runtime copies itself.
//
// The runtime's graph capture (enableGraphCapture), which saves the processor's work
// between operators, can't be used: it repeats the first run on the first run's buffers,
// so that inputs and outputs have to be tensors on the card, which onnxruntime_go 1.27
// can't make. With the processor's tensors, bound or not, ONNX Runtime 1.30 gives the right
// vectors once and then zeros, without an error.
package ort
