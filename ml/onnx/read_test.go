package onnx_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"testing"

	"descry/ml/onnx"
)

// encoded writes a graph with its weights in the model file.
func encoded(t testing.TB, g *onnx.Graph) []byte {
	t.Helper()
	var model bytes.Buffer
	if err := g.Write(&model, &bytes.Buffer{}, onnx.Files{InlineBelow: 1 << 20, Producer: "test"}); err != nil {
		t.Fatal(err)
	}
	return model.Bytes()
}

func TestReadFindsWhatWasWritten(t *testing.T) {
	g := affine(six)
	g.Replaceable(onnx.Floats("spare", []int64{1}, []float32{0}))
	g.Constant(onnx.Integers("sizes", 3, -1))
	m, err := onnx.Read(encoded(t, g))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Nodes) != 2 || m.Nodes[0].Op != "Gemm" || m.Nodes[1].Domain != onnx.Microsoft || !slices.Equal(m.Nodes[0].Inputs, []string{"x", "w", "b"}) {
		t.Errorf("nodes %+v", m.Nodes)
	}
	if v, ok := m.Nodes[0].Int("transB"); v != 1 || !ok || !m.Nodes[1].Has("alpha") || m.Nodes[1].Has("transB") {
		t.Error("settings of the nodes are other ones")
	}
	if in, out := m.Inputs(), m.Outputs(); !slices.Equal(in, []onnx.Value{{"x", onnx.Float, 2}}) || !slices.Equal(out, []onnx.Value{{"y", onnx.Float, 2}}) {
		t.Errorf("inputs %v, outputs %v", in, out)
	}
	if list, ok := m.Integers("sizes"); !ok || !slices.Equal(list, []int64{3, -1}) {
		t.Errorf("sizes %v", list)
	}
	if _, ok := m.Integers("w"); ok || !slices.Equal(m.Shape("w"), []int64{3, 2}) || m.Shape("none") != nil || m.Constants()["b"] != onnx.Float {
		t.Error("constants are other ones")
	}
	if v := m.Opset(); v != 21 {
		t.Errorf("operators of version %d", v)
	}
}

// TestChangedModelRuns takes the activation away and adds another operation.
func TestChangedModelRuns(t *testing.T) {
	start(t)
	path, _ := save(t, affine(six), 1)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := onnx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Constant(onnx.Floats("two", []int64{1}, []float32{2})); err != nil {
		t.Fatal(err)
	}
	if m.Constant(onnx.Floats("two", []int64{1}, []float32{3})) == nil {
		t.Error("a constant was added twice")
	}
	m.Nodes[1] = onnx.Node{Op: "Mul", Inputs: []string{"z", "two"}, Outputs: []string{"y"}}
	m.Nodes = append(m.Nodes, onnx.Node{Op: "Neg", Inputs: []string{"z"}, Outputs: []string{"unused"}})
	m.Fix()
	m.Prune()
	if len(m.Nodes) != 2 {
		t.Errorf("%d nodes", len(m.Nodes))
	}
	if err := os.WriteFile(path, m.Encode(), 0o600); err != nil {
		t.Fatal(err)
	}
	// x·Wᵀ + b of [1, 0] is 1.5, 3, -6.
	if got := run(t, path, []int64{1, 2}, []float32{1, 0}); !slices.Equal(got, []float32{3, 6, -12}) {
		t.Errorf("%v", got)
	}
}

// TestReadPutsNodesInOrder is about models whose nodes come before those they wait for,
// and about one where two wait for each other.
func TestReadPutsNodesInOrder(t *testing.T) {
	ops := func(m *onnx.Model) (all []string) {
		for _, n := range m.Nodes {
			all = append(all, n.Op)
		}
		return all
	}
	m, err := onnx.Read(encoded(t, affine(six)))
	if err != nil {
		t.Fatal(err)
	}
	want := ops(m)
	slices.Reverse(m.Nodes)
	turned, err := onnx.Read(m.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ops(turned), want) {
		t.Errorf("nodes %v, want %v", ops(turned), want)
	}
	m.Nodes = []onnx.Node{{Op: "Neg", Inputs: []string{"x", "z"}, Outputs: []string{"y"}}, {Op: "Abs", Inputs: []string{"y"}, Outputs: []string{"z"}}}
	if _, err := onnx.Read(m.Encode()); !errors.Is(err, onnx.ErrModel) {
		t.Errorf("nodes that wait for each other: %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	whole := encoded(t, affine(six))
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("hello, world"), "cut": whole[:len(whole)/2], "twice": slices.Concat(whole, whole),
		"a length beyond the end": {7<<3 | 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
	} {
		if _, err := onnx.Read(data); !errors.Is(err, onnx.ErrModel) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzRead: whatever is read can be written, and is then the same.
func FuzzRead(f *testing.F) {
	f.Add(encoded(f, affine(six)))
	f.Add([]byte{7<<3 | 2, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := onnx.Read(data)
		if err != nil {
			if !errors.Is(err, onnx.ErrModel) {
				t.Error(err)
			}
			return
		}
		m.Opset()
		m.Inputs()
		for name := range m.Constants() {
			m.Integers(name)
		}
		once := m.Encode()
		again, err := onnx.Read(once)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(once, again.Encode()) {
			t.Error("another model after writing and reading")
		}
		m.Fix()
		m.Prune()
		if _, err := onnx.Read(m.Encode()); err != nil {
			t.Error(err)
		}
	})
}
