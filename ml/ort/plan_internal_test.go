package ort

import "testing"

func TestImagePlan(t *testing.T) {
	p := smallPack(t)
	p.Vision.Size = 336 // 66 MB a picture
	for _, c := range []struct {
		on   Provider
		o    Options
		want plan
	}{
		{CPU, Options{}, plan{1, 8, 1}},
		{CPU, Options{IntraOpThreads: 2}, plan{2, 4, 1}},
		{CPU, Options{MemoryMB: 1, BufferMB: 1}, plan{1, 8, 1}},
		{CPU, Options{MemoryMB: 1, IntraOpThreads: 2}, plan{2, 4, 1}},
		{CUDA, Options{}, plan{4, 2, 16}},
		{CUDA, Options{MemoryMB: 8000}, plan{4, 2, 16}},
		{CUDA, Options{MemoryMB: 700}, plan{4, 2, 5}},
		{CUDA, Options{MemoryMB: 1}, plan{4, 1, 1}},
		{DirectML, Options{}, plan{4, 1, 16}},
		{WebGPU, Options{BufferMB: 2048}, plan{4, 2, 16}},
		{WebGPU, Options{BufferMB: 128}, plan{4, 2, 6}},
		{WebGPU, Options{BufferMB: 1}, plan{4, 2, 1}},
		{WebGPU, Options{BufferMB: 128, MemoryMB: 400}, plan{4, 2, 2}},
		{WebGPU, Options{BufferMB: 128, MemoryMB: 8000}, plan{4, 2, 6}},
		{WebGPU, Options{MemoryMB: 1500}, plan{4, 2, 10}},
		{WebGPU, Options{MemoryMB: 8000}, plan{4, 2, 16}},
		{WebGPU, Options{MemoryMB: 1}, plan{4, 2, 1}},
		{CUDA, Options{BufferMB: 128}, plan{4, 2, 16}},
	} {
		if got := imagePlan(p, c.o, c.on, 8); got != c.want {
			t.Errorf("%s, %+v: %+v, want %+v", c.on, c.o, got, c.want)
		}
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct{ budget, image, text, forImage, forText int64 }{
		{4000, 1000, 1000, 2500, 1500},
		{2000, 1000, 1000, 1000, 1000},
		{1000, 1000, 3000, 1000, 0}, {1500, 1000, 3000, 1500, 500}, {3500, 4000, 3000, 0, 3500},
	} {
		if i, x := share(c.budget, c.image, c.text); i != c.forImage || x != c.forText {
			t.Errorf("%d for %d and %d: %d, %d", c.budget, c.image, c.text, i, x)
		}
	}
}

func TestBudgetOfAModel(t *testing.T) {
	o := Options{Providers: []Provider{card()}, MemoryMB: 5}
	m, err := OpenModel(fakeRuntime(t, &fakeDevice{}), smallPack(t), ModelOptions{Image: o, Text: o, MemoryMB: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if sum := m.image.options.MemoryMB + m.text.options.MemoryMB; sum != 1000 {
		t.Errorf("%d MB for images, %d for texts", m.image.options.MemoryMB, m.text.options.MemoryMB)
	}
}

func TestCUDAOptions(t *testing.T) {
	o := Options{Device: 1, MemoryMB: 2048}.cudaOptions()
	if o["gpu_mem_limit"] != "2147483648" || o["device_id"] != "1" || o["arena_extend_strategy"] != "kSameAsRequested" {
		t.Error(o)
	}
	if limit, ok := (Options{}).cudaOptions()["gpu_mem_limit"]; ok {
		t.Errorf("a limit of %s that nobody asked for", limit)
	}
}

func TestCanKeepQuantized(t *testing.T) {
	for version, want := range map[string]bool{"1.24.1": false, "1.29.9": false, "1.30.0": true, "1.31.1": true, "2.0": true, "": false} {
		if canKeepQuantized(version) != want {
			t.Errorf("%q: %t", version, !want)
		}
	}
}

func TestProviderLibraries(t *testing.T) {
	for _, c := range []struct {
		on           Provider
		system, want string
	}{
		{CUDA, "linux", "libonnxruntime_providers_cuda.so"}, {TensorRT, "windows", "onnxruntime_providers_tensorrt.dll"},
		{OpenVINO, "linux", "libonnxruntime_providers_openvino.so"}, {CPU, "linux", ""}, {DirectML, "windows", ""}, {CoreML, "darwin", ""},
	} {
		names := providerLibraries(c.on, c.system)
		if (len(names) == 0) != (c.want == "") || len(names) > 0 && names[0] != c.want {
			t.Errorf("%s on %s: %v, want %s", c.on, c.system, names, c.want)
		}
	}
}

func TestWithCPU(t *testing.T) {
	for _, c := range []struct{ in, want int }{{0, 1}, {1, 2}} {
		if got := withCPU(make([]Provider, c.in)); len(got) != c.want || got[len(got)-1] != CPU {
			t.Errorf("%d providers: %v", c.in, got)
		}
	}
	if got := withCPU([]Provider{CUDA, CPU, OpenVINO}); len(got) != 2 || got[1] != CPU {
		t.Errorf("what stands behind the CPU is tried: %v", got)
	}
}
