package llm2clip

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"descry/ml/checkpoint"
	"descry/ml/onnx"
)

// Checkpoint is an open file of weights. The caller closes a Checkpoint after the last use of
// the towers made from it.
type Checkpoint interface {
	Tensors() []checkpoint.Tensor
	Lookup(name string) (checkpoint.Tensor, bool)
	// Read hands out the values piece by piece, in C order.
	Read(name string, fn func(values []float32) error) error
	ReadAll(name string) ([]float32, error)
}

var _ Checkpoint = checkpoint.File(nil)

// Family is an architecture of image towers.
type Family string

// The families that LLM2CLIP was released with.
const (
	OpenAI  Family = "openai-vit"
	EVA02   Family = "eva02"
	SigLIP2 Family = "siglip2"
)

// title is the family's name as its makers write it.
func (f Family) title() string {
	switch f {
	case OpenAI:
		return "OpenAI ViT"
	case EVA02:
		return "EVA02"
	default:
		return "SigLIP2"
	}
}

// Vision is the checked image side of a checkpoint: the image tower and the text
// adapter that was trained with it.
type Vision struct {
	Family    Family
	JointDim  int // of both towers' vectors
	TextWidth int // width of the pooled text that the adapter takes
	Size      int // side of the square input in pixels
	Grid      int // patches a side
	Layers    int
	Scale     float64 // factor on a cosine before a softmax, from logit_scale
	// Unused names the tensors that belong to neither tower nor adapter, such as parts of the
	// text encoder in some releases.
	Unused []string

	tower   tower
	adapter *adapter
	weights Checkpoint
}

// tower is an image tower whose sizes are known.
type tower interface {
	shape() square
	jointDim() int64
	depth() int64
	// build adds the whole graph from pixels to the normalised vectors of pictures
	// and of their patches.
	build(b *builder)
}

// families tells the architectures apart by their patch embedding.
var families = []struct {
	family Family
	patch  string
	prefix []string // prefixes of the tower's tensors
	text   string   // of the text adapter
	open   func(*weights, []byte) (tower, error)
}{
	{OpenAI, openAIPatch, []string{"vision_model.", "visual_projection."}, "text_adapter.adaptor.", newOpenAI},
	{SigLIP2, siglipPatch, []string{"visual."}, "text.text_proj.text_adaptor.", newSigLIP2},
	{EVA02, evaPatch, []string{"visual."}, "text.text_adaptor.", newEVA02},
}

// ErrNoVision says that the weights are no image tower of LLM2CLIP.
var ErrNoVision = errors.New("no image tower of LLM2CLIP")

// OpenVision checks an image tower with its text adapter. config is the content of
// config.json, nil if there is none: only OpenAI's towers need config. The error names every
// tensor that is missing, superfluous or misshaped. ErrNoVision says that the weights are not
// an image tower.
func OpenVision(c Checkpoint, config []byte) (*Vision, error) {
	w := newWeights(c)
	for _, f := range families {
		if !w.has(f.patch + ".weight") {
			continue
		}
		v := &Vision{Family: f.family, weights: c}
		var err error
		if v.tower, err = f.open(w, config); err == nil {
			v.adapter, err = newAdapter(w, f.text, f.family != SigLIP2)
		}
		if err == nil {
			err = v.check(w, append(f.prefix, f.text))
		}
		if err != nil {
			return nil, fmt.Errorf("image tower %s: %w", f.family, err)
		}
		return v, nil
	}
	return nil, fmt.Errorf("%w: none of %s.weight, %s.weight and %s.weight",
		ErrNoVision, openAIPatch, evaPatch, siglipPatch)
}

// check builds the graphs once without reading a weight, which meets every tensor, and fills
// in what the towers measured.
func (v *Vision) check(w *weights, prefixes []string) error {
	image := newImageBuilder(w, v.tower.shape())
	v.tower.build(image)
	text := &builder{Graph: onnx.New("adapter"), weights: w, names: newNaming()}
	text.Input("pooled", onnx.Float, onnx.Named("n"), onnx.Fixed(v.adapter.width))
	v.adapter.build(text, "pooled")
	if err := errors.Join(w.err(ignored, prefixes...), image.Err(), text.Err()); err != nil {
		return err
	}
	if v.tower.jointDim() != v.adapter.dim {
		return fmt.Errorf("the image tower ends in %d dimensions and the text adapter in %d",
			v.tower.jointDim(), v.adapter.dim)
	}
	v.JointDim, v.TextWidth = int(v.adapter.dim), int(v.adapter.width)
	v.Size, v.Grid = int(v.tower.shape().size()), int(v.tower.shape().grid)
	v.Layers = int(v.tower.depth())
	err := v.readScale(w)
	v.Unused = w.unused()
	return err
}

// ignored reports tensors that hold no learned weight.
func ignored(name string) bool {
	return strings.HasSuffix(name, ".rope.freqs_cos") || strings.HasSuffix(name, ".rope.freqs_sin") ||
		strings.HasSuffix(name, ".position_ids")
}

// maxScale is where CLIP's training stops the factor.
const maxScale = 100

// readScale takes the factor on cosines from its logarithm. The factor doesn't change a
// ranking, so a checkpoint may lack it.
func (v *Vision) readScale(w *weights) error {
	const name = "logit_scale"
	v.Scale = maxScale
	w.asked[name] = true
	if t, ok := w.source.Lookup(name); !ok || t.Elements() != 1 {
		return nil
	}
	values, err := w.source.ReadAll(name)
	if err != nil {
		return err
	}
	if scale := math.Exp(float64(values[0])); scale > 0 && !math.IsInf(scale, 0) {
		v.Scale = scale
		return nil
	}
	return fmt.Errorf("%s is %v", name, values[0])
}

// graph builds the image tower. OpenVision has found nothing wrong with the tower.
func (v *Vision) graph(p Precision) *onnx.Graph {
	b := newImageBuilder(newWeights(v.weights), v.tower.shape())
	b.precision = p
	v.tower.build(b)
	return b.Graph
}
