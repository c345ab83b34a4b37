package onnx_test

import (
	"os"
	"path/filepath"
	"testing"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/ml/onnx"
	"descry/ml/ort"
)

// start opens ONNX Runtime for one test.
func start(t *testing.T) {
	t.Helper()
	library, err := ort.FindLibrary()
	if err != nil {
		t.Fatal(err) // make test has installed it
	}
	rt, err := ort.Open(library)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	})
}

// save writes a model with its weights and returns the path and the size of the
// weights' file.
func save(t *testing.T, g *onnx.Graph, inlineBelow int64) (string, int64) {
	t.Helper()
	dir := t.TempDir()
	model, err := os.Create(filepath.Join(dir, "m.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	defer model.Close()
	data, err := os.Create(filepath.Join(dir, "m.onnx.data"))
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	files := onnx.Files{Location: "m.onnx.data", InlineBelow: inlineBelow, Producer: "test"}
	if err := g.Write(model, data, files); err != nil {
		t.Fatal(err)
	}
	info, err := data.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return model.Name(), info.Size()
}

// run feeds x to the model's input "x" and returns its output "y".
func run(t *testing.T, path string, shape []int64, x []float32) []float32 {
	t.Helper()
	in, err := runtime.NewTensor(runtime.NewShape(shape...), x)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Destroy()
	s, err := runtime.NewDynamicAdvancedSession(path, []string{"x"}, []string{"y"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Destroy()
	out := []runtime.Value{nil}
	if err := s.Run([]runtime.Value{in}, out); err != nil {
		t.Fatal(err)
	}
	defer out[0].Destroy()
	return append([]float32(nil), out[0].(*runtime.Tensor[float32]).GetData()...)
}
