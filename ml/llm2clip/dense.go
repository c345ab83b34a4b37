package llm2clip

// The vector of a patch tells what is seen there. A tower is trained only for the vector of
// the whole picture, which its last attention gathers. Each patch brings its value of that
// attention, without the weights, to the picture's vector. Once it has gone through the layers
// that follow, the value is in the joint space. MaskCLIP (arXiv 2112.01071) found that such
// values tell without training what is where.
//
// The layers are those of the picture's vector, used a second time, so the cost is a few
// products of one layer and no weights.

// values takes the patches' rows of a sequence of values [n, tokens, width], as a matrix. The
// row of the class token, which has no place in the picture, is left out.
func (b *builder) values(v string, s square) string {
	if s.class {
		v = b.slice(v, 1, s.tokens())
	}
	return b.flat(v, s.width)
}

// finish normalises the vectors of the pictures [n, dim] and of their patches [n·grid², dim],
// and makes both outputs.
func (b *builder) finish(image, patches string, s square, dim int64) {
	b.output(b.normalise(image), imageOutput, dim)
	cells := s.grid * s.grid
	b.output(b.reshape(b.normalise(patches), b.list(-1, cells, dim)), patchOutput, cells, dim)
}
