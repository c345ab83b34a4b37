package ort

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"syscall"
	"testing"

	"descry/ml"
	"descry/ml/onnx"
)

// tilesPack has an image tower that computes with 30 MB for each picture, twice at a time,
// and gives the vector (1, 1).
func tilesPack(t *testing.T) *ml.Pack {
	t.Helper()
	const copies = 40000
	g := onnx.New("tiles")
	g.Input("p", onnx.Float, onnx.Named("n"), onnx.Fixed(3), onnx.Fixed(8), onnx.Fixed(8))
	add := func(op, out string, inputs ...string) string {
		return g.Add(onnx.Node{Op: op, Inputs: inputs, Outputs: []string{out}})
	}
	flat := add("Flatten", "flat", "p")
	tiles := add("Tile", "tiles", flat, g.Constant(onnx.Integers("copies", 1, copies)))
	mean := add("ReduceMean", "mean", add("Abs", "abs", tiles), g.Constant(onnx.Integers("axis", 1)))
	e := add("MatMul", "e", mean, g.Constant(onnx.Floats("w", []int64{1, 2}, []float32{1, 1})))
	g.Output(e, onnx.Float, onnx.Named("n"), onnx.Fixed(2))
	var model bytes.Buffer
	if err := g.Write(&model, io.Discard, onnx.Files{Location: "unused", InlineBelow: 1 << 20, Producer: "test"}); err != nil {
		t.Fatal(err)
	}
	return smallPackOf(t, model.Bytes())
}

// poorGraph has the process take only so much memory more once it has computed: software
// Vulkan takes the card's memory of the system.
type poorGraph struct {
	graph
	room  uint64 // in bytes
	begun atomic.Bool
}

func loadPoor(r *loadRequest, read func() (modelFile, error)) (graph, error) {
	g, err := loadRequested(r, read)
	return &poorGraph{graph: g, room: 640 << 20}, err
}

func (g *poorGraph) run(ctx context.Context, inputs, outputs []tensor) error {
	err := g.graph.run(ctx, inputs, outputs)
	if err != nil || g.begun.Swap(true) {
		return err
	}
	sizes, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	var pages uint64
	if _, err := fmt.Sscan(string(sizes), &pages); err != nil {
		return err
	}
	limit := pages*uint64(os.Getpagesize()) + g.room
	return syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit})
}

// TestCardRunsOut has a batch of software Vulkan run out of memory: all pictures get their
// vectors, on the card, in smaller batches.
func TestCardRunsOut(t *testing.T) {
	if testing.Short() {
		t.Skip("the processor takes long for a graphics card's work")
	}
	o := softCard(t)
	rt := openChild(t, Child{Args: []string{"poor-encoder"}})
	m, err := OpenModel(rt, tilesPack(t), ModelOptions{Image: o})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if _, err := m.EncodeImages(t.Context(), noise(192), 1); err != nil {
		t.Fatal(err)
	}
	before := m.Batch()
	vectors, err := m.EncodeImages(t.Context(), noise(18*192), 18)
	if err != nil || len(vectors) != 18 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for i, v := range vectors {
		if v[0] < 0.7 || v[0] != v[1] {
			t.Errorf("picture %d: %v", i, v)
		}
	}
	t.Logf("%d pictures at a time, then %d", before, m.Batch())
	if m.Device() != "WebGPU" || m.Notice() != "" || m.Batch() >= before {
		t.Errorf("on %s, batches of %d after %d, %q, %v", m.Device(), m.Batch(), before, m.Notice(), m.Skipped())
	}
}
