package ort

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"descry/internal/sharedmemory"
	"descry/ml"
)

// inMemory is the image tower of a small pack whose pictures have side pixels, and whose
// child shares memory with the program and lives in this process.
func inMemory(t *testing.T, side int, g graph) *ImageEncoder {
	t.Helper()
	memory, err := sharedmemory.New()
	if err != nil {
		t.Skip(err)
	}
	p := smallPackOf(t, []byte("v"), func(m *ml.Manifest) {
		m.Vision.Size, m.Vision.Patches, m.Vision.Grid = side, "patches", [2]int{16, 16}
	})
	w := connectedBy(t, memory, func(*loadRequest, func() (modelFile, error)) (graph, error) { return g, nil })
	if err := w.load(t.Context(), loadRequest{Path: "x"}, nil, 0); err != nil {
		t.Fatal(err)
	}
	return &ImageEncoder{&session{graph: inWorker{w}, on: WebGPU}, p.Vision, 512, plan{}}
}

type inWorker struct{ *worker }

func (w inWorker) Destroy() error { return nil }

// firstNumbers is a graph whose vectors begin with 1 and a picture's first number. A patch
// ends with its picture's last number.
type firstNumbers struct{ runs atomic.Int32 }

func (g *firstNumbers) run(_ context.Context, inputs, outputs []tensor) error {
	g.runs.Add(1)
	n := int(inputs[0].shape[0])
	each, dim, patches := len(inputs[0].floats)/n, len(outputs[0].floats)/n, len(outputs[1].floats)/n
	for i := range n {
		outputs[0].floats[i*dim], outputs[0].floats[i*dim+1] = 1, inputs[0].floats[i*each]
		clear(outputs[0].floats[i*dim+2 : (i+1)*dim])
		for end := i*patches + dim; end <= (i+1)*patches; end += dim {
			outputs[1].floats[end-1] = inputs[0].floats[(i+1)*each-1]
		}
	}
	return nil
}

func (*firstNumbers) Destroy() error { return nil }

// first checks that pictures are told apart by their first numbers, 0, 1, 2….
func first(t *testing.T, vectors [][]float32) {
	t.Helper()
	for i, v := range vectors {
		if got := v[1] / v[0]; got < float32(i)-0.01 || got > float32(i)+0.01 {
			t.Errorf("picture %d has the vector of picture %.2f", i, got)
		}
	}
}

// separate are pictures whose first numbers are 0, 1, 2….
func separate(n, side int) [][]float32 {
	pictures := make([][]float32, n)
	for i := range pictures {
		pictures[i] = make([]float32, 3*side*side)
		pictures[i][0], pictures[i][3*side*side-1] = float32(i), 7
	}
	return pictures
}

// TestNothingIsCopiedTwice: pixels are copied once, from where each picture was prepared
// into the memory that the child's tensors lie in, and nothing else of a batch's size is
// made on either side. Patches that nobody wants are not copied at all.
func TestNothingIsCopiedTwice(t *testing.T) {
	const n, side = 16, 224
	e := inMemory(t, side, &firstNumbers{})
	pictures := separate(n, side)
	encode := func() {
		vectors, err := e.encodePictures(t.Context(), pictures)
		if err != nil {
			t.Fatal(err)
		}
		first(t, vectors)
	}
	encode() // takes the memory
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	encode()
	runtime.ReadMemStats(&after)
	const batch, patches = n * 3 * side * side * 4, n * 16 * 16 * 512 * 4
	if took := after.TotalAlloc - before.TotalAlloc; took > min(batch, patches)/10 {
		t.Errorf("%d bytes were made for a batch of %d with patches of %d", took, batch, patches)
	}
	_, all, err := e.Patches(t.Context(), pictures[3])
	if err != nil || len(all) != 256 || all[255][511] != 1 {
		t.Errorf("%d patches, %v", len(all), err)
	}
}

// TestNextBatchIsBroughtMeanwhile: while a run is under way, the pixels of the next are
// brought into the child's memory already. Whatever becomes of the pictures then, it
// computes with those.
func TestNextBatchIsBroughtMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &firstNumbers{}
		held := make(chan struct{})
		e := inMemory(t, 8, graphOf(func(ctx context.Context, in, out []tensor) error {
			if g.runs.Load() == 0 {
				<-held
			}
			return g.run(ctx, in, out)
		}))
		var cards turns
		e.graph.(inWorker).admit = cards.admit(imageTower, WebGPU)
		done := make(chan [][]float32)
		encode := func(pictures [][]float32) {
			vectors, err := e.encodePictures(t.Context(), pictures)
			if err != nil {
				t.Error(err)
			}
			done <- vectors
		}
		go encode(separate(4, 8))
		synctest.Wait()
		next := separate(4, 8)
		go encode(next)
		synctest.Wait()
		for _, picture := range next {
			picture[0] = 1000
		}
		close(held)
		for range 2 {
			first(t, <-done)
		}
	})
}

// graphOf is a graph that is a function.
type graphOf func(ctx context.Context, inputs, outputs []tensor) error

func (f graphOf) run(ctx context.Context, inputs, outputs []tensor) error {
	return f(ctx, inputs, outputs)
}
func (graphOf) Destroy() error { return nil }
