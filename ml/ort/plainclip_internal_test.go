//go:build unix

package ort

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/golden"
)

// plainLayout is the description of the image tower in the fixtures' manifest.json of a plain
// CLIP.
type plainLayout struct {
	Size     int         `json:"image_size"`
	Images   []string    `json:"images"`
	Pixels   []string    `json:"pixels_images"` // of Images, those that golden/pixels.npy has
	Vision   plainTower  `json:"vision"`        // transformers.js
	Visual   plainTower  `json:"visual"`        // Immich
	Variants plainTowers `json:"variants"`
}

// plainTowers are further graphs of the same tower, by their file names.
type plainTowers map[string]struct {
	Golden  string  `json:"golden"`
	Inputs  [][]any `json:"inputs"`
	Outputs [][]any `json:"outputs"`
}

type plainTower struct {
	File    string  `json:"file"`
	Use     string  `json:"use_output"`
	Inputs  [][]any `json:"inputs"`
	Outputs [][]any `json:"outputs"`
}

// TestPlainCLIPOnCard has the image towers of plain CLIPs that come as ONNX graphs compute on
// software Vulkan, in each of their precisions. Other makers made these graphs, and cards get
// the graphs as they are. Graphs in float16 are for cards that have float16, which software
// has not. The CPU takes those graphs, and one sentence says why.
func TestPlainCLIPOnCard(t *testing.T) {
	o := softCard(t)
	manifests, err := filepath.Glob(filepath.Join(golden.Shared(t, "fixtures-clip"), "*", "manifest.json"))
	if err != nil || len(manifests) == 0 {
		t.Fatal(manifests, err)
	}
	rt := openChild(t, Child{})
	for _, path := range manifests {
		folder := filepath.Dir(path)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			var l plainLayout
			golden.JSON(t, path, &l)
			tower := l.Vision
			if tower.File == "" {
				tower = l.Visual
			}
			switch {
			case os.Getenv("DESCRY_TEST_EVERY_TOWER") == "" && filepath.Base(folder) != "tfjs-clip":
				t.Skip("DESCRY_TEST_EVERY_TOWER=1 has every layout be tried")
			case tower.File == "":
				t.Skip("its manifest tells of no graph, and the program imports plain CLIPs of no other kind yet")
			case tower.Inputs[0][1] != "tensor(float)":
				t.Skipf("its input is a %v, and the program gives float32", tower.Inputs[0][1])
			}
			plainOnCard(t, rt, o, folder, l, tower, filepath.Join("golden", "image_norm.npy"), 0.9999, "WebGPU")
			for name, v := range l.Variants {
				if !strings.HasPrefix(name, "vision_model") || v.Inputs[0][1] != "tensor(float)" {
					continue // a text tower, or pictures in float16
				}
				least, device := 0.99, "WebGPU" // of the processor's, which rounds the inputs, too
				if strings.Contains(name, "fp16") {
					least, device = 0.999, "CPU"
				}
				t.Run(name, func(t *testing.T) {
					one := plainTower{filepath.Join(filepath.Dir(tower.File), name), tower.Use, v.Inputs, v.Outputs}
					plainOnCard(t, rt, o, folder, l, one, v.Golden, least, device)
				})
			}
		})
	}
}

func plainOnCard(t *testing.T, rt *Runtime, o Options, folder string, l plainLayout, tower plainTower, reference string, least float64, device string) {
	t.Helper()
	want := golden.NPY(t, filepath.Join(folder, reference))
	if tower.Use == "" {
		tower.Use = tower.Outputs[0][0].(string)
	}
	m := cardModel(t, rt, plainPack(t, folder, tower, l.Size, want.Shape[1]), o)
	pixels := golden.NPY(t, filepath.Join(folder, "golden", "pixels.npy"))
	lowest := 1.0
	for i, name := range l.Pixels {
		vectors, err := m.EncodeImages(t.Context(), pixels.Row(i), 1) // some graphs take one
		if err != nil {
			t.Fatal(err)
		}
		lowest = min(lowest, vectormath.Cosine(vectors[0], want.Row(slices.Index(l.Images, name))))
	}
	if t.Logf("lowest cosine %.6f, on %s", lowest, m.Device()); !(lowest >= least) || m.Device() != device {
		t.Errorf("lowest cosine %.6f, want %.4f, on %s: %s", lowest, least, m.Device(), m.Notice())
	}
	if device == "CPU" {
		oneSentence(t, m.Notice(), "can't be used, the CPU is used instead: ")
	}
}

// plainPack makes a pack of an image tower in a folder. The pack has no text tower.
func plainPack(t *testing.T, folder string, tower plainTower, size, dim int) *ml.Pack {
	t.Helper()
	graph, err := os.ReadFile(filepath.Join(folder, tower.File))
	if err != nil {
		t.Fatal(err)
	}
	return smallPackOf(t, graph, func(m *ml.Manifest) {
		m.JointDim, m.Vision.Size = dim, size
		m.Vision.Input, m.Vision.Embedding = tower.Inputs[0][0].(string), tower.Use
	})
}
