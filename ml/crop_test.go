package ml_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"descry/ml"
	"descry/ml/golden"
)

// TestCropEqualsReference compares with the pixels that the reference code of two published
// model families computes. The two families crop with different roundings.
func TestCropEqualsReference(t *testing.T) {
	for family, rounding := range map[string]string{
		"vision-openai": ml.RoundFloor, "vision-eva02-l": ml.RoundHalfEven, "vision-siglip2": ml.RoundHalfEven,
	} {
		dir := golden.Shared(t, "fixtures", family)
		want := golden.NPY(t, filepath.Join(dir, "golden", "pixels.npy"))
		p, err := ml.NewPreprocessor(cropped(t, dir, rounding, want.Shape[2]))
		if err != nil {
			t.Fatal(err)
		}
		var pictures []struct {
			Decoded string `json:"decoded"`
		}
		golden.JSON(t, "testdata/images/images.json", &pictures)
		for i, picture := range pictures {
			got := tensor(t, p, golden.Picture(t, filepath.Join("testdata/images", picture.Decoded)))
			if worst, _ := difference(got, want.Row(i)); worst > 1e-5 {
				t.Errorf("%s, %s: differs by %g", family, picture.Decoded, worst)
			}
		}
	}
}

func cropped(t *testing.T, dir, rounding string, size int) ml.Vision {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Mean, Std [3]float64
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return ml.Vision{Input: "x", Embedding: "y", Size: size, Resize: ml.ResizeShortestEdge, CropRounding: rounding,
		Interpolation: "bicubic", Antialias: true, Mean: m.Mean, Std: m.Std}
}
