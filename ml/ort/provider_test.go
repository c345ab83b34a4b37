package ort_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"descry/internal/vectormath"
	"descry/ml/golden"
	"descry/ml/ort"
)

func TestParseDevice(t *testing.T) {
	all, auto := ort.Providers(), ort.Automatic(false)
	if len(all) < 2 || all[len(all)-1] != ort.CPU || auto[len(auto)-1] != ort.CPU {
		t.Fatalf("providers of this system: %v, %v", all, auto)
	}
	first := all[0]
	for setting, want := range map[string][]ort.Provider{
		"": auto, "auto": auto, " Auto ": auto, "cpu": {ort.CPU}, "CPU": {ort.CPU}, "WebGPU": {ort.WebGPU, ort.CPU},
		string(first): {first, ort.CPU}, strings.ToUpper(string(first)): {first, ort.CPU},
	} {
		if got, err := ort.ParseDevice(setting); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v, want %v", setting, got, err, want)
		}
	}
	elsewhere := map[string]string{"linux": "directml", "windows": "coreml", "darwin": "cuda"}[runtime.GOOS]
	for _, setting := range []string{"gpu", "cuda,cpu", elsewhere} {
		_, err := ort.ParseDevice(setting)
		if err == nil || !strings.Contains(err.Error(), "auto, "+string(first)) {
			t.Errorf("%q: %v, want the choices", setting, err)
		}
	}
}

// TestAutomaticProviders: WebGPU is behind what somebody put beside the library, and only
// where WebGPU was measured. A provider that has to be named is in neither list.
func TestAutomaticProviders(t *testing.T) {
	without, with := ort.Automatic(false), ort.Automatic(true)
	if slices.Contains(without, ort.WebGPU) || len(with) != len(without)+1 || with[len(with)-2] != ort.WebGPU || with[len(with)-1] != ort.CPU {
		t.Errorf("without a measurement %v, with one %v", without, with)
	}
	for _, p := range with {
		if p == ort.DirectML || p == ort.CoreML || p == ort.OpenVINO {
			t.Errorf("%s is tried unasked", p)
		}
	}
}

func TestProviderNames(t *testing.T) {
	for p, want := range map[ort.Provider]string{ort.CUDA: "CUDA", ort.TensorRT: "TensorRT", ort.DirectML: "DirectML",
		ort.CoreML: "CoreML", ort.OpenVINO: "OpenVINO", ort.WebGPU: "WebGPU", ort.CPU: "CPU", "other": "other"} {
		if p.String() != want {
			t.Errorf("%s, want %s", p, want)
		}
	}
}

// TestAutomatic runs on whatever the library at hand has, which on most machines is
// the CPU.
func TestAutomatic(t *testing.T) {
	rt := open(t)
	o := ort.Options{Providers: ort.Automatic(false)}
	m, err := ort.OpenModel(rt, starter(t), ort.ModelOptions{Image: o, Text: o})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if _, err := m.EncodeImages(t.Context(), noise(3), 3); err != nil {
		t.Fatal(err)
	}
	t.Logf("on %s; %v; notice %q", m.Device(), m.Skipped(), m.Notice())
	for _, s := range m.Skipped() {
		if s.Reason == nil || !strings.HasPrefix(s.String(), s.Provider.String()+": ") {
			t.Errorf("%v: %v", s, s.Reason)
		}
	}
	if rt.Check(ort.CUDA) != nil && runtime.GOOS == "linux" &&
		(m.Device() != "CPU" || m.Notice() != "" || len(m.Skipped()) != len(ort.Automatic(false))-1) {
		t.Errorf("a library for the CPU: %s, %v, %q", m.Device(), m.Skipped(), m.Notice())
	}
}

// TestEveryProvider compares each provider that the library has with the reference. A library
// for the CPU has no other provider.
func TestEveryProvider(t *testing.T) {
	rt, found := open(t), 0
	for _, p := range ort.Providers() {
		if p == ort.CPU || rt.Check(p) != nil {
			continue
		}
		m, err := ort.OpenModel(rt, starter(t), ort.ModelOptions{
			Image: ort.Options{Providers: []ort.Provider{p}}, Text: ort.Options{Providers: []ort.Provider{p}}})
		if err != nil {
			t.Fatal(err)
		}
		if tower, err := m.Image(t.Context()); err != nil || tower.Device() != p.String() {
			t.Logf("%s is there but can't be used: %v, %v", p, m.Notice(), err)
			continue
		}
		found++
		t.Run(string(p), func(t *testing.T) { goldenOn(t, m) })
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}
	if found == 0 {
		t.Skip("the ONNX Runtime library at hand has no provider but the CPU")
	}
}

func goldenOn(t *testing.T, m *ort.Model) {
	pictures := decoded(t)
	got, err := m.EncodeImages(t.Context(), tensors(t, pictures...), len(pictures))
	if err != nil {
		t.Fatal(err)
	}
	want := golden.NPY(t, goldens+"/image_embeddings.npy")
	least := 1.0
	for i, v := range got {
		least = min(least, vectormath.Cosine(v, want.Row(i)))
	}
	v, info, err := m.EncodeText(t.Context(), "a dog")
	if err != nil || info.Tokens != 4 || len(v) != 512 {
		t.Errorf("text: %+v, %v", info, err)
	}
	if t.Logf("%s, batches of %d: lowest cosine %.7f; notice %q", m.Device(), m.Batch(), least, m.Notice()); least < 0.9999 {
		t.Errorf("lowest cosine %.7f", least)
	}
	speed, err := m.Measure(t.Context()) // with several calls at a time
	if t.Logf("%+v", speed); err != nil {
		t.Error(err)
	}
}

func TestMeasure(t *testing.T) {
	m, err := ort.OpenModel(open(t), starter(t), ort.ModelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	s, err := m.Measure(t.Context())
	if t.Logf("%+v", s); err != nil || !(s.ImagesPerSecond > 0) || !(s.TextMillis > 0) || s.TextTokens < 50 || s.TextTokens > 70 {
		t.Errorf("%+v, %v", s, err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Measure(t.Context()); err == nil {
		t.Error("a closed model was measured")
	}
}
