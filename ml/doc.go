// Package ml describes embedding models: model packs (a manifest with its files), the pixels a
// vision encoder needs, and the cache of query vectors. Package ml runs no model. Package
// ml/ort runs a pack with ONNX Runtime.
package ml
