package ort_test

import (
	"bufio"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"descry/internal/figures"
	"descry/library/media"
	"descry/ml"
	"descry/ml/eval"
	"descry/ml/golden"
	"descry/ml/ort"
)

// TestStarterFigures encodes 1,000 photos and 5,000 captions.
func TestStarterFigures(t *testing.T) {
	figures.Only(t)
	dir := golden.Shared(t, "photos", "flickr8k-test")
	m, err := ort.OpenModel(open(t), starter(t), ort.ModelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for name, file := range map[string]string{"flickr8k-test": "captions.tsv", "flickr8k-test-long": "long.tsv"} {
		photos, captions, imageOf := readCaptions(t, filepath.Join(dir, file))
		images := forEach(t, photos, func(name string) ([]float32, error) { return encodePhoto(t.Context(), m, filepath.Join(dir, name)) })
		texts := forEach(t, captions, func(text string) ([]float32, error) {
			v, _, err := m.EncodeText(t.Context(), text)
			return v, err
		})
		got, err := eval.Recall(images, texts, imageOf)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %+v", name, got)
		want := m.Pack().Measured[name]
		near(t, name+" text to image", got.TextToImage, want.TextToImage)
		near(t, name+" image to text", got.ImageToText, want.ImageToText)
	}
}

func near(t *testing.T, what string, got eval.Recalls, want ml.RecallFigures) {
	t.Helper()
	for _, d := range []float64{got.R1 - want.R1, got.R5 - want.R5, got.R10 - want.R10} {
		if math.Abs(d) > 0.5 {
			t.Errorf("%s: %.1f, want %.1f within half a point", what, got, want)
		}
	}
}

func readCaptions(t *testing.T, path string) (photos, captions []string, imageOf []int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	index := map[string]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Split(lines.Text(), "\t")
		if _, known := index[fields[0]]; !known {
			index[fields[0]] = len(photos)
			photos = append(photos, fields[0])
		}
		captions, imageOf = append(captions, fields[1]), append(imageOf, index[fields[0]])
	}
	return photos, captions, imageOf
}

// forEach encodes a list with two calls at a time.
func forEach(t *testing.T, list []string, encode func(string) ([]float32, error)) [][]float32 {
	t.Helper()
	out := make([][]float32, len(list))
	var workers sync.WaitGroup
	for w := range 2 {
		workers.Go(func() {
			for i := w; i < len(list); i += 2 {
				v, err := encode(list[i])
				if err != nil {
					t.Error(list[i], err)
					return
				}
				out[i] = v
			}
		})
	}
	workers.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return out
}

// encodePhoto decodes as the program does: another decoder spreads the colour of a JPEG
// otherwise, which costs half a point.
func encodePhoto(ctx context.Context, m *ort.Model, path string) ([]float32, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	img, err := media.Decode(ctx, data, media.Options{MinSide: 2 * m.Preprocessor().Size()})
	if err != nil {
		return nil, err
	}
	in := make([]float32, m.Preprocessor().TensorLen())
	if err := m.Preprocessor().Tensor(in, img.Pix); err != nil {
		return nil, err
	}
	vectors, err := m.EncodeImages(ctx, in, 1)
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}
