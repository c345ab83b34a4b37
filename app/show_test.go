package app_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/scene"
	"descry/library/media/raw/rawtest"
)

type laidOpen struct {
	File, Hash, Format, Decoder, Profile, Problem, Thumbnail string
	Sidecars                                                 []string
	Warning                                                  string
	Width, Height, Bytes                                     int
	PreviewWidth                                             int `json:"preview_width"`
	PreviewHeight                                            int `json:"preview_height"`
	Metadata                                                 []struct {
		Field string
		Value any
		From  []string
	}
	Models []struct{ ID, Name string }
}

func show(t *testing.T, file string) (s laidOpen) {
	t.Helper()
	out, errs, code := descry(t, "show", file, "--json")
	if code != 0 {
		t.Fatal(errs)
	}
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestShowLaysAPhotoOpen(t *testing.T) {
	t.Setenv(config.HomeVariable, t.TempDir())
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	photo := filepath.Join(dir, "meadow.jpg")
	const sidecar = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>`
	if err := os.WriteFile(photo+".xmp", []byte(sidecar), 0o644); err != nil {
		t.Fatal(err)
	}
	before := show(t, photo)
	if before.Format != "jpeg" || before.Width == 0 || before.Hash != "" || len(before.Models) != 0 || before.Profile != "sRGB" {
		t.Errorf("before it is in the library: %+v", before)
	}
	if _, errs, code := descry(t, "index", dir); code != 0 {
		t.Fatal(errs)
	}
	s := show(t, photo)
	if s.Hash == "" || len(s.Models) != 1 || !slices.Equal(s.Sidecars, []string{photo + ".xmp"}) || s.Width != before.Width || s.Decoder != before.Decoder {
		t.Errorf("in the library: %+v", s)
	}
	if _, err := os.Stat(s.Thumbnail); err != nil {
		t.Error(err)
	}
	if len(s.Metadata) != 1 || s.Metadata[0].Field != "rating" || s.Metadata[0].Value != 4.0 || s.Metadata[0].From[0] != "sidecar" {
		t.Errorf("metadata %+v", s.Metadata)
	}
	out, errs, code := descry(t, "show", photo)
	if code != 0 || !strings.Contains(out, "Rating:        4  (sidecar)\n") || !strings.Contains(out, "Format:        JPEG, ") {
		t.Errorf("printed %s%s", out, errs)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.jpg"), []byte("\xff\xd8half a pho"), 0o644); err != nil {
		t.Fatal(err)
	}
	if s := show(t, filepath.Join(dir, "broken.jpg")); s.Problem == "" || s.Hash != "" {
		t.Errorf("a broken one: %+v", s)
	}
	if _, errs, code := descry(t, "show", filepath.Join(dir, "nowhere.jpg")); code == 0 || !strings.Contains(errs, "nowhere.jpg") {
		t.Errorf("a missing one: exit %d, %s", code, errs)
	}
}

// TestShowTellsOfAPreview lays open a raw file: its size is the photo's, and what there is
// to see of it a small preview.
func TestShowTellsOfAPreview(t *testing.T) {
	t.Setenv(config.HomeVariable, t.TempDir())
	var preview bytes.Buffer
	if err := jpeg.Encode(&preview, image.NewGray(image.Rect(0, 0, 160, 120)), nil); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "photo.nef")
	layout := rawtest.Named("NEF")
	data := layout.File(rawtest.Photo{Medium: preview.Bytes(), Width: 4000, Height: 3000, Orientation: 6})
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	s := show(t, file)
	if s.Format != "raw" || s.Width != 3000 || s.Height != 4000 || s.PreviewWidth != 120 || s.PreviewHeight != 160 ||
		!strings.Contains(s.Warning, "small preview") || s.Problem != "" {
		t.Errorf("%+v", s)
	}
	if out, _, _ := descry(t, "show", file); !strings.Contains(out, "Preview:       120 × 160\n") || !strings.Contains(out, layout.Model) {
		t.Errorf("printed %s", out)
	}
}
