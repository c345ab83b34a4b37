package ort_test

import (
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/assets"
	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/golden"
	"descry/ml/ort"
)

const (
	goldens = "../testdata/golden"
	photos  = "../testdata/images"
)

func starter(t testing.TB) *ml.Pack {
	t.Helper()
	p, err := ml.OpenPack(assets.StarterPack())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func open(t testing.TB) *ort.Runtime {
	t.Helper()
	path, err := ort.FindLibrary()
	if err != nil {
		t.Fatal(err) // make test has installed it
	}
	rt, err := ort.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	})
	return rt
}

func imageEncoder(t testing.TB, o ort.Options) *ort.ImageEncoder {
	t.Helper()
	e, err := open(t).NewImageEncoder(starter(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func names(t testing.TB) []string {
	t.Helper()
	var names []string
	golden.JSON(t, filepath.Join(goldens, "images.json"), &names)
	return names
}

func png(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) + ".png" }

// tensors preprocesses pictures into one batch.
func tensors(t testing.TB, pictures ...*image.NRGBA) []float32 {
	t.Helper()
	p, err := ml.NewPreprocessor(starter(t).Vision)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float32, len(pictures)*p.TensorLen())
	for i, img := range pictures {
		if err := p.Tensor(out[i*p.TensorLen():], img); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestImageGolden(t *testing.T) {
	e := imageEncoder(t, ort.Options{})
	want := golden.NPY(t, filepath.Join(goldens, "image_embeddings.npy"))
	for i, name := range names(t) {
		original := golden.Picture(t, filepath.Join(photos, name))
		if name == "exif6.jpg" {
			original = clockwise(original)
		}
		cases := []struct {
			from string
			img  *image.NRGBA
			min  float64
		}{
			{"resized", golden.Picture(t, filepath.Join(goldens, "resized", png(name))), 0.9999},
			{"decoded", golden.Picture(t, filepath.Join(photos, "decoded", png(name))), 0.9999},
			{"file", original, 0.999},
		}
		for _, c := range cases {
			got, err := e.Encode(t.Context(), tensors(t, c.img), 1)
			if err != nil {
				t.Fatal(err)
			}
			cosine := vectormath.Cosine(got[0], want.Row(i))
			t.Logf("%s, %s: %.6f", name, c.from, cosine)
			if !(cosine >= c.min) {
				t.Errorf("%s, %s: cosine %.6f, want %.4f", name, c.from, cosine, c.min)
			}
		}
	}
}

// clockwise undoes EXIF orientation 6.
func clockwise(img *image.NRGBA) *image.NRGBA {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	out := image.NewNRGBA(image.Rect(0, 0, h, w))
	for y := range h {
		for x := range w {
			out.SetNRGBA(h-1-y, x, img.NRGBAAt(x, y))
		}
	}
	return out
}

func TestPatchesGolden(t *testing.T) {
	e := imageEncoder(t, ort.Options{})
	want := golden.NPY(t, filepath.Join(goldens, "patch_embeddings.npy"))
	patch := slices.Index(want.Shape, 49) // [49, 512] or [1, 49, 512]
	if patch < 0 {
		t.Fatal(want.Shape)
	}
	first := golden.Picture(t, filepath.Join(goldens, "resized", png(names(t)[0])))
	image, patches, err := e.Patches(t.Context(), tensors(t, first))
	if err != nil || len(patches) != 49 || len(image) != 512 {
		t.Fatal(len(image), len(patches), err)
	}
	for i, got := range patches {
		if cosine := vectormath.Cosine(got, want.Data[i*512:(i+1)*512]); !(cosine >= 0.9999) {
			t.Errorf("patch %d: cosine %.6f", i, cosine)
		}
	}
}

func TestTextGolden(t *testing.T) {
	for name, o := range map[string]ort.Options{
		"default": {}, "for queries": {KeepQuantized: true, DisablePrepacking: true},
	} {
		t.Run(name, func(t *testing.T) { textGolden(t, o) })
	}
}

func textGolden(t *testing.T, o ort.Options) {
	e, err := open(t).NewTextEncoder(starter(t), o)
	if err != nil {
		t.Fatal(err)
	}
	want := golden.NPY(t, filepath.Join(goldens, "text_embeddings.npy"))
	var texts []golden.Text
	golden.JSON(t, filepath.Join(goldens, "texts.json"), &texts)
	worst := 1.0
	for i, text := range texts {
		got, info, err := e.Encode(t.Context(), text.Text)
		if err != nil || info.Tokens != len(text.IDs) {
			t.Fatalf("%.40q: %v, %v", text.Text, info, err)
		}
		cosine := vectormath.Cosine(got, want.Row(i))
		worst = min(worst, cosine)
		if !(cosine >= 0.9999) {
			t.Errorf("%.40q: cosine %.6f", text.Text, cosine)
		}
	}
	t.Logf("%d texts, lowest cosine %.7f", len(texts), worst)
}

// decoded are the pictures of the reference, upright.
func decoded(t testing.TB) (pictures []*image.NRGBA) {
	t.Helper()
	for _, name := range names(t) {
		pictures = append(pictures, golden.Picture(t, filepath.Join(photos, "decoded", png(name))))
	}
	return pictures
}

func TestBatchEqualsSingles(t *testing.T) {
	e := imageEncoder(t, ort.Options{})
	var pictures []*image.NRGBA
	for _, name := range names(t) {
		pictures = append(pictures, golden.Picture(t, filepath.Join(goldens, "resized", png(name))))
	}
	batch, err := e.Encode(t.Context(), tensors(t, pictures...), len(pictures))
	if err != nil {
		t.Fatal(err)
	}
	for i, img := range pictures {
		single, err := e.Encode(t.Context(), tensors(t, img), 1)
		if err != nil {
			t.Fatal(err)
		}
		if cosine := vectormath.Cosine(single[0], batch[i]); cosine < 0.999999 {
			t.Errorf("picture %d: cosine %.8f between batch and single", i, cosine)
		}
	}
}
