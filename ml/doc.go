// Package ml describes embedding models: model packs (a manifest with the files
// it names), the pixels a vision encoder wants, and the cache of query vectors.
// It runs nothing itself; package ml/ort executes a pack with ONNX Runtime.
package ml
