package search_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"descry/internal/vectormath"
	"descry/library/search"
	"descry/library/search/internal/madeup"
)

// BenchmarkPrepare measures what the first search of a single word would.
func BenchmarkPrepare(b *testing.B) {
	const photos, dim, texts = 200_000, 512, 261
	r := rand.New(rand.NewPCG(1, 2))
	list := make([][]float32, texts)
	for i := range list {
		list[i] = make([]float32, dim)
		for k := range list[i] {
			list[i][k] = float32(r.NormFloat64())
		}
		if err := vectormath.Normalize(list[i]); err != nil {
			b.Fatal(err)
		}
	}
	l := madeup.New(1, photos, dim)
	for b.Loop() {
		b.StopTimer()
		x, err := search.Open(b.Context(), l, "m", dim, filepath.Join(b.TempDir(), "vectors"), search.Space{Calibration: func(context.Context) (search.CalibrationTexts, error) {
			return search.CalibrationTexts{Descriptions: list[:100], Nouns: list[100:]}, nil
		}}, slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := x.Prepare(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
