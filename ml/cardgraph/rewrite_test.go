package cardgraph_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"

	"descry/assets"
	"descry/ml"
	"descry/ml/cardgraph"
	"descry/ml/onnx"
)

// attention is a model of one fused attention over width 8, with a change.
func attention(t testing.TB, change func(*onnx.Node)) []byte {
	t.Helper()
	g := onnx.New("attention")
	g.Input("x", onnx.Float, onnx.Named("n"), onnx.Named("tokens"), onnx.Fixed(8))
	g.Input("mask", onnx.Int64, onnx.Named("n"), onnx.Named("tokens"))
	g.Add(onnx.Node{Op: "Cast", Inputs: []string{"mask"}, Outputs: []string{"mask32"},
		Attributes: []onnx.Attribute{onnx.Int("to", int64(onnx.Int32))}})
	n := onnx.Node{Op: "MultiHeadAttention", Domain: onnx.Microsoft, Inputs: []string{"x", "x", "x", "", "mask32"},
		Outputs: []string{"y"}, Attributes: []onnx.Attribute{onnx.Int("num_heads", 2)}}
	change(&n)
	g.Add(n)
	g.Add(onnx.Node{Op: "Reshape", Inputs: []string{"y", g.Constant(onnx.Integers("flat", -1, 8))}, Outputs: []string{"z"}})
	g.Output("z", onnx.Float, onnx.Named("rows"), onnx.Fixed(8))
	var model bytes.Buffer
	if err := g.Write(&model, &bytes.Buffer{}, onnx.Files{Producer: "test"}); err != nil {
		t.Fatal(err)
	}
	return model.Bytes()
}

func TestAttentionIsWrittenOut(t *testing.T) {
	g, err := cardgraph.Rewrite(attention(t, func(*onnx.Node) {}), cardgraph.Float32)
	if err != nil {
		t.Fatal(err)
	}
	m, err := onnx.Read(g.Model)
	if err != nil {
		t.Fatal(err)
	}
	var ops []string
	for _, n := range m.Nodes {
		ops = append(ops, n.Op)
	}
	for op, times := range map[string]int{"MultiHeadAttention": 0, "MatMul": 2, "Softmax": 1, "Add": 1, "Cast": 1} {
		if n := len(slices.DeleteFunc(slices.Clone(ops), func(o string) bool { return o != op })); n != times {
			t.Errorf("%s %d times in %v, want %d", op, n, ops, times)
		}
	}
	again, err := cardgraph.Rewrite(g.Model, cardgraph.Float32)
	if err != nil || !bytes.Equal(again.Model, g.Model) {
		t.Error("what is rewritten changes when it is rewritten again: ", err)
	}
}

func TestRewriteRefuses(t *testing.T) {
	for name, change := range map[string]func(*onnx.Node){
		"a bias":                            func(n *onnx.Node) { n.Inputs[3] = "x" },
		"a scale":                           func(n *onnx.Node) { n.Attributes = append(n.Attributes, onnx.Real("scale", 2)) },
		"no heads":                          func(n *onnx.Node) { n.Attributes = nil },
		"heads that don't divide the width": func(n *onnx.Node) { n.Attributes = []onnx.Attribute{onnx.Int("num_heads", 3)} },
		"two outputs":                       func(n *onnx.Node) { n.Outputs = append(n.Outputs, "key") },
		"one input":                         func(n *onnx.Node) { n.Inputs = n.Inputs[:1] },
	} {
		if _, err := cardgraph.Rewrite(attention(t, change), cardgraph.Float32); !errors.Is(err, cardgraph.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := cardgraph.Rewrite([]byte("no model"), cardgraph.Float16); !errors.Is(err, onnx.ErrModel) {
		t.Error(err)
	}
}

// TestStarterTowers: towers that were not made here are taken, too. Such towers stay in
// float32, since the towers have operations for which the types of results aren't known.
func TestStarterTowers(t *testing.T) {
	p, err := ml.OpenPack(assets.StarterPack())
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{p.Vision.File, p.Text.File} {
		model, err := p.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		g, err := cardgraph.Rewrite(model, cardgraph.Float16)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if lost := len(model) - len(g.Model); lost > len(model)/20 {
			t.Errorf("%s: %d of %d bytes are gone", file, lost, len(model))
		}
		whole, err := cardgraph.Rewrite(model, cardgraph.Float32)
		if err != nil || g.Precision != cardgraph.Float32 || !bytes.Equal(g.Model, whole.Model) {
			t.Errorf("%s: something of it is in float16 (%v)", file, err)
		}
	}
}

// TestBlocksInFloat16: products with blocks of half bytes are computed in float16, and with
// blocks of bytes in float32.
func TestBlocksInFloat16(t *testing.T) {
	for bits, casts := range map[int64]int{4: 3, 8: 0} { // of what goes in, of scales, and back
		g := onnx.New("blocks")
		g.Input("x", onnx.Float, onnx.Named("rows"), onnx.Fixed(32))
		blocks := g.Constant(onnx.Tensor{Name: "blocks", Type: onnx.Uint8, Shape: []int64{1, 1, 4 * bits},
			Write: func(w io.Writer) error { _, err := w.Write(make([]byte, 4*bits)); return err }})
		scales := g.Constant(onnx.Floats("scales", []int64{1}, []float32{1}))
		g.Add(onnx.Node{Op: "MatMulNBits", Domain: onnx.Microsoft, Inputs: []string{"x", blocks, scales}, Outputs: []string{"y"},
			Attributes: []onnx.Attribute{onnx.Int("K", 32), onnx.Int("N", 1), onnx.Int("bits", bits), onnx.Int("block_size", 32)}})
		g.Output("y", onnx.Float, onnx.Named("rows"), onnx.Fixed(1))
		var model bytes.Buffer
		if err := g.Write(&model, io.Discard, onnx.Files{Producer: "test"}); err != nil {
			t.Fatal(err)
		}
		half, err := cardgraph.Rewrite(model.Bytes(), cardgraph.Float16)
		if err != nil || half.Precision != cardgraph.Float16 {
			t.Fatal(half.Precision, err)
		}
		m, err := onnx.Read(half.Model)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(m.Nodes) - 1; got != casts {
			t.Errorf("%d bits: %d nodes beside the product, want %d", bits, got, casts)
		}
	}
}

// FuzzRewrite: no file makes it fail in another way than by an error.
func FuzzRewrite(f *testing.F) {
	f.Add(attention(f, func(*onnx.Node) {}))
	f.Add(attention(f, func(n *onnx.Node) { n.Inputs = []string{"x", "", "", "", "mask"} }))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := cardgraph.Rewrite(data, cardgraph.Float16)
		if err != nil {
			return
		}
		if _, err := onnx.Read(g.Model); err != nil {
			t.Error(err)
		}
	})
}
