// Package cardgraph rewrites the graph of a tower so that a graphics card computes the whole
// graph with WebGPU. The weights stay where they lie, and the graph for the processor stays as
// it was. A model pack that was imported at any time needs nothing else.
//
// Rewritten are the parts for which ONNX Runtime 1.30 has no WebGPU operator, or an operator
// that not every card computes rightly:
//
//   - Attention is written out in products and a softmax, with a padding mask as a
//     number that is added to the scores. The runtime's fused attention has no padding
//     mask on cards, and gives wrong sums over 32 tokens and more where the card
//     computes in groups of fewer than eight (SwiftShader has four).
//   - Products of rounded bytes become products with weights that are bytes: cards have
//     no operator that rounds the inputs.
//   - Shapes that are computed are taken from values that have them.
//
// The beginning of a text tower stays on the processor: looking up the rows of its tokens. The
// table of rows would take as much memory of the card as all layers.
package cardgraph
