package service

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/internal/softvulkan"
	"descry/internal/vectormath"
	"descry/ml/adapter"
	"descry/ml/golden"
	"descry/ml/ort"
)

var (
	radeon = adapter.Adapter{Name: "AMD Radeon 780M", Backend: "Vulkan", Driver: "radv Mesa 24.0.5", Kind: adapter.Integrated,
		Vendor: 0x1002, Device: 0x15bf, MemoryBytes: 4 << 30, Float16: true, ICD: "/radeon.json"}
	llvmpipe = adapter.Adapter{Name: "llvmpipe adapter", Backend: "Vulkan", Driver: "llvmpipe Mesa 24.0.5", Kind: adapter.Software, ICD: "/lvp.json"}
	old      = adapter.Adapter{Name: "Old Card", Backend: "Vulkan", Kind: adapter.Discrete, Missing: []string{"imageCubeArray"}, ICD: "/old.json"}
)

func TestDeviceChoicesWithAdapters(t *testing.T) {
	all := []adapter.Adapter{radeon, llvmpipe}
	for _, c := range []struct {
		setting  string
		adapters []adapter.Adapter
		chosen   string
		has, not []string
	}{
		{"auto", all, automatic, []string{"AMD Radeon 780M · Vulkan", "llvmpipe adapter · Vulkan · software", "CPU"}, []string{"WebGPU"}},
		{"amd radeon 780m", all, "AMD Radeon 780M · Vulkan", nil, []string{"WebGPU", "amd radeon 780m"}},
		{"llvmpipe adapter", all, "llvmpipe adapter · Vulkan · software", nil, nil},
		{"NVIDIA GeForce RTX 4070", all, "NVIDIA GeForce RTX 4070", []string{"AMD Radeon 780M · Vulkan"}, nil},
		{"NVIDIA GeForce RTX 4070", nil, "NVIDIA GeForce RTX 4070", []string{"WebGPU"}, nil},
		{"webgpu", all, "WebGPU", []string{"AMD Radeon 780M · Vulkan"}, nil},
		{"webgpu", nil, "WebGPU", nil, nil},
		{"cpu", all, "CPU", nil, []string{"WebGPU"}},
	} {
		chosen, choices := deviceChoices(c.setting, c.adapters)
		if chosen != c.chosen || !slices.Contains(choices, chosen) || choices[0] != automatic {
			t.Errorf("%q: %q of %q, want %q", c.setting, chosen, choices, c.chosen)
		}
		for _, want := range c.has {
			if !slices.Contains(choices, want) {
				t.Errorf("%q: %q, want %q", c.setting, choices, want)
			}
		}
		for _, bad := range c.not {
			if slices.Contains(choices, bad) {
				t.Errorf("%q: %q, want no %q", c.setting, choices, bad)
			}
		}
		// What is chosen in the window is the setting that it stands for.
		want := c.setting
		if a, ok := adapter.Find(c.adapters, c.setting); ok {
			want = a.Name
		}
		if got := deviceSetting(chosen, c.adapters); got != want || config.CheckDevice(got) != nil {
			t.Errorf("%q chosen: setting %q, want %q, %v", chosen, got, want, config.CheckDevice(got))
		}
	}
}

func TestUseOf(t *testing.T) {
	crash := errors.New("the driver crashed")
	both := adapterList{Adapters: []adapter.Adapter{llvmpipe, radeon}}
	software := adapterList{Adapters: []adapter.Adapter{llvmpipe}}
	for _, c := range []struct {
		setting   string
		list      adapterList
		err       error
		providers []ort.Provider
		adapter   string
		problem   string
	}{
		{"cpu", both, nil, []ort.Provider{ort.CPU}, "", ""},
		{"cpu", both, crash, []ort.Provider{ort.CPU}, "", ""},
		{"webgpu", both, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "AMD Radeon 780M", ""},
		{"webgpu", software, nil, []ort.Provider{ort.CPU}, "", "WebGPU can't be used, the CPU is used instead: this machine has no graphics card"},
		{"webgpu", adapterList{Problem: "no loader"}, nil, []ort.Provider{ort.CPU}, "", "WebGPU can't be used, the CPU is used instead: no loader"},
		{"webgpu", adapterList{Problem: "not here", Unknown: true}, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "", ""},
		{"webgpu", both, crash, []ort.Provider{ort.WebGPU, ort.CPU}, "", ""},
		{"webgpu", adapterList{Adapters: []adapter.Adapter{old}}, nil, []ort.Provider{ort.CPU}, "", "WebGPU can't be used, the CPU is used instead: this machine has no graphics card"},
		{"AMD Radeon 780M", both, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "AMD Radeon 780M", ""},
		{"amd radeon 780m", both, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "AMD Radeon 780M", ""},
		{"llvmpipe adapter", both, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "llvmpipe adapter", ""},
		{"AMD Radeon 780M", software, nil, []ort.Provider{ort.CPU}, "", "AMD Radeon 780M can't be used, the CPU is used instead: this machine has no such"},
		{"AMD Radeon 780M", adapterList{Problem: "no loader"}, nil, []ort.Provider{ort.CPU}, "", "no loader"},
		{"AMD Radeon 780M", both, crash, []ort.Provider{ort.CPU}, "", "crashed"},
		{"Old Card", adapterList{Adapters: []adapter.Adapter{old}}, nil, []ort.Provider{ort.CPU}, "", "lacks imageCubeArray"},
	} {
		use, err := useOf(c.setting, false, func() (adapterList, error) { return c.list, c.err })
		if err != nil || !slices.Equal(use.providers, c.providers) || use.adapter != c.adapter ||
			(use.problem == "") != (c.problem == "") || !strings.Contains(use.problem, c.problem) {
			t.Errorf("%q, %v, %v: %+v, %v", c.setting, c.list, c.err, use, err)
		}
		if use.adapter == "AMD Radeon 780M" && (!slices.Contains(use.environment, "VK_DRIVER_FILES=/radeon.json") || use.options["powerPreference"] != "low-power") {
			t.Errorf("%q: %q, %v", c.setting, use.environment, use.options)
		}
	}
	if _, err := useOf("abacus", false, nil); err == nil {
		t.Error("an unknown device: no error")
	}
	if err := config.CheckDevice("abacus"); err == nil || !strings.Contains(err.Error(), "or the name of a graphics adapter") {
		t.Errorf("an unknown device: %v", err)
	}
}

func TestAdapterCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		var answer error
		hangs := false
		c := newAdapterCache(func(ctx context.Context, question string, to any) error {
			asked++
			if hangs {
				<-ctx.Done()
				return ctx.Err()
			}
			to.(*adapterList).Adapters = []adapter.Adapter{radeon}
			return answer
		})
		look := func(wantAsked int, wantErr string) {
			t.Helper()
			list, err := c.Get(t.Context())
			if asked != wantAsked || (err == nil) != (wantErr == "") || err != nil && !strings.Contains(err.Error(), wantErr) || (len(list.Adapters) == 1) != (err == nil) {
				t.Errorf("asked %d times: %v, %v, want %d, %q", asked, list, err, wantAsked, wantErr)
			}
		}
		look(1, "")
		look(1, "")
		time.Sleep(adaptersHold)
		answer = errors.New("killed")
		look(2, "killed")
		look(2, "killed")
		time.Sleep(adaptersHold)
		hangs = true
		look(3, "don't answer")
		look(3, "don't answer")
		time.Sleep(adaptersHold)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := c.Get(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("ended: %v", err)
		}
		// Who waits for another's question can leave, too.
		go func() { _, _ = c.Get(t.Context()) }()
		synctest.Wait()
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Get(impatient); !errors.Is(err, context.DeadlineExceeded) || asked != 5 {
			t.Errorf("asked %d times, left: %v", asked, err)
		}
		time.Sleep(adapterPatience + adaptersHold)
		answer, hangs = nil, false
		look(6, "") // what was ended says nothing of the drivers
	})
}

// withSoftwareVulkan lets this process's children find an adapter.
func withSoftwareVulkan(t *testing.T) {
	t.Helper()
	for _, entry := range softvulkan.Environment(t) {
		name, value, _ := strings.Cut(entry, "=")
		t.Setenv(name, value)
	}
}

// TestAdaptersInWindow goes the whole way: a process lists, the page offers, the choice is
// remembered.
func TestAdaptersInWindow(t *testing.T) {
	withSoftwareVulkan(t)
	home := t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	b := NewSession(e)
	const label, name = "SwiftShader Device · Vulkan · software", "SwiftShader Device"
	page, err := b.Models(t.Context())
	if err != nil || page.Device != automatic || !slices.Contains(page.Devices, label) || page.DeviceNotice != "" {
		t.Fatalf("%q of %q, notice %q, %v", page.Device, page.Devices, page.DeviceNotice, err)
	}
	if err := b.SetDevice(t.Context(), label); err != nil {
		t.Fatal(err)
	}
	if saved, err := config.LoadSettings(e.Paths.Settings); err != nil || saved.Device != name {
		t.Errorf("saved %+v, %v", saved, err)
	}
	if page, err = b.Models(t.Context()); err != nil || page.Device != label {
		t.Errorf("chosen: %q, %v", page.Device, err)
	}
	e.Models.Adapters.when = time.Time{}
	e.Models.Adapters.ask = func(context.Context, string, any) error { return errors.New("signal: segmentation fault") }
	page, err = b.Models(t.Context())
	if err != nil || page.Device != name || !slices.Contains(page.Devices, "CPU") || !strings.Contains(page.DeviceNotice, "graphics drivers") {
		t.Errorf("drivers that crash: %q of %q, notice %q, %v", page.Device, page.Devices, page.DeviceNotice, err)
	}
}

// TestPictureOnNamedAdapter computes a small tower in a process on the adapter that the
// settings name, and compares with what the reference computes.
func TestPictureOnNamedAdapter(t *testing.T) {
	if testing.Short() {
		t.Skip("the processor takes long for a graphics card's work")
	}
	withSoftwareVulkan(t)
	const tower = "../../ml/llm2clip/testdata/vision-eva02-l224"
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	apptest.MustWrite(t, paths.Settings, "device = \"SwiftShader Device\"\n")
	e := opened(t, paths)
	defer e.Close()
	pack, err := e.Models.Shelf.open(importFixture(t, e, filepath.Base(tower), "text-llama32-1b-like"))
	if err != nil {
		t.Fatal(err)
	}
	m := e.Models.modelOf(pack)
	enc, err := m.Vision()
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Images []string }
	golden.JSON(t, filepath.Join(tower, "manifest.json"), &manifest)
	want := golden.NPY(t, filepath.Join(tower, "golden", "image_norm.npy"))
	name := manifest.Images[0]
	picture := golden.Picture(t, filepath.Join("../../ml/testdata/images/decoded", strings.TrimSuffix(name, filepath.Ext(name))+".png"))
	input, err := enc.Prepare(picture)
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := enc.Encode(t.Context(), [][]float32{input})
	if err != nil {
		t.Fatal(err)
	}
	if cosine := vectormath.Cosine(vectors[0], want.Row(0)); !(cosine >= 0.999) {
		t.Errorf("cosine %.6f", cosine)
	}
	if m.device() != "SwiftShader Device" || m.notice() != "" {
		t.Errorf("on %q, %q", m.device(), m.notice())
	}
}
