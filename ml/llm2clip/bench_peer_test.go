package llm2clip_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
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
// neither patch embedding nor text adapter to compute. Figures above 1 are times
// as fast as PyTorch in float32.
func BenchmarkPeerTorch(b *testing.B) {
	python := os.Getenv(pythonVariable)
	if python == "" {
		b.Skip(pythonVariable + " names no Python with PyTorch")
	}
	start(b)
	images, texts := make(map[string]func()), make(map[string]func())
	for name, p := range map[string]llm2clip.Precision{"float32": llm2clip.Float32,
		"int8-dynamic": llm2clip.DynamicInt8, "int4": llm2clip.Int4} {
		pack := twoLayers(b, eva02Large(2, 2048), p)
		s, in := session(b, pack), sixty()
		texts[name] = func() { read(b, s, in) }
		if p != llm2clip.Int4 {
			images[name] = pictures(b, pack)
		}
	}
	figures := make(map[string]float64)
	for b.Loop() {
		peer := torch(b, python)
		for name, call := range images {
			figures["image-"+name] += peer["image"] / median(call)
		}
		for name, call := range texts {
			figures["text-"+name] += peer["text"] / median(call)
		}
		figures["torch-text-bf16"] += peer["text"] / peer["text-bf16"]
	}
	for name, sum := range figures {
		b.ReportMetric(sum/float64(b.N), name)
	}
}

// calls are those of which the median counts, beside one to warm up.
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
	var figures struct {
		Torch    string  `json:"torch"`
		Image    float64 `json:"image"`
		Text     float64 `json:"text"`
		TextBF16 float64 `json:"text-bf16"`
	}
	if err := json.NewDecoder(bytes.NewReader(out)).Decode(&figures); err != nil {
		b.Fatal(err)
	}
	b.Logf("PyTorch %s: image %.3f s, text %.3f s, bf16 %.3f s", figures.Torch, figures.Image, figures.Text, figures.TextBF16)
	return map[string]float64{"image": figures.Image, "text": figures.Text, "text-bf16": figures.TextBF16}
}

// median returns the median seconds of a call.
func median(call func()) float64 {
	call()
	var took []float64
	for range calls {
		from := time.Now()
		call()
		took = append(took, time.Since(from).Seconds())
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// pictures returns a call that encodes one picture with two threads.
func pictures(b *testing.B, p *ml.Pack) func() {
	b.Helper()
	path, _ := p.Path(p.Vision.File)
	s, err := runtime.NewDynamicAdvancedSession(path, []string{p.Vision.Input}, []string{p.Vision.Embedding}, queryOptions(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Destroy() })
	side := int64(p.Vision.Size)
	in, err := runtime.NewTensor(runtime.NewShape(1, 3, side, side), make([]float32, 3*side*side))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { in.Destroy() })
	return func() {
		out := []runtime.Value{nil}
		if err := s.Run([]runtime.Value{in}, out); err != nil {
			b.Fatal(err)
		}
		out[0].Destroy()
	}
}
