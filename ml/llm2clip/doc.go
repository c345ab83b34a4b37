// Package llm2clip turns the released checkpoints of LLM2CLIP (arXiv 2411.04997) into model
// packs. The package checks the weights of an image tower, its text adapter and a Llama text
// encoder, builds the ONNX graphs and writes graphs and weights with a manifest.
//
// Three families of image towers are known: OpenAI's ViT in the layout of Hugging Face, EVA02
// and SigLIP2. Sizes come from the shapes of the tensors and from config.json. A tensor that
// is missing, superfluous or of another shape is named in an error. Weights are streamed, so
// memory does not grow with the model.
package llm2clip
