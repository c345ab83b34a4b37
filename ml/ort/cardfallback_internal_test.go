//go:build unix

package ort

import (
	"bytes"
	"context"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"descry/internal/softvulkan"
	"descry/ml"
	"descry/ml/onnx"
)

// Every step towards a graphics card can fail. These tests have the runtime's own library fail
// at each step that can fail without a broken card. A card that is lost is made up in
// TestChildFails, with the words of the library.

// TestCardCantBeHad takes away, one by one, what a card needs: photos are encoded on the
// CPU all the same, and one sentence says why.
func TestCardCantBeHad(t *testing.T) {
	for name, environment := range map[string]func(t *testing.T) []string{
		"no loader": func(t *testing.T) []string { // a file in front of whatever the system has
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "libvulkan.so.1"), []byte("this is no library"), 0o600); err != nil {
				t.Fatal(err)
			}
			return []string{"LD_LIBRARY_PATH=" + dir, "VK_DRIVER_FILES=", "VK_ICD_FILENAMES="}
		},
		"no driver": func(t *testing.T) []string {
			return vulkanOf(softvulkan.Environment(t, os.DevNull))
		},
		"a driver that can't be loaded": func(t *testing.T) []string {
			path := filepath.Join(t.TempDir(), "icd.json")
			text := `{"file_format_version": "1.0.0", "ICD": {"library_path": "` + path + `", "api_version": "1.3.0"}}`
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return vulkanOf(softvulkan.Environment(t, path))
		},
		"an adapter without the features": func(t *testing.T) []string {
			return vulkanOf(softvulkan.Environment(t, softvulkan.MockManifest(t)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS != "linux" {
				t.Skipf("drivers are taken away by variables of Vulkan, which %s doesn't use", runtime.GOOS)
			}
			rt, p := openChild(t, Child{}), linearPack(t)
			const n = 20
			pictures := noise(n * 192)
			want := onTheCPU(t, rt, p, pictures, n)
			m := cardModel(t, rt, p, Options{Providers: []Provider{WebGPU}, Environment: environment(t)})
			for range 2 {
				checkClose(t, encodeAll(t, m, pictures, n), want)
			}
			oneSentence(t, m.Notice(), "can't be used, the CPU is used instead: ")
			if m.Device() != "CPU" || len(m.Skipped()) != 1 {
				t.Errorf("on %s, passed over %v", m.Device(), m.Skipped())
			}
		})
	}
}

// oneSentence is about a notice for the user.
func oneSentence(t *testing.T, notice, part string) {
	t.Helper()
	t.Log(notice)
	if !strings.Contains(notice, part) || !strings.HasSuffix(notice, ".") || strings.ContainsAny(notice, "\n\r") ||
		strings.Contains(notice, ".cc:") || len(notice) > 300 {
		t.Errorf("no sentence for an owner: %q", notice)
	}
}

func cardModel(t *testing.T, rt *Runtime, p *ml.Pack, o Options) *Model {
	t.Helper()
	m, err := OpenModel(rt, p, ModelOptions{Image: o})
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

func encodeAll(t *testing.T, m *Model, pictures []float32, n int) [][]float32 {
	t.Helper()
	vectors, err := m.EncodeImages(t.Context(), pictures, n)
	if err != nil {
		t.Fatal(err)
	}
	return vectors
}

// onTheCPU are the vectors that a device's are compared with.
func onTheCPU(t *testing.T, rt *Runtime, p *ml.Pack, pictures []float32, n int) [][]float32 {
	t.Helper()
	return encodeAll(t, cardModel(t, rt, p, Options{}), pictures, n)
}

// checkClose demands the vectors of all pictures in their order.
func checkClose(t *testing.T, got, want [][]float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d vectors, want %d", len(got), len(want))
	}
	for i := range got {
		cosine := 0.0
		for j := range got[i] {
			cosine += float64(got[i][j]) * float64(want[i][j])
		}
		if !(cosine >= 0.9999) || math.IsNaN(cosine) {
			t.Errorf("picture %d: cosine %.6f", i, cosine)
		}
	}
}

// greedyPack is [linearPack] with a result between that takes so many bytes a picture.
func greedyPack(t *testing.T, bytesEach int64) *ml.Pack {
	t.Helper()
	weights := noise(192 * 2)
	g := onnx.New("greedy")
	g.Input("p", onnx.Float, onnx.Named("n"), onnx.Fixed(3), onnx.Fixed(8), onnx.Fixed(8))
	node := func(op string, inputs []string, out string, attributes ...onnx.Attribute) string {
		return g.Add(onnx.Node{Op: op, Inputs: inputs, Outputs: []string{out}, Attributes: attributes})
	}
	w, one := g.Constant(onnx.Floats("w", []int64{192, 2}, weights)), g.Constant(onnx.Floats("one", []int64{192, 1}, weights[:192]))
	wide, nothing := g.Constant(onnx.Integers("wide", 1, bytesEach/4)), g.Constant(onnx.Floats("nothing", []int64{1}, []float32{0}))
	axis := g.Constant(onnx.Integers("axis", 1))
	flat := node("Flatten", []string{"p"}, "f")
	many := node("Expand", []string{node("MatMul", []string{flat, one}, "o"), wide}, "many")
	least := node("ReduceMax", []string{many, axis}, "least", onnx.Int("keepdims", 1))
	e := node("Add", []string{node("MatMul", []string{flat, w}, "l"), node("Mul", []string{least, nothing}, "z")}, "e")
	g.Output(e, onnx.Float, onnx.Named("n"), onnx.Fixed(2))
	var model bytes.Buffer
	if err := g.Write(&model, io.Discard, onnx.Files{Location: "unused", InlineBelow: 1 << 20, Producer: "test"}); err != nil {
		t.Fatal(err)
	}
	return smallPackOf(t, model.Bytes())
}

// TestCardRunsOutOfMemory has a batch take more of the card than it gives: batches become
// smaller, and no picture is lost.
func TestCardRunsOutOfMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a gigabyte of memory for a moment")
	}
	o := softCard(t)
	rt, p := openChild(t, Child{}), greedyPack(t, 96<<20)
	const n = 16
	pictures := noise(n * 192)
	want := onTheCPU(t, rt, p, pictures, n)
	m := cardModel(t, rt, p, o)
	before := m.Batch()
	for range 2 {
		checkClose(t, encodeAll(t, m, pictures, n), want)
	}
	if t.Logf("on %s, batches of %d, then %d, %q, %v", m.Device(), before, m.Batch(), m.Notice(), m.Skipped()); before != n || m.Batch() >= n {
		t.Errorf("batches of %d, then %d", before, m.Batch())
	}
	if m.Device() != "WebGPU" {
		oneSentence(t, m.Notice(), "The graphics card ran out of memory; photos are encoded on the CPU")
	} else if m.Notice() != "" {
		t.Error(m.Notice())
	}
}

// TestCardHangs stops the process that computes, twice, as a driver that hangs would: it
// is started again, then the CPU goes on.
func TestCardHangs(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes as long as a driver may say nothing, twice")
	}
	t.Parallel()
	o := softCard(t)
	rt, p := openChild(t, Child{}), linearPack(t)
	const n = 8
	pictures := noise(n * 192)
	want := onTheCPU(t, rt, p, pictures, n)
	m := cardModel(t, rt, p, o)
	for _, device := range []string{"WebGPU", "WebGPU", "CPU"} {
		checkClose(t, encodeAll(t, m, pictures, n), want)
		if m.Device() != device {
			t.Fatalf("on %s, want %s: %v", m.Device(), device, m.Skipped())
		}
		if device == "CPU" {
			break
		}
		checkClose(t, encodeAll(t, m, pictures, n), want) // the card's first shape took longer
		if err := syscall.Kill(childOf(t, m), syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
	oneSentence(t, m.Notice(), "The graphics card failed; photos are encoded on the CPU until Descry is started again.")
}

// childOf is the process in which a model's image tower computes.
func childOf(t *testing.T, m *Model) int {
	t.Helper()
	e, err := m.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	g, remote := e.graph.(*remoteGraph)
	if !remote {
		t.Fatal("the card computes in this process")
	}
	return g.process(t)
}

// TestModelsSwapOnTheCard has another model take over while callers are at work on the
// card, as when the user chooses one in the middle of indexing.
func TestModelsSwapOnTheCard(t *testing.T) {
	o := softCard(t)
	rt := openChild(t, Child{})
	packs := []*ml.Pack{linearPack(t), greedyPack(t, 4<<10), linearPack(t)}
	const n = 24
	pictures := noise(n * 192)
	want := onTheCPU(t, rt, packs[0], pictures, n) // of all three
	var callers sync.WaitGroup
	defer callers.Wait()
	var before *Model
	end := func() {}
	for _, p := range packs {
		m := cardModel(t, rt, p, o)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		started := make(chan struct{}, 3)
		for range 3 {
			callers.Go(func() {
				for first := true; ctx.Err() == nil; first = false {
					vectors, err := m.EncodeImages(ctx, pictures, n)
					if err != nil {
						if ctx.Err() == nil {
							t.Error(err)
						}
						return
					}
					checkClose(t, vectors, want)
					if first {
						started <- struct{}{}
					}
				}
			})
		}
		for range 3 {
			select {
			case <-started:
			case <-time.After(time.Minute):
				t.Fatal("a caller waits in vain")
			}
		}
		if m.Device() != "WebGPU" || m.Notice() != "" {
			t.Fatalf("on %s, %q", m.Device(), m.Notice())
		}
		if before != nil {
			child := childOf(t, before)
			end()
			if err := before.ReleaseImage(t.Context()); err != nil {
				t.Error(err)
			}
			for tries := 0; syscall.Kill(child, 0) == nil; tries++ {
				if tries == 1000 {
					t.Fatal("the process of the model before is still there")
				}
				time.Sleep(10 * time.Millisecond)
			}
		}
		before, end = m, cancel
	}
	end()
}
