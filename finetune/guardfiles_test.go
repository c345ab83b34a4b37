package finetune_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"descry/finetune"
	"descry/internal/float16"
	"descry/internal/vectormath"
)

// float16File reads a NumPy file of float16 numbers.
func float16File(t *testing.T, name string, columns int) (rows [][]float32) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "shared", "starter", "guard", name))
	if err != nil {
		t.Skip("the guard of the built-in pack is not here")
	}
	start := bytes.IndexByte(file, '\n') + 1
	for data := file[start:]; len(data) >= 2*columns; data = data[2*columns:] {
		v := make([]float32, columns)
		if err := float16.Decode(v, data[:2*columns]); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, v)
	}
	return rows
}

// TestBuiltInGuardHolds teaches made-up names for real photos and wants general
// search untouched, to the last tenth of a point.
func TestBuiltInGuardHolds(t *testing.T) {
	photos, texts := float16File(t, "images.npy", 512), float16File(t, "texts.npy", 512)
	g := finetune.Guard{Photos: photos, Texts: texts}
	for i := range texts {
		g.PhotoOf = append(g.PhotoOf, i/5)
	}
	r := rand.New(rand.NewPCG(1, 2))
	d := finetune.Dataset{Photos: photos[:60]}
	for i := range 6 {
		word := make([]float32, 512)
		for j := range word {
			word[j] = float32(r.NormFloat64())
		}
		if err := vectormath.Normalize(word); err != nil {
			t.Fatal(err)
		}
		tag := finetune.Tag{Name: string(rune('a' + i)), Prompts: [][]float32{word}}
		for p := range 10 {
			tag.Photos = append(tag.Photos, 10*i+p)
		}
		d.Tags = append(d.Tags, tag)
	}
	got, err := finetune.Tune(context.Background(), finetune.Job{Pack: "p", Train: d, Guard: g, Options: finetune.Options{NoHoldOut: true}})
	if err != nil || got.Head == nil {
		t.Fatal(err, got.Report.Refused)
	}
	b, a := got.Report.Guard.Before, got.Report.Guard.After
	if b.TextToImage < 80 || math.Abs(b.TextToImage-a.TextToImage) > 0.1 || math.Abs(b.ImageToText-a.ImageToText) > 0.1 {
		t.Errorf("before %+v, after %+v", b, a)
	}
}
