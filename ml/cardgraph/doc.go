// Package cardgraph rewrites the graph of a tower so that a graphics card computes it
// whole with WebGPU, on the weights that the tower has already: they stay where they
// lie, and the graph for the processor stays what it was. A model pack that was
// imported at any time needs nothing but that.
//
// What is rewritten is what ONNX Runtime 1.30 has no WebGPU operator for, or one that
// not every card computes rightly:
//
//   - Attention is written out in products and a softmax, with a padding mask as a
//     number that is added to the scores. The runtime's fused attention has no padding
//     mask on cards, and gives wrong sums over 32 tokens and more where the card
//     computes in groups of fewer than eight (SwiftShader has four).
//   - Products of rounded bytes become products with weights that are bytes: cards have
//     no operator that rounds the inputs.
//   - Shapes that are computed are taken from values that have them.
//
// What stays on the processor is what a text tower begins with: looking up the rows of
// its tokens, of a table that would take as much memory of the card as all layers.
package cardgraph
