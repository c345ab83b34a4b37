// Package ort runs model packs with ONNX Runtime. It is the only package that
// touches the runtime library, which it loads at run time from a shared file.
//
// A [Runtime] owns the process-global environment. [OpenModel] gives both
// towers of a pack, each loaded when it is first asked for; [ImageEncoder] and
// [TextEncoder] are the towers by themselves. All are safe for concurrent use
// and end with Close.
package ort
