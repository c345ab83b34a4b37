package ort

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"descry/ml"
)

const (
	cudaMemory = "Non-zero status code returned while running MatMul node. Name:'/blocks.3/mlp/fc1/MatMul' Status Message: " +
		"CUDA failure 2: out of memory ; GPU=0 ; hostname=pc ; file=cuda_allocator.cc ; line=47 ; expr=cudaMalloc((void**)&p, size);"
	arenaMemory = "Non-zero status code returned while running Softmax node. Name:'' Status Message: bfc_arena.cc:376 " +
		"void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool) Failed to allocate memory for requested buffer of size 1073741824"
	webGPUMemory = "Error running network: WebGPU validation failed. [Invalid Buffer (unlabeled)] is invalid due to a previous error.\n" +
		" - While validating entries[1] against { binding: 1, visibility: ShaderStage::Compute, buffer: {type: BufferBindingType::Storage, " +
		"minBindingSize: 0, hasDynamicOffset: 0} }.\n - While calling [Device].CreateBindGroup([BindGroupDescriptor \"\"MatMul\"\"])."
	cudaLost = "Non-zero status code returned while running Conv node. Name:'' Status Message: " +
		"CUDA failure 999: unknown error ; GPU=0 ; hostname=pc ; file=gpu_data_transfer.cc ; line=73 ; expr=cudaStreamSynchronize(stream);"
	dmlRemoved = "Non-zero status code returned while running DmlFusedNode_0_0 node. Status Message: " +
		"887A0005 The GPU device instance has been suspended. Use GetDeviceRemovedReason to determine the appropriate action."
)

func TestFailures(t *testing.T) {
	for _, message := range []string{
		cudaMemory, arenaMemory,
		"bfc_arena.cc:342 Available memory of 0 is smaller than requested bytes of 134217728",
		"CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0", "CUDNN failure 2: CUDNN_STATUS_ALLOC_FAILED",
		"Exception(3) tid(1f50) 8007000E Not enough memory resources are available to complete this operation.",
		"E_OUTOFMEMORY\n: out of memory", "std::bad_alloc", "bad allocation",
		"Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)",
		"vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY", "Buffer size (8589934592) exceeds the max buffer size limit (4294967296).",
		"Error running network: WebGPU validation failed. [Invalid Buffer (unlabeled)] is invalid due to a previous error. - While validating entries[1]",
		"[GPU] clEnqueueNDRangeKernel, error code: -5 CL_OUT_OF_RESOURCES",
		"WebGPU device error(2): Out of memory",
		webGPUMemory,
		"Binding size (201326592) of [Buffer (unlabeled)] is larger than the maximum storage buffer binding size (134217728).",
		"buffer_manager.cc:512 Failed to create GPU buffer: size=1073741824, usage=140.",
	} {
		if err := failure(CUDA, errors.New(message)); !errors.Is(err, ErrOutOfMemory) || errors.Is(err, errDevice) {
			t.Errorf("%s: %v", message, err)
		}
		if err := failure(CPU, errors.New(message)); !errors.Is(err, ErrOutOfMemory) {
			t.Errorf("%s on the CPU: %v", message, err)
		}
	}
	for _, message := range []string{cudaLost, dmlRemoved, "WebGPU device lost (1): the device was lost", "CUDA failure 12: of no kind", "CUDA error 700: an illegal memory access was encountered"} {
		if err := failure(CUDA, errors.New(message)); errors.Is(err, ErrOutOfMemory) || !errors.Is(err, errDevice) {
			t.Errorf("%s: %v", message, err)
		}
		if err := failure(CPU, errors.New(message)); errors.Is(err, ErrOutOfMemory) || errors.Is(err, errDevice) {
			t.Errorf("%s on the CPU: %v", message, err)
		}
	}
	long := "/onnxruntime_src/core/session/provider_bridge_ort.cc:1988 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get()\n" +
		" [ONNXRuntimeError] : 1 : FAIL : Failed to load library x.so"
	if err := oneLine(errors.New(long)); err.Error() != "Failed to load library x.so" {
		t.Error(err)
	}
	without := "Error creating C session: shader_helper.cc:416 GenerateSourceCode Program Transpose requires f16 but the device does not support it."
	if err := oneLine(errors.New(without)); err.Error() != "Error creating C session: Program Transpose requires f16 but the device does not support it" {
		t.Error(err)
	}
	adapter := "/onnxruntime_src/webgpu_context.cc:136 void onnxruntime::webgpu::<lambda()> status == Success was false. Failed to get a WebGPU adapter: No supported adapters."
	if err := oneLine(errors.New(adapter)); err.Error() != "Failed to get a WebGPU adapter: No supported adapters" {
		t.Error(err)
	}
}

func TestDeviceFails(t *testing.T) {
	for name, c := range map[string]struct {
		device *fakeDevice
		n      int
		batch  int // 0: that of the CPU
		notice string
	}{
		"all is well":             {&fakeDevice{}, 40, 16, ""},
		"five fit":                {&fakeDevice{runError: cudaMemory, limit: 5}, 16, 4, ""},
		"one fits":                {&fakeDevice{runError: arenaMemory, limit: 1}, 17, 1, ""},
		"fifteen of forty fit":    {&fakeDevice{runError: cudaMemory, limit: 15}, 40, 8, ""},
		"a few fit, none later":   {&fakeDevice{runError: cudaMemory, after: 2}, 40, 0, "ran out of memory; photos are encoded on the CPU until"},
		"none fits":               {&fakeDevice{runError: cudaMemory}, 16, 0, "ran out of memory; photos are encoded on the CPU until"},
		"a single one":            {&fakeDevice{runError: cudaMemory}, 1, 0, "ran out of memory; photos are encoded on the CPU until"},
		"lost at once":            {&fakeDevice{runError: cudaLost}, 16, 0, "failed; photos are encoded on the CPU until"},
		"removed in the midst":    {&fakeDevice{runError: dmlRemoved, after: 1}, 40, 0, "failed; photos are encoded on the CPU until"},
		"can't be started":        {&fakeDevice{loadError: "CUDA failure 35: driver too old"}, 20, 0, "can't be used, the CPU is used instead: CUDA failure 35"},
		"too small for the model": {&fakeDevice{loadError: cudaMemory}, 20, 0, "can't be used, the CPU is used instead: out of memory"},
	} {
		t.Run(name, func(t *testing.T) {
			m := fakeModel(t, c.device)
			if m.Device() != "" || m.Batch() != 16 || m.Parallel() != imagePlan(m.pack, m.image.options, card(), 4).parallel {
				t.Errorf("before: %q, batch %d, parallel %d", m.Device(), m.Batch(), m.Parallel())
			}
			for range 2 { // the second knows what the first found out
				vectors, err := m.EncodeImages(t.Context(), numbered(c.n), c.n)
				if err != nil {
					t.Fatal(err)
				}
				checkNumbered(t, vectors, c.n)
			}
			device, batch := card().String(), c.batch
			if batch == 0 {
				device, batch = "CPU", max(m.onCPU.parallel/m.Parallel(), 1)
			}
			if m.Device() != device || m.Batch() != batch {
				t.Errorf("on %s with batches of %d, want %s, %d", m.Device(), m.Batch(), device, batch)
			}
			if notice := m.Notice(); (c.notice == "") != (notice == "") || !strings.Contains(notice, c.notice) {
				t.Errorf("notice %q, want %q", notice, c.notice)
			}
			if skipped := len(m.Skipped()) > 0; skipped != (device == "CPU") {
				t.Errorf("skipped: %v", m.Skipped())
			}
			if c.device.loaded(card()) != 1 {
				t.Errorf("the card was loaded %d times", c.device.loaded(card()))
			}
		})
	}
}

// TestDeviceFailsUnderCalls loses the card while many calls are under way.
func TestDeviceFailsUnderCalls(t *testing.T) {
	for name, device := range map[string]*fakeDevice{
		"memory": {runError: cudaMemory, after: 20, limit: 3}, "none fits": {runError: cudaMemory, after: 20}, "lost": {runError: cudaLost, after: 20},
	} {
		t.Run(name, func(t *testing.T) {
			m := fakeModel(t, device)
			var callers sync.WaitGroup
			for range 8 {
				callers.Go(func() {
					for range 10 {
						vectors, err := m.EncodeImages(t.Context(), numbered(16), 16)
						if err != nil {
							t.Error(err)
							return
						}
						checkNumbered(t, vectors, 16)
					}
				})
			}
			for range 3 { // and somebody frees the tower meanwhile
				if err := m.ReleaseImage(t.Context()); err != nil {
					t.Error(err)
				}
			}
			callers.Wait()
			if n := device.loaded(CPU); n > 4 { // once, and after each release
				t.Errorf("loaded %d times on the CPU", n)
			}
			if onCPU := m.Device() == "CPU"; onCPU != (device.limit == 0) || onCPU != (m.Notice() != "") {
				t.Errorf("on %s, notice %q", m.Device(), m.Notice())
			}
		})
	}
}

// TestCPUIsNotBoundByTheCard has the CPU take over from a card that may give hardly any
// memory: as many photos are encoded at a time as without it.
func TestCPUIsNotBoundByTheCard(t *testing.T) {
	p := smallPackOf(t, []byte("v"), func(m *ml.Manifest) { m.Vision.Size = 64 }) // 2.4 MB a picture
	for _, device := range []*fakeDevice{{runError: cudaLost}, {loadError: "no card"}} {
		o := Options{Providers: []Provider{card()}, BufferMB: 1}
		m, err := OpenModel(fakeRuntime(t, device), p, ModelOptions{Image: o, Text: o, MemoryMB: 1})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		vectors, err := m.EncodeImages(t.Context(), noise(20*m.preprocessor.TensorLen()), 20)
		if err != nil || len(vectors) != 20 {
			t.Fatal(len(vectors), err)
		}
		e, err := m.Image(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if want := imagePlan(m.pack, Options{}, CPU, physicalCores()); m.planned.batch != 1 || m.Device() != "CPU" || e.plan != want || cap(m.slots) != want.parallel ||
			m.Batch() != max(want.parallel/m.Parallel(), 1) {
			t.Errorf("on %s as %+v, %d at a time, batches of %d, want %+v; the card's batch is %d", m.Device(), e.plan, cap(m.slots), m.Batch(), want, m.planned.batch)
		}
	}
}

func TestRetreatLasts(t *testing.T) {
	device := &fakeDevice{runError: cudaLost}
	m := fakeModel(t, device)
	for range 3 {
		if _, err := m.EncodeImages(t.Context(), numbered(2), 2); err != nil {
			t.Fatal(err)
		}
		if err := m.ReleaseImage(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if device.loaded(card()) != 1 || device.loaded(CPU) != 3 || device.cpuRuns.Load() != 6 {
		t.Errorf("the card loaded %d times, the CPU %d, %d runs", device.loaded(card()), device.loaded(CPU), device.cpuRuns.Load())
	}
	if device.mostAtOnce.Load() > int32(m.onCPU.parallel) {
		t.Errorf("%d runs at a time on %d cores", device.mostAtOnce.Load(), m.onCPU.parallel)
	}
}

func TestTextDeviceFails(t *testing.T) {
	for _, message := range []string{cudaMemory, cudaLost} {
		device := &fakeDevice{runError: message}
		m := fakeModel(t, device)
		for range 2 { // the second from memory
			v, info, err := m.EncodeText(t.Context(), "a dog")
			if err != nil || v[0] != 1 || info.Tokens != 4 {
				t.Fatal(v, info, err)
			}
		}
		if m.Device() != "CPU" || !strings.Contains(m.Notice(), "descriptions are read on the CPU") || device.cpuRuns.Load() != 1 {
			t.Errorf("on %s, %q, %d runs", m.Device(), m.Notice(), device.cpuRuns.Load())
		}
	}
}

func TestCancelledWhileTheDeviceFails(t *testing.T) {
	m := fakeModel(t, &fakeDevice{runError: cudaLost})
	e, err := m.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.image.retreat(ctx, e, errDevice); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	vectors, err := m.EncodeImages(t.Context(), numbered(3), 3)
	if err != nil || m.Device() != "CPU" {
		t.Fatal(m.Device(), err)
	}
	checkNumbered(t, vectors, 3)
}

// TestPictureFails: what is wrong with a picture is no reason to give the card up.
func TestPictureFails(t *testing.T) {
	for _, device := range []string{card().String(), "CPU"} {
		m := fakeModel(t, &fakeDevice{})
		if device == "CPU" {
			m = fakeModel(t, &fakeDevice{loadError: "no card"})
		}
		bad := numbered(6)
		zero := bad[0] - bad[0]
		bad[3*192] = zero / zero
		if vectors, err := m.EncodeImages(t.Context(), bad, 6); !errors.Is(err, ErrNotFinite) || vectors != nil {
			t.Errorf("on %s: %d vectors, %v", device, len(vectors), err)
		}
		if m.Device() != device {
			t.Errorf("on %s, want %s", m.Device(), device)
		}
		for n, tensors := range map[int][]float32{0: nil, 2: numbered(1), -1: nil} {
			if _, err := m.EncodeImages(t.Context(), tensors, n); err == nil || m.Device() != device {
				t.Errorf("%d pictures in %d floats: %v", n, len(tensors), err)
			}
		}
	}
}

// TestCardOverflows: the CPU encodes what a card makes no numbers of. A card that makes no
// numbers of anything is given up.
func TestCardOverflows(t *testing.T) {
	for _, c := range []struct {
		from   float64 // pictures have angles 0, 0.1, 0.2 …
		device string
	}{{3.05, card().String()}, {0.05, "CPU"}} {
		device := &fakeDevice{overflows: c.from}
		m := fakeModel(t, device)
		for range 2 {
			vectors, err := m.EncodeImages(t.Context(), numbered(40), 40)
			if err != nil {
				t.Fatal(err)
			}
			checkNumbered(t, vectors, 40)
		}
		if m.Device() != c.device || (m.Notice() == "") != (c.device != "CPU") || device.loaded(CPU) == 0 {
			t.Errorf("from %v: on %s, %q", c.from, m.Device(), m.Notice())
		}
		if err := m.ReleaseImage(t.Context()); err != nil {
			t.Error(err)
		}
	}
	trial, _ := compared(t, &fakeDevice{overflows: 1})
	if _, err := trial.EncodeImages(t.Context(), numbered(40), 40); !errors.Is(err, ErrNotFinite) {
		t.Errorf("on trial: %v", err)
	}
}

func TestRuntimeClosedUnderAModel(t *testing.T) {
	m := fakeModel(t, &fakeDevice{})
	e, err := m.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := e.session.close(); err != nil { // as Runtime.Close does
		t.Fatal(err)
	}
	if _, err := m.EncodeImages(t.Context(), numbered(1), 1); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}
