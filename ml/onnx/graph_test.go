package onnx_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"descry/ml/onnx"
)

// affine is y = x·Wᵀ + b with W [3, 2], then quick GELU.
func affine(weights onnx.Tensor) *onnx.Graph {
	g := onnx.New("affine")
	g.Input("x", onnx.Float, onnx.Named("n"), onnx.Fixed(2))
	w := g.Constant(weights)
	b := g.Constant(onnx.Floats("b", []int64{3}, []float32{0.5, 0, -1}))
	z := g.Add(onnx.Node{Op: "Gemm", Inputs: []string{"x", w, b}, Outputs: []string{"z"},
		Attributes: []onnx.Attribute{onnx.Int("transB", 1)}})
	y := g.Add(onnx.Node{Op: "QuickGelu", Domain: onnx.Microsoft, Inputs: []string{z}, Outputs: []string{"y"},
		Attributes: []onnx.Attribute{onnx.Real("alpha", 1.702)}})
	g.Output(y, onnx.Float, onnx.Named("n"), onnx.Fixed(3))
	return g
}

var six = onnx.Floats("w", []int64{3, 2}, []float32{1, 2, 3, 4, -5, 6})

func TestRuntimeRunsTheModel(t *testing.T) {
	start(t)
	x := []float32{1, 0, 0, 1, -1, 2}
	z := []float64{1.5, 3, -6, 2.5, 4, 5, 3.5, 5, 16}
	for _, c := range []struct {
		name        string
		inlineBelow int64
		external    bool
	}{{"inline", 0, false}, {"external", 1, true}} {
		t.Run(c.name, func(t *testing.T) {
			path, size := save(t, affine(six), c.inlineBelow)
			if (size > 0) != c.external {
				t.Errorf("%d bytes of weights", size)
			}
			for i, y := range run(t, path, []int64{3, 2}, x) {
				want := z[i] / (1 + math.Exp(-1.702*z[i]))
				if math.Abs(float64(y)-want) > 1e-5 {
					t.Errorf("y[%d] = %v, want %v", i, y, want)
				}
			}
		})
	}
}

// TestReplaceable runs a model with a tensor that has a value and is an input, and
// is not fed.
func TestReplaceable(t *testing.T) {
	start(t)
	g := onnx.New("replaceable")
	g.Input("x", onnx.Float, onnx.Named("n"), onnx.Fixed(2))
	w := g.Replaceable(six)
	y := g.Add(onnx.Node{Op: "Gemm", Inputs: []string{"x", w}, Outputs: []string{"y"},
		Attributes: []onnx.Attribute{onnx.Int("transB", 1)}})
	g.Output(y, onnx.Float, onnx.Named("n"), onnx.Fixed(3))
	path, _ := save(t, g, 1)
	got := run(t, path, []int64{1, 2}, []float32{1, 1})
	for i, want := range []float32{3, 7, 1} {
		if got[i] != want {
			t.Fatalf("%v, want 3, 7, 1", got)
		}
	}
}

// TestLists covers what the affine graph has not: lists as attributes, integer
// constants, a left-out input and a second output.
func TestLists(t *testing.T) {
	start(t)
	g := onnx.New("lists")
	g.Input("x", onnx.Float, onnx.Named("n"), onnx.Fixed(2))
	pads := g.Constant(onnx.Integers("pads", 0, 1, 0, 0))
	p := g.Add(onnx.Node{Op: "Pad", Inputs: []string{"x", pads, "", ""}, Outputs: []string{"p"}})
	parts := g.Constant(onnx.Integers("parts", 1, 2))
	g.Add(onnx.Node{Op: "Split", Inputs: []string{p, parts}, Outputs: []string{"zero", "rest"},
		Attributes: []onnx.Attribute{onnx.Int("axis", -1)}})
	y := g.Add(onnx.Node{Op: "Transpose", Inputs: []string{"rest"}, Outputs: []string{"y"},
		Attributes: []onnx.Attribute{onnx.List("perm", 1, 0)}})
	g.Output(y, onnx.Float, onnx.Fixed(2), onnx.Named("n"))
	path, _ := save(t, g, 0)
	got := run(t, path, []int64{2, 2}, []float32{1, 2, 3, 4})
	for i, want := range []float32{1, 3, 2, 4} {
		if got[i] != want {
			t.Fatalf("transposed: %v", got)
		}
	}
}

func TestMistakesAreNamed(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(*onnx.Graph)
		want  string
	}{
		{"twice", func(g *onnx.Graph) { g.Constant(six); g.Constant(six) }, "w is defined twice"},
		{"unknown input", func(g *onnx.Graph) {
			g.Add(onnx.Node{Op: "Relu", Inputs: []string{"nowhere"}, Outputs: []string{"r"}})
		}, `Relu r: "nowhere" is not defined`},
		{"unknown output", func(g *onnx.Graph) { g.Output("nowhere", onnx.Float) }, `"nowhere" is not defined`},
		{"no name", func(g *onnx.Graph) { g.Input("", onnx.Float) }, "no name"},
		{"no operator", func(g *onnx.Graph) { g.Add(onnx.Node{Outputs: []string{"r"}}) }, "want an operator"},
		{"zero size", func(g *onnx.Graph) { g.Constant(onnx.Floats("e", []int64{0}, nil)) }, "constant e: shape [0]"},
		{"overflow", func(g *onnx.Graph) {
			g.Constant(onnx.Floats("e", []int64{1 << 40, 1 << 40}, nil))
		}, "constant e: shape"},
		{"type", func(g *onnx.Graph) { g.Constant(onnx.Tensor{Name: "e", Type: 99}) }, "type 99"},
		{"no content", func(g *onnx.Graph) { g.Constant(onnx.Tensor{Name: "e", Type: onnx.Float}) }, "no content"},
		{"no outputs", func(*onnx.Graph) {}, "no outputs"},
	} {
		g := onnx.New("broken")
		c.build(g)
		err := g.Write(io.Discard, io.Discard, onnx.Files{Location: "d"})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if onnx.New("").Err() == nil {
		t.Error("a graph without a name: no error")
	}
}

func TestTensorsMustFillTheirShape(t *testing.T) {
	broken := errors.New("broken disk")
	for want, tensor := range map[string]onnx.Tensor{
		"tensor w: 4 bytes written, its shape has 24": onnx.Floats("w", []int64{3, 2}, make([]float32, 1)),
		"tensor w: more than the 24 bytes":            onnx.Floats("w", []int64{3, 2}, make([]float32, 7)),
		"tensor w: broken disk": onnx.Stream("w", []int64{3, 2}, func(func([]float32) error) error {
			return broken
		}),
	} {
		for _, inlineBelow := range []int64{0, 1} {
			err := affine(tensor).Write(io.Discard, io.Discard, onnx.Files{Location: "d", InlineBelow: inlineBelow})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
		}
	}
	if err := affine(six).Write(io.Discard, io.Discard, onnx.Files{InlineBelow: 1}); err == nil {
		t.Error("weights without a data file: no error")
	}
}

func TestEqualGraphsGiveEqualBytes(t *testing.T) {
	var models, data [2]bytes.Buffer
	for i := range models {
		if err := affine(six).Write(&models[i], &data[i], onnx.Files{Location: "d", InlineBelow: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(models[0].Bytes(), models[1].Bytes()) || !bytes.Equal(data[0].Bytes(), data[1].Bytes()) {
		t.Error("two writings differ")
	}
	if want := int64(4*3 + 4*6); affine(six).Bytes() != want {
		t.Errorf("%d bytes of constants, want %d", affine(six).Bytes(), want)
	}
}

// TestLargeTensorsAreStreamed writes 64 MB from one row of 16 KB: what the
// writer allocates in all must not depend on the size.
func TestLargeTensorsAreStreamed(t *testing.T) {
	const rows, columns = 4096, 4096
	row := make([]float32, columns)
	g := onnx.New("large")
	w := g.Constant(onnx.Stream("w", []int64{rows, columns}, func(emit func([]float32) error) error {
		for range rows {
			if err := emit(row); err != nil {
				return err
			}
		}
		return nil
	}))
	g.Output(w, onnx.Float, onnx.Fixed(rows), onnx.Fixed(columns))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := g.Write(io.Discard, io.Discard, onnx.Files{Location: "d"}); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("%d bytes allocated for a tensor of %d", grown, g.Bytes())
	}
}
