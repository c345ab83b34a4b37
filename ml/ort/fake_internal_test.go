package ort

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"descry/assets"
	"descry/ml"
)

// Memory that runs out and devices that die can't be had on purpose, so the graphs of these
// tests are made up. All other parts are real.

// fakeGraph takes the first number of a picture for an angle.
type fakeGraph struct {
	on      Provider
	device  *fakeDevice
	ended   atomic.Bool
	running atomic.Int32
}

// fakeDevice is what fake graphs run on.
type fakeDevice struct {
	loadError string // of the graphics card, "" if it can be used
	runError  string // of its runs with more than limit pictures, once after runs went well
	limit     int
	after     int32
	takes     func(on Provider, n int) time.Duration // a run with n inputs; nil: no time
	overflows float64                                // angle from which the card's results aren't finite; 0: none
	wrong     float64                                // added to the angles of what the graphics card computes
	hangs     int32                                  // runs of the graphics card until one never ends; 0: none

	runs, cpuRuns, mostAtOnce atomic.Int32
	mu                        sync.Mutex
	ran                       []int    // pictures of the card's runs
	loads                     sync.Map // Provider → *atomic.Int32
}

func (d *fakeDevice) load(_ context.Context, _ *ml.Pack, _ tower, _ Options, on Provider, _ int) (graph, error) {
	count, _ := d.loads.LoadOrStore(on, new(atomic.Int32))
	count.(*atomic.Int32).Add(1)
	if on != CPU && d.loadError != "" {
		return nil, errors.New(d.loadError)
	}
	return &fakeGraph{on: on, device: d}, nil
}

func (d *fakeDevice) loaded(on Provider) int {
	count, ok := d.loads.Load(on)
	if !ok {
		return 0
	}
	return int(count.(*atomic.Int32).Load())
}

func (g *fakeGraph) run(ctx context.Context, inputs, outputs []tensor) error {
	defer g.running.Add(-1)
	now := g.running.Add(1)
	for most := g.device.mostAtOnce.Load(); now > most && !g.device.mostAtOnce.CompareAndSwap(most, now); {
		most = g.device.mostAtOnce.Load()
	}
	if g.ended.Load() {
		return errors.New("the graph is destroyed")
	}
	n := int(inputs[0].shape[0])
	if g.on != CPU {
		g.device.mu.Lock()
		g.device.ran = append(g.device.ran, n)
		g.device.mu.Unlock()
	}
	if g.on == CPU {
		g.device.cpuRuns.Add(1)
	} else if g.device.runs.Add(1) > g.device.after && n > g.device.limit && g.device.runError != "" {
		return errors.New(g.device.runError)
	}
	if g.device.takes != nil {
		time.Sleep(g.device.takes(g.on, n))
	}
	if g.on != CPU && g.device.hangs > 0 && g.device.runs.Load() > g.device.hangs {
		<-ctx.Done()
		return ctx.Err()
	}
	in := inputs[0].whole()
	dim, each := len(outputs[0].floats)/n, len(in)/n
	for i := range n {
		angle := 0.0
		if each > 0 {
			angle = float64(in[i*each])
		}
		if g.on != CPU {
			if g.device.overflows > 0 && angle >= g.device.overflows {
				angle = math.NaN()
			}
			angle += g.device.wrong
		}
		outputs[0].floats[i*dim] = float32(math.Cos(angle))
		outputs[0].floats[i*dim+1] = float32(math.Sin(angle))
	}
	return nil
}

func (g *fakeGraph) Destroy() error {
	if g.ended.Swap(true) {
		return errors.New("destroyed twice")
	}
	return nil
}

// card is the provider of the tests, one that this system can have.
func card() Provider { return Providers()[0] }

// fakeRuntime is one whose library has the card, and everything else on the device.
func fakeRuntime(t *testing.T, d *fakeDevice) *Runtime {
	t.Helper()
	dir := t.TempDir()
	for _, name := range providerLibraries(card(), runtime.GOOS) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &Runtime{path: filepath.Join(dir, LibraryNames()[0]), load: d.load, sessions: make(map[*session]struct{})}
}

func fakeModel(t *testing.T, d *fakeDevice) *Model {
	t.Helper()
	o := Options{Providers: []Provider{card()}}
	m, err := OpenModel(fakeRuntime(t, d), smallPack(t), ModelOptions{Image: o, Text: o})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// smallPack has pictures of 8 pixels and vectors of 2 numbers.
func smallPack(t *testing.T) *ml.Pack { return smallPackOf(t, []byte("v")) }

// smallPackOf has an image tower of the test's, which may need changes in the manifest.
func smallPackOf(t *testing.T, vision []byte, changes ...func(*ml.Manifest)) *ml.Pack {
	t.Helper()
	tokens, err := fs.ReadFile(assets.StarterPack(), "tokenizer.json")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"v.onnx": {Data: vision}, "t.onnx": {Data: []byte("t")}, "tok.json": {Data: tokens}}
	m := ml.Manifest{Schema: ml.SchemaVersion, ID: "small", Name: "Small", JointDim: 2, Scale: 1,
		Vision: ml.Vision{File: "v.onnx", Input: "p", Embedding: "e", Size: 8, Resize: ml.ResizeStretch,
			Interpolation: "bicubic", Antialias: true, Std: [3]float64{1, 1, 1}},
		Text: ml.Text{File: "t.onnx", InputIDs: "i", AttentionMask: "a", Embedding: "e", Tokenizer: "tok.json",
			MaxTokens: 16, Prompt: ml.PromptText},
		SHA256: map[string]string{}}
	for _, change := range changes {
		change(&m)
	}
	for name, file := range files {
		sum := sha256.Sum256(file.Data)
		m.SHA256[name] = hex.EncodeToString(sum[:])
	}
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	files[ml.ManifestName] = &fstest.MapFile{Data: data}
	p, err := ml.OpenPack(files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// numbered are n pictures whose angles are their places.
func numbered(n int) []float32 {
	const size = 3 * 8 * 8
	out := make([]float32, n*size)
	for i := range n {
		out[i*size] = float32(i) / 10
	}
	return out
}

// checkNumbered demands the vectors of all numbered pictures in their order.
func checkNumbered(t *testing.T, vectors [][]float32, n int) {
	t.Helper()
	if len(vectors) != n {
		t.Fatalf("%d vectors, want %d", len(vectors), n)
	}
	for i, v := range vectors {
		angle := float64(float32(i) / 10)
		if math.Abs(float64(v[0])-math.Cos(angle)) > 1e-6 || math.Abs(float64(v[1])-math.Sin(angle)) > 1e-6 {
			t.Errorf("picture %d has the vector of another: %v", i, v)
		}
	}
}
