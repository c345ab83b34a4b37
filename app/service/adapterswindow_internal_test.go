package service

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/service/models"
	"descry/internal/vectormath"
	"descry/ml/golden"
)

// TestAdaptersInWindow goes the whole way: a process lists, the page offers, the choice is
// remembered.
func TestAdaptersInWindow(t *testing.T) {
	apptest.WithSoftwareVulkan(t)
	home := t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	b := NewSession(e)
	const label, name = "SwiftShader Device · Vulkan · software", "SwiftShader Device"
	page, err := b.Models(t.Context())
	if err != nil || page.Device != models.Automatic || !slices.Contains(page.Devices, label) || !page.DeviceNotice.IsZero() {
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
	e.Models.Adapters.When = time.Time{}
	e.Models.Adapters.Ask = func(context.Context, string, any) error { return errors.New("signal: segmentation fault") }
	page, err = b.Models(t.Context())
	if err != nil || page.Device != name || !slices.Contains(page.Devices, "CPU") || !strings.Contains(worded(page.DeviceNotice), "graphics drivers") {
		t.Errorf("drivers that crash: %q of %q, notice %q, %v", page.Device, page.Devices, page.DeviceNotice, err)
	}
}

// TestPictureOnNamedAdapter computes a small tower in a process on the adapter that the
// settings name, and compares with what the reference computes.
func TestPictureOnNamedAdapter(t *testing.T) {
	if testing.Short() {
		t.Skip("the processor takes long for a graphics card's work")
	}
	apptest.WithSoftwareVulkan(t)
	const tower = "../../ml/llm2clip/testdata/vision-eva02-l224"
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	apptest.MustWrite(t, paths.Settings, "device = \"SwiftShader Device\"\n")
	e := opened(t, paths)
	defer e.Close()
	pack, err := e.Models.Packs.Open(importFixture(t, e, filepath.Base(tower), "text-llama32-1b-like"))
	if err != nil {
		t.Fatal(err)
	}
	m := e.Models.ModelOf(pack)
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
	if worded(m.Device()) != "SwiftShader Device" || !m.Notice().IsZero() {
		t.Errorf("on %q, %q", m.Device(), m.Notice())
	}
}
