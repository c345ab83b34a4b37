package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/ml/adapter"
	"descry/ml/ort"
)

func TestDeviceChoicesWithAdapters(t *testing.T) {
	all := []adapter.Adapter{apptest.Radeon, apptest.Llvmpipe}
	for _, c := range []struct {
		setting  string
		adapters []adapter.Adapter
		chosen   string
		has, not []string
	}{
		{"auto", all, Automatic, []string{"AMD Radeon 780M · Vulkan", "llvmpipe adapter · Vulkan · software", "CPU"}, []string{"WebGPU"}},
		{"amd radeon 780m", all, "AMD Radeon 780M · Vulkan", nil, []string{"WebGPU", "amd radeon 780m"}},
		{"llvmpipe adapter", all, "llvmpipe adapter · Vulkan · software", nil, nil},
		{"NVIDIA GeForce RTX 4070", all, "NVIDIA GeForce RTX 4070", []string{"AMD Radeon 780M · Vulkan"}, nil},
		{"NVIDIA GeForce RTX 4070", nil, "NVIDIA GeForce RTX 4070", []string{"WebGPU"}, nil},
		{"webgpu", all, "WebGPU", []string{"AMD Radeon 780M · Vulkan"}, nil},
		{"webgpu", nil, "WebGPU", nil, nil},
		{"cpu", all, "CPU", nil, []string{"WebGPU"}},
	} {
		chosen, choices := DeviceChoices(c.setting, c.adapters)
		if chosen != c.chosen || !slices.Contains(choices, chosen) || choices[0] != Automatic {
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
	both := AdapterList{Adapters: []adapter.Adapter{apptest.Llvmpipe, apptest.Radeon}}
	software := AdapterList{Adapters: []adapter.Adapter{apptest.Llvmpipe}}
	for _, c := range []struct {
		setting   string
		list      AdapterList
		err       error
		providers []ort.Provider
		adapter   string
		problem   string
	}{
		{"cpu", both, nil, []ort.Provider{ort.CPU}, "", ""},
		{"cpu", both, crash, []ort.Provider{ort.CPU}, "", ""},
		{"webgpu", both, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "AMD Radeon 780M", ""},
		{"webgpu", software, nil, []ort.Provider{ort.CPU}, "", "WebGPU can't be used, the CPU is used instead: this machine has no graphics card"},
		{"webgpu", AdapterList{Problem: "no loader"}, nil, []ort.Provider{ort.CPU}, "", "WebGPU can't be used, the CPU is used instead: no loader"},
		{"webgpu", AdapterList{Problem: "not here", Unknown: true}, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "", ""},
		{"webgpu", both, crash, []ort.Provider{ort.WebGPU, ort.CPU}, "", ""},
		{"webgpu", AdapterList{Adapters: []adapter.Adapter{apptest.Old}}, nil, []ort.Provider{ort.CPU}, "", "WebGPU can't be used, the CPU is used instead: this machine has no graphics card"},
		{"AMD Radeon 780M", both, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "AMD Radeon 780M", ""},
		{"amd radeon 780m", both, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "AMD Radeon 780M", ""},
		{"llvmpipe adapter", both, nil, []ort.Provider{ort.WebGPU, ort.CPU}, "llvmpipe adapter", ""},
		{"AMD Radeon 780M", software, nil, []ort.Provider{ort.CPU}, "", "AMD Radeon 780M can't be used, the CPU is used instead: this machine has no such"},
		{"AMD Radeon 780M", AdapterList{Problem: "no loader"}, nil, []ort.Provider{ort.CPU}, "", "no loader"},
		{"AMD Radeon 780M", both, crash, []ort.Provider{ort.CPU}, "", "crashed"},
		{"Old Card", AdapterList{Adapters: []adapter.Adapter{apptest.Old}}, nil, []ort.Provider{ort.CPU}, "", "lacks imageCubeArray"},
	} {
		use, err := UseOf(c.setting, false, func() (AdapterList, error) { return c.list, c.err })
		if err != nil || !slices.Equal(use.Providers, c.providers) || use.Adapter != c.adapter ||
			use.problem.IsZero() != (c.problem == "") || !strings.Contains(worded(use.problem), c.problem) {
			t.Errorf("%q, %v, %v: %+v, %v", c.setting, c.list, c.err, use, err)
		}
		if use.Adapter == "AMD Radeon 780M" && (!slices.Contains(use.environment, "VK_DRIVER_FILES=/radeon.json") || use.Options["powerPreference"] != "low-power") {
			t.Errorf("%q: %q, %v", c.setting, use.environment, use.Options)
		}
	}
	if _, err := UseOf("abacus", false, nil); err == nil {
		t.Error("an unknown device: no error")
	}
	if err := config.CheckDevice("abacus"); err == nil || !strings.Contains(message.Explain(err), "or the name of a graphics adapter") {
		t.Errorf("an unknown device: %v", err)
	}
}

func TestAdapterCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		var answer error
		hangs := false
		c := NewAdapterCache(func(ctx context.Context, question string, to any) error {
			asked++
			if hangs {
				<-ctx.Done()
				return ctx.Err()
			}
			to.(*AdapterList).Adapters = []adapter.Adapter{apptest.Radeon}
			return answer
		})
		look := func(wantAsked int, wantErr string) {
			t.Helper()
			list, err := c.Get(t.Context())
			if asked != wantAsked || (err == nil) != (wantErr == "") || err != nil && !strings.Contains(message.Explain(err), wantErr) || (len(list.Adapters) == 1) != (err == nil) {
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
