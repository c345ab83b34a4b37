package llm2clip

import (
	"fmt"
	"math"

	"descry/ml/onnx"
)

// Names of the image graph's input and outputs.
const (
	imageInput  = "pixel_values"
	imageOutput = "image_embedding"
	patchOutput = "patch_embeddings"
)

// square describes how a picture is cut into patches.
type square struct {
	width int64 // of a token
	patch int64 // side in pixels
	grid  int64 // patches a side
	class bool  // a class token stands in front
}

func (s square) size() int64 { return s.grid * s.patch }

func (s square) tokens() int64 {
	n := s.grid * s.grid
	if s.class {
		n++
	}
	return n
}

// measure takes the sizes from the patch embedding [width, 3, patch, patch] and the number of
// positions.
func (w *weights) measure(patch string, positions int64, class bool) (square, error) {
	shape, err := w.sizes(patch, 4)
	if err != nil {
		return square{}, err
	}
	if shape[1] != 3 || shape[2] != shape[3] {
		return square{}, fmt.Errorf("%s has shape %v, want square patches of three colours", patch, shape)
	}
	s := square{width: shape[0], patch: shape[2], class: class}
	if class {
		positions--
	}
	s.grid = int64(math.Sqrt(float64(positions)))
	if positions < 1 || s.grid*s.grid != positions {
		return square{}, fmt.Errorf("%d positions for patches: not a square grid", positions)
	}
	return s, nil
}

// newImageBuilder starts the graph of an image tower.
func newImageBuilder(w *weights, s square) *builder {
	b := &builder{Graph: onnx.New("vision"), weights: w, names: newNaming()}
	b.sequence = func(width int64) string { return b.list(-1, s.tokens(), width) }
	b.Input(imageInput, onnx.Float, onnx.Named("n"), onnx.Fixed(3), onnx.Fixed(s.size()), onnx.Fixed(s.size()))
	return b
}

// patches embeds the picture's patches: a sequence without class token.
func (b *builder) patches(s square, name string, has bias) string {
	inputs := []string{imageInput, b.weight(name+".weight", s.width, 3, s.patch, s.patch)}
	if has == withBias {
		inputs = append(inputs, b.weight(name+".bias", s.width))
	}
	x := b.node(onnx.Standard, "Conv", inputs, onnx.List("strides", s.patch, s.patch))
	x = b.reshape(x, b.list(-1, s.width, s.grid*s.grid))
	return b.node(onnx.Standard, "Transpose", []string{x}, onnx.List("perm", 0, 2, 1))
}

// places puts the class token in front and adds the position embedding. An empty first token
// plus one constant does both without a shape that varies.
func (b *builder) places(x string, s square, class named, positions named) string {
	b.weights.check(class.name, class.shape...)
	b.weights.check(positions.name, positions.shape...)
	x = b.node(onnx.Standard, "Pad", []string{x, b.list(0, 1, 0, 0, 0, 0)})
	source := b.weights.source
	sum := onnx.Stream(positions.name, []int64{1, s.tokens(), s.width}, func(emit func([]float32) error) error {
		values, err := source.ReadAll(positions.name)
		if err != nil {
			return err
		}
		first, err := source.ReadAll(class.name)
		if err != nil {
			return err
		}
		for i, v := range first[:min(len(first), len(values))] {
			values[i] += v
		}
		return emit(values)
	})
	return b.add(x, b.Constant(sum))
}

// named is a tensor's name and required shape.
type named struct {
	name  string
	shape []int64
}

// firstToken is the class token of each picture.
func (b *builder) firstToken(x string, width int64) string {
	x = b.reshape(x, b.sequence(width))
	return b.flat(b.slice(x, 0, 1), width)
}

// asking are the tokens of a layer whose queries are computed, and which go through the rest
// of the layer: their rows of x and of its norm y, and the shape of their sequence. In the
// last layer these are the class tokens, of which alone the result is used, otherwise all
// tokens.
func (b *builder) asking(x, y string, width int64, last bool) (tokens, norm, shape string) {
	if !last {
		return x, y, b.sequence(width)
	}
	return b.firstToken(x, width), b.firstToken(y, width), b.list(-1, 1, width)
}

// slice takes the tokens of each picture from index from to before index to.
func (b *builder) slice(x string, from, to int64) string {
	return b.node(onnx.Standard, "Slice", []string{x, b.list(from), b.list(to), b.list(1)})
}
