package llm2clip_test

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/ml"
	"descry/ml/llm2clip"
)

// pythonVariable names a Python interpreter that has PyTorch.
const pythonVariable = "DESCRY_PYTHON"

// BenchmarkPeerTorch compares two layers of each tower with PyTorch on the same
// shapes and two threads, one after the other in each iteration. PyTorch has
// neither patch embedding nor text adapter to compute, nor what is left of an image
// tower's last layer. The figures say how many
// times as fast as PyTorch in float32, at the best of all calls.
func BenchmarkPeerTorch(b *testing.B) {
	python := os.Getenv(pythonVariable)
	if python == "" {
		b.Skip(pythonVariable + " names no Python with PyTorch")
	}
	start(b)
	images, texts := make(map[string]func()), make(map[string]func())
	for name, p := range map[string]llm2clip.Precision{"float32": llm2clip.Float32,
		"int8-dynamic": llm2clip.DynamicInt8, "int4": llm2clip.Int4} {
		pack := twoLayers(b, p)
		s, in := session(b, pack), sixty()
		texts[name] = func() { read(b, s, in) }
		if p != llm2clip.Int4 {
			images[name] = pictures(b, pack)
		}
	}
	best := make(map[string]float64) // seconds
	keep := func(name string, seconds float64) {
		if before, ok := best[name]; !ok || seconds < before {
			best[name] = seconds
		}
	}
	for b.Loop() {
		for name, seconds := range torch(b, python) {
			keep("torch-"+name, seconds)
		}
		for name, call := range images {
			keep("image-"+name, quickest(call))
		}
		for name, call := range texts {
			keep("text-"+name, quickest(call))
		}
	}
	for name, seconds := range best {
		tower, _, _ := strings.Cut(strings.TrimPrefix(name, "torch-"), "-")
		b.ReportMetric(best["torch-"+tower]/seconds, name)
	}
	b.Logf("PyTorch in float32: image %.3f s, text %.3f s", best["torch-image"], best["torch-text"])
}

// calls are those of which the quickest counts, beside one to warm up.
const calls = 5

// torch runs the peer and returns its seconds a call.
func torch(b *testing.B, python string) map[string]float64 {
	b.Helper()
	command := exec.CommandContext(b.Context(), python, filepath.Join("testdata", "peer_torch.py"), "2", "2", "2", strconv.Itoa(calls))
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		b.Fatal(err)
	}
	var seconds map[string]float64
	if err := json.Unmarshal(out, &seconds); err != nil {
		b.Fatal(err)
	}
	return seconds
}

// quickest returns the least seconds of several calls.
func quickest(call func()) float64 {
	call()
	least := math.Inf(1)
	for range calls {
		from := time.Now()
		call()
		least = min(least, time.Since(from).Seconds())
	}
	return least
}

// pictures returns a call that encodes one picture with two threads.
func pictures(b *testing.B, p *ml.Pack) func() {
	b.Helper()
	path, _ := p.Path(p.Vision.File)
	s, err := runtime.NewDynamicAdvancedSession(path, []string{p.Vision.Input}, []string{p.Vision.Embedding}, queryOptions(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Destroy() })
	side := int64(p.Vision.Size)
	in, err := runtime.NewTensor(runtime.NewShape(1, 3, side, side), make([]float32, 3*side*side))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = in.Destroy() })
	return func() {
		out := []runtime.Value{nil}
		if err := s.Run([]runtime.Value{in}, out); err != nil {
			b.Fatal(err)
		}
		_ = out[0].Destroy()
	}
}
