package llm2clip

import (
	"fmt"
	"strings"

	"descry/ml/onnx"
)

// MaxTokens is the longest text that the encoders were trained with.
const MaxTokens = 512

// Names of the text graph's inputs and outputs.
const (
	inputIDs      = "input_ids"
	attentionMask = "attention_mask"
	poolingMask   = "pooling_mask"
	textOutput    = "text_embedding"
	pooledOutput  = "pooled_embedding"
)

// Text is a checked text encoder.
type Text struct {
	Width      int // of a pooled text
	Layers     int
	Vocabulary int // number of token ids, which are below Vocabulary
	// Unused names the tensors that only a language model needs.
	Unused []string

	llama   *llama
	weights Checkpoint
}

// OpenText checks a Llama text encoder. config is the content of its config.json. The error
// names every tensor that is missing, superfluous or misshaped.
func OpenText(c Checkpoint, config []byte) (*Text, error) {
	w := newWeights(c)
	t, err := openText(w, config)
	if err != nil {
		return nil, fmt.Errorf("text encoder: %w", err)
	}
	t.weights = c
	return t, nil
}

func openText(w *weights, config []byte) (*Text, error) {
	c, err := parseTextConfig(config)
	if err != nil {
		return nil, err
	}
	l, err := newLlama(w, c)
	if err != nil {
		return nil, err
	}
	b := newTextBuilder(w)
	l.build(b, inputIDs, inputIDs, 1)
	if err := w.err(unusedText, ""); err != nil {
		return nil, err
	}
	return &Text{Width: int(l.width), Layers: int(l.layers), Vocabulary: int(l.vocabulary),
		Unused: w.unused(), llama: l}, b.Err()
}

// unusedText reports tensors of a language model that an encoder doesn't use.
func unusedText(name string) bool {
	return name == "lm_head.weight" || strings.HasSuffix(name, ".rotary_emb.inv_freq")
}

// newTextBuilder starts the graph of a text tower. All inputs are int64 [n,
// tokens].
func newTextBuilder(w *weights) *builder {
	b := &builder{Graph: onnx.New("text"), weights: w, names: newNaming()}
	for _, name := range []string{inputIDs, attentionMask, poolingMask} {
		b.Input(name, onnx.Int64, onnx.Named("n"), onnx.Named("tokens"))
	}
	shape := b.node(onnx.Standard, "Shape", []string{inputIDs})
	made := make(map[int64]string)
	b.sequence = func(width int64) string {
		if made[width] == "" {
			made[width] = b.node(onnx.Standard, "Concat", []string{shape, b.list(width)}, onnx.Int("axis", 0))
		}
		return made[width]
	}
	return b
}

// CheckPair refuses an image side and a text encoder that were not trained together, as far as
// sizes tell.
func CheckPair(v *Vision, t *Text) error {
	if v.TextWidth != t.Width {
		return fmt.Errorf("the towers do not belong together: the image tower's text adapter takes %d dimensions, the text encoder gives %d",
			v.TextWidth, t.Width)
	}
	return nil
}

// textGraph builds the text tower: encoder, mean over the marked tokens, and the adapter from
// the image tower's checkpoint.
func textGraph(v *Vision, t *Text, p Precision) *onnx.Graph {
	b := newTextBuilder(newWeights(t.weights))
	b.precision = p
	mask := b.node(onnx.Standard, "Cast", []string{attentionMask}, onnx.Int("to", int64(onnx.Int32)))
	x := t.llama.build(b, inputIDs, mask, MaxTokens)
	pooled := b.pool(x, t.llama.width)
	b.output(pooled, pooledOutput, t.llama.width)
	adapter := *b
	adapter.weights = newWeights(v.weights)
	adapter.precision, adapter.single = Float32, true // see Precision
	b.output(b.normalise(v.adapter.build(&adapter, pooled)), textOutput, v.adapter.dim)
	return b.Graph
}

// pool averages the tokens that the pooling mask marks, for each text.
func (b *builder) pool(x string, width int64) string {
	mask := b.node(onnx.Standard, "Cast", []string{poolingMask}, onnx.Int("to", int64(onnx.Float)))
	row := b.node(onnx.Standard, "Unsqueeze", []string{mask, b.list(1)})
	sum := b.node(onnx.Standard, "MatMul", []string{row, b.reshape(x, b.sequence(width))})
	count := b.node(onnx.Standard, "ReduceSum", []string{mask, b.list(1)}, onnx.Int("keepdims", 1))
	return b.node(onnx.Standard, "Div", []string{b.flat(sum, width), count})
}
