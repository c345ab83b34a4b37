package service

import (
	"context"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/service/models"
	"descry/ml/adapter"
)

// TestStatusAsksNobody: what models ran on is known to a later process without the runtime
// and without the drivers, in the words of the one that computed.
func TestStatusAsksNobody(t *testing.T) {
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	status := func(settings string) (line string, runs models.RunsOn) {
		t.Helper()
		apptest.MustWrite(t, paths.Settings, settings)
		e := opened(t, paths)
		defer e.Close()
		e.Models.Adapters.Ask = func(context.Context, string, any) error {
			t.Error("the drivers are asked")
			return nil
		}
		s, err := e.Status(t.Context())
		if err != nil || s.RunsOn == nil {
			t.Fatalf("%+v, %v", s, err)
		}
		line, is := strings.CutPrefix(worded(s.RunsOn.Lines()[0]), "Runs on: ")
		if !is || worded(s.RunsOn.Says()) != line {
			t.Errorf("%q of %v", line, s.RunsOn)
		}
		if e.Models.Runtime.Opened != nil {
			t.Error("the runtime was opened")
		}
		return line, *s.RunsOn
	}
	const unknown = "not known yet (decided at the next indexing)"
	for settings, want := range map[string]string{"": unknown, "device = \"auto\"": unknown, "device = \"cpu\"": "CPU (chosen)",
		"device = \"webgpu\"": "WebGPU (chosen)", "device = \"AMD Radeon 780M\"": "AMD Radeon 780M (chosen)"} {
		if line, _ := status(settings); line != want {
			t.Errorf("nothing is remembered, %q: %q, want %q", settings, line, want)
		}
	}
	compute := func(settings string, list models.AdapterList) (said models.RunsOn) {
		t.Helper()
		apptest.MustWrite(t, paths.Settings, settings)
		e := opened(t, paths)
		defer e.Close()
		e.Models.Adapters.Ask = func(_ context.Context, _ string, answer any) error {
			*answer.(*models.AdapterList) = list
			return nil
		}
		m := e.Searcher().Encoder
		said = saysOf(t, m)
		if err := e.Models.RememberDevices(t.Context()); err != nil {
			t.Fatal(err)
		}
		if text, err := e.Store.Value(t.Context(), models.RanOnValue(m.Pack.ID)); err != nil || strings.Contains(text, string(said.Images.Why.Kind)) {
			t.Errorf("remembered before anything was computed: %s, %v", text, err)
		}
		encodeBlank(t, m)
		if err := e.Models.RememberDevices(t.Context()); err != nil {
			t.Fatal(err)
		}
		return saysOf(t, m)
	}
	for _, c := range []struct {
		settings string
		list     models.AdapterList
		want     string
	}{
		{"", models.AdapterList{Adapters: []adapter.Adapter{apptest.Llvmpipe}}, "CPU (there is no graphics card with a fitting driver)"},
		{"device = \"auto\"", models.AdapterList{Problem: "the Vulkan loader was not found"}, "CPU (the Vulkan loader was not found)"},
		{"device = \"Some Other Card\"", models.AdapterList{}, "CPU (Some Other Card can't be used, the CPU is used instead: this machine has no such graphics adapter now)"},
	} {
		said := compute(c.settings, c.list)
		line, runs := status(c.settings)
		if line != c.want || worded(said.Says()) != c.want || len(runs.PassedOver) != len(said.PassedOver) {
			t.Errorf("%q: %q, the process that computed said %q, want %q", c.settings, line, said.Says(), c.want)
		}
	}
	// With another setting it says nothing.
	if line, _ := status("device = \"cpu\""); line != "CPU (chosen)" {
		t.Errorf("another setting: %q", line)
	}
	e := opened(t, paths)
	defer e.Close()
	setValue(t, e, models.RanOnValue(e.Pack().ID), `{"setting":"","runs_on":{"images":{"device":"CPU","why":"chosen before"},"text":{"device":"CPU"},"passed_over":["a: b"]}}`)
	if line, runs := status(""); line != "photos on CPU (chosen before), text on CPU" || len(runs.PassedOver) != 1 || worded(runs.PassedOver[0]) != "a: b" {
		t.Errorf("remembered in words, as before there were kinds: %q, %v", line, runs)
	}
	setValue(t, e, models.RanOnValue(e.Pack().ID), "{damaged")
	if line, _ := status(""); line != unknown {
		t.Errorf("what is remembered is damaged: %q", line)
	}
}

// saysOf is what a model says that it runs on.
func saysOf(t *testing.T, m *models.Encoder) models.RunsOn {
	t.Helper()
	r, err := m.RunsOn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// encodeBlank has a model look at a blank picture.
func encodeBlank(t *testing.T, m *models.Encoder) {
	t.Helper()
	enc, err := m.Vision()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := enc.Encode(t.Context(), [][]float32{make([]float32, enc.Pre.TensorLen())}); err != nil {
		t.Fatal(err)
	}
}
