package ort

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	onnx "github.com/yalue/onnxruntime_go"

	"descry/assets"
	"descry/ml"
)

// TestProvidersTakeNodes looks into the runtime's own record of a run: a provider that
// takes no part of a model leaves all of it to the CPU and says nothing.
func TestProvidersTakeNodes(t *testing.T) {
	path, err := FindLibrary()
	if err != nil {
		t.Fatal(err)
	}
	rt, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	found := 0
	for on, name := range map[Provider]string{CUDA: "CUDA", TensorRT: "Tensorrt", DirectML: "Dml", CoreML: "CoreML", OpenVINO: "OpenVINO"} {
		if rt.Check(on) != nil {
			continue
		}
		var record []byte
		var err error
		inOwnThread(func() { record, err = profile(t, on) })
		if err != nil {
			t.Logf("%s is there but can't be used: %v", on, err)
			continue
		}
		found++
		nodes := bytes.Count(record, []byte(`"`+name+`ExecutionProvider"`))
		if t.Logf("%s ran %d nodes", on, nodes); nodes == 0 {
			t.Errorf("%s left all nodes to the CPU", on)
		}
	}
	if found == 0 {
		t.Skip("the ONNX Runtime library at hand has no provider but the CPU")
	}
}

// profile runs the starter's image tower once and returns what the runtime recorded.
func profile(t *testing.T, on Provider) ([]byte, error) {
	p, err := ml.OpenPack(assets.StarterPack())
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.ReadFile(p.Vision.File)
	if err != nil {
		t.Fatal(err)
	}
	options, err := Options{Providers: []Provider{on}}.sessionOptions(on, 2)
	if err != nil {
		return nil, err
	}
	defer options.Destroy()
	dir := t.TempDir()
	if err := options.EnableProfiling(filepath.Join(dir, "run")); err != nil {
		t.Fatal(err)
	}
	g, err := asGraph(onnx.NewDynamicAdvancedSessionWithONNXData(data, []string{p.Vision.Input}, []string{p.Vision.Embedding}, options))
	if err != nil {
		return nil, err
	}
	side := int64(p.Vision.Size)
	in := tensor{floats: make([]float32, 3*side*side), shape: []int64{1, 3, side, side}}
	out := tensor{floats: make([]float32, p.JointDim), shape: []int64{1, int64(p.JointDim)}}
	if err := g.run(t.Context(), []tensor{in}, []tensor{out}); err != nil {
		t.Fatal(err)
	}
	if err := g.Destroy(); err != nil { // writes the record
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "run*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	record, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return record, nil
}
