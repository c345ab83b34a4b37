package llm2clip

// The vector of a patch answers what is seen there. A tower is trained for one
// vector of the whole picture only, which its last attention gathers; what each
// patch brings to that, the value of the attention without its weights, is already
// in the joint space once it has gone through the layers that follow. MaskCLIP
// (arXiv 2112.01071) found that this tells without training what is where.
//
// The layers are those of the picture's vector, used a second time, so the cost is
// a few products of one layer and no weights.

// values takes the patches' rows of a sequence of values [n, tokens, width], as a
// matrix: the class token's is left out, as it stands nowhere in the picture.
func (b *builder) values(v string, s square) string {
	if s.class {
		v = b.slice(v, 1, s.tokens())
	}
	return b.flat(v, s.width)
}

// finish normalises the vectors of the pictures [n, dim] and of their patches
// [n·grid², dim], and makes them the outputs.
func (b *builder) finish(image, patches string, s square, dim int64) {
	b.output(b.normalise(image), imageOutput, dim)
	cells := s.grid * s.grid
	b.output(b.reshape(b.normalise(patches), b.list(-1, cells, dim)), patchOutput, cells, dim)
}
