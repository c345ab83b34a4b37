// Package onnx writes ONNX models: a graph of nodes and constants, encoded as protocol buffers
// by hand, with the weights streamed to a file beside the model.
//
// A [Graph] is put together in the order of execution and then written. Weights are [Tensor]
// values that produce their bytes when written, one after the other, so a model needs no more
// memory than its largest piece.
package onnx
