package ort

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"descry/ml/cardgraph"
	"descry/ml/onnx"
)

// TestFits has a model with a table of 8 MB, which is looked up, a matrix of 6 MB and one of
// 3 MB that lies in bytes.
func TestFits(t *testing.T) {
	g := onnx.New("weights")
	g.Input("ids", onnx.Int64, onnx.Named("n"))
	zeros := func(name string, kind onnx.Type, shape ...int64) string {
		n := kind.Size()
		for _, size := range shape {
			n *= size
		}
		return g.Constant(onnx.Tensor{Name: name, Type: kind, Shape: shape,
			Write: func(w io.Writer) error { _, err := w.Write(make([]byte, n)); return err }})
	}
	rows := g.Add(onnx.Node{Op: "Gather", Inputs: []string{zeros("table", onnx.Float, 2048, 1024), "ids"}, Outputs: []string{"rows"}})
	x := g.Add(onnx.Node{Op: "MatMul", Inputs: []string{rows, zeros("matrix", onnx.Float, 1024, 1536)}, Outputs: []string{"x"}})
	whole := g.Add(onnx.Node{Op: "DequantizeLinear", Inputs: []string{zeros("bytes", onnx.Int8, 1536, 2048), zeros("scale", onnx.Float, 1)}, Outputs: []string{"whole"}})
	e := g.Add(onnx.Node{Op: "MatMul", Inputs: []string{x, whole}, Outputs: []string{"e"}})
	g.Output(e, onnx.Float, onnx.Named("n"), onnx.Fixed(2048))
	var model bytes.Buffer
	if err := g.Write(&model, io.Discard, onnx.Files{Location: "unused", InlineBelow: 1 << 30, Producer: "test"}); err != nil {
		t.Fatal(err)
	}
	card := cardgraph.Graph{Model: model.Bytes(), OnProcessor: []string{"Gather rows"}}
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"nothing is known":    {Options{}, ""},
		"room":                {Options{BufferMB: 6, MemoryMB: 10}, ""},
		"a little is missing": {Options{MemoryMB: 9}, "the model has 10 MB of weights, and 9 MB of the card's memory may be taken"},
		"too small pieces":    {Options{BufferMB: 5, MemoryMB: 100}, "a weight of the model has 6 MB, and the card takes at most 5 MB in one piece"},
		"in halves":           {Options{BufferMB: 3, MemoryMB: 7}, ""},
	} {
		card.Precision = cardgraph.Float32
		if name == "in halves" {
			card.Precision = cardgraph.Float16
		}
		err := fits(card, c.o)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := fits(cardgraph.Graph{Model: []byte("no model")}, Options{MemoryMB: 1}); err == nil {
		t.Error("no model: no error")
	}
}

// TestTooLargeForTheCard: a model that doesn't fit isn't loaded on the card, and the user
// is told why.
func TestTooLargeForTheCard(t *testing.T) {
	if testing.Short() {
		t.Skip("the built-in model is read")
	}
	o := softCard(t)
	o.MemoryMB = 10
	rt := openChild(t, Child{})
	p := starterPack(t)
	m, err := OpenModel(rt, p, ModelOptions{Image: o})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	vectors, err := m.EncodeImages(t.Context(), noise(m.Preprocessor().TensorLen()), 1)
	if err != nil || len(vectors) != 1 || m.Device() != "CPU" {
		t.Fatalf("%d vectors on %s, %v", len(vectors), m.Device(), err)
	}
	const want = "WebGPU can't be used, the CPU is used instead: the model has "
	if t.Log(m.Notice()); !strings.Contains(m.Notice(), want) || !strings.HasSuffix(m.Notice(), " and 10 MB of the card's memory may be taken.") {
		t.Error(m.Notice())
	}
}
