package ort

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"

	"descry/internal/childprocess"
	"descry/internal/softvulkan"
	"descry/ml"
	"descry/ml/onnx"
)

// linearPack has an image tower that is one matrix product, which every device computes
// in no time.
func linearPack(t *testing.T) *ml.Pack {
	t.Helper()
	weights := noise(192 * 2)
	g := onnx.New("linear")
	g.Input("p", onnx.Float, onnx.Named("n"), onnx.Fixed(3), onnx.Fixed(8), onnx.Fixed(8))
	w := g.Constant(onnx.Floats("w", []int64{192, 2}, weights))
	flat := g.Add(onnx.Node{Op: "Flatten", Inputs: []string{"p"}, Outputs: []string{"f"}})
	e := g.Add(onnx.Node{Op: "MatMul", Inputs: []string{flat, w}, Outputs: []string{"e"}})
	g.Output(e, onnx.Float, onnx.Named("n"), onnx.Fixed(2))
	var model bytes.Buffer
	if err := g.Write(&model, io.Discard, onnx.Files{Location: "unused", InlineBelow: 1 << 20, Producer: "test"}); err != nil {
		t.Fatal(err)
	}
	return smallPackOf(t, model.Bytes())
}

// softCard are the options for WebGPU on software Vulkan.
func softCard(t *testing.T) Options {
	t.Helper()
	o := Options{Providers: []Provider{WebGPU}}
	o.Environment = vulkanOf(softvulkan.Environment(t))
	return o
}

// vulkanOf are the variables that choose the Vulkan driver, and what it needs.
func vulkanOf(environment []string) (some []string) {
	for _, v := range environment {
		if strings.HasPrefix(v, "VK_") || strings.HasPrefix(v, "LD_") || strings.HasPrefix(v, "MESA_") {
			some = append(some, v)
		}
	}
	return some
}

// TestCard has WebGPU compute in a child on software Vulkan, kills the child, has it
// compute again, and kills it again.
func TestCard(t *testing.T) {
	o := softCard(t)
	rt := openChild(t, Child{})
	p := linearPack(t)
	here, err := rt.NewImageEncoder(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const n = 40
	pictures := noise(n * 192)
	want, err := here.Encode(t.Context(), pictures, n)
	if err != nil {
		t.Fatal(err)
	}
	m, err := OpenModel(rt, p, ModelOptions{Image: o})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for round, device := range []string{"WebGPU", "WebGPU", "CPU"} {
		got, err := m.EncodeImages(t.Context(), pictures, n)
		if err != nil || m.Device() != device {
			t.Fatalf("on %s, want %s: %v, %v", m.Device(), device, m.Skipped(), err)
		}
		least := 1.0
		for i := range got {
			least = min(least, float64(got[i][0]*want[i][0]+got[i][1]*want[i][1]))
		}
		if t.Logf("on %s: lowest cosine %.7f", m.Device(), least); least < 0.9999 {
			t.Errorf("lowest cosine %.7f", least)
		}
		if e, err := m.Image(t.Context()); err != nil {
			t.Fatal(err)
		} else if g, remote := e.graph.(*remoteGraph); remote {
			p, err := os.FindProcess(g.process(t))
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Kill(); err != nil {
				t.Fatal(err)
			}
		} else if round < 2 {
			t.Error("the card computes in this process")
		}
	}
	if !strings.Contains(m.Notice(), "The graphics card failed; photos are encoded on the CPU") {
		t.Error(m.Notice())
	}
}

// process is the child of this process that a graph is in. There is one.
func (g *remoteGraph) process(t *testing.T) int {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.current.id
}

// TestDriverComplains: what a driver says on standard error is told to the log.
func TestDriverComplains(t *testing.T) {
	own, err := childprocess.OwnProgram()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer // the child has ended when it is read
	c := Child{Path: own, Args: []string{"encoder-process"}, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	var env []string
	if err := c.Ask(t.Context(), "complain", nil, &env); err != nil {
		t.Fatal(err)
	}
	if text := log.String(); !strings.Contains(text, "level=DEBUG") || !strings.Contains(text, "a driver complains") {
		t.Errorf("the log has %q", text)
	}
}
