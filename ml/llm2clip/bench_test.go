package llm2clip_test

import (
	"cmp"
	"math"
	"path/filepath"
	"sync"
	"testing"
	"time"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

var precisions = []llm2clip.Precision{llm2clip.Float32, llm2clip.Int8, llm2clip.DynamicInt8, llm2clip.Int4}

// twoLayers writes a pack of two layers in each tower, for comparisons that take
// seconds. The image tower has a third, as the last one is computed for the class
// token alone.
func twoLayers(b *testing.B, p llm2clip.Precision) *ml.Pack {
	b.Helper()
	return writeMade(b, filepath.Join(b.TempDir(), "pack"), eva02Large(3, 2048), llama1B(2, 1000), llm2clip.Options{Image: p, Text: p})
}

// BenchmarkImageLayers encodes one picture with few layers of EVA02 L/14 at 336
// pixels.
func BenchmarkImageLayers(b *testing.B) {
	rt := start(b)
	for _, p := range precisions {
		b.Run(cmp.Or(string(p), "float32"), func(b *testing.B) {
			e := imageEncoder(b, rt, twoLayers(b, p))
			for b.Loop() {
				look(b, e, 336)
			}
		})
	}
}

func imageEncoder(b testing.TB, rt *ort.Runtime, p *ml.Pack) *ort.ImageEncoder {
	b.Helper()
	e, err := rt.NewImageEncoder(p, ort.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	return e
}

// look encodes one picture of size pixels.
func look(b *testing.B, e *ort.ImageEncoder, size int) []float32 {
	pixels := make([]float32, 3*size*size)
	for i := range pixels {
		pixels[i] = float32(i%7) / 7
	}
	vectors, err := e.Encode(b.Context(), pixels, 1)
	if err != nil {
		b.Error(err)
		return nil
	}
	return vectors[0]
}

// BenchmarkImageTower encodes pictures with whole towers of 24 layers, in float32
// and in bytes in turn, and compares the fastest rounds: what else the machine does
// only ever adds time.
func BenchmarkImageTower(b *testing.B) {
	rt := start(b)
	for _, c := range []struct {
		name  string
		tower made
		size  int
	}{
		{"eva02-l-14-336", eva02Large(24, 2048), 336},
		{"openai-l-14-336", openAILarge(24, 336), 336},
		{"openai-l-14-224", openAILarge(24, 224), 224},
	} {
		b.Run(c.name, func(b *testing.B) {
			var encoders []*ort.ImageEncoder
			var vectors [2][]float32
			for i, p := range []llm2clip.Precision{llm2clip.Float32, llm2clip.DynamicInt8} {
				pack := writeMade(b, filepath.Join(b.TempDir(), "pack"), c.tower, llama1B(1, 1000), llm2clip.Options{Image: p})
				encoders = append(encoders, imageEncoder(b, rt, pack))
				vectors[i] = look(b, encoders[i], c.size)
			}
			took := [2]time.Duration{math.MaxInt64, math.MaxInt64}
			for b.Loop() {
				for i, e := range encoders {
					took[i] = min(took[i], lookTogether(b, e, c.size))
				}
			}
			photos := float64(encoders[0].Parallel())
			b.ReportMetric(photos/took[0].Seconds(), "float32-photos/s")
			b.ReportMetric(photos/took[1].Seconds(), "int8-photos/s")
			b.ReportMetric(took[0].Seconds()/took[1].Seconds(), "times-float32")
			b.ReportMetric(vectormath.Cosine(vectors[0], vectors[1]), "cosine")
		})
	}
}

// lookTogether encodes as many pictures at the same time as the encoder wants.
func lookTogether(b *testing.B, e *ort.ImageEncoder, size int) time.Duration {
	from := time.Now()
	var calls sync.WaitGroup
	for range e.Parallel() {
		calls.Go(func() { look(b, e, size) })
	}
	calls.Wait()
	return time.Since(from)
}

// sixty is a text of 60 tokens.
func sixty() tokens {
	in := tokens{runtime.NewShape(1, 60), make([]int64, 60), make([]int64, 60), make([]int64, 60)}
	for i := range in.ids {
		in.ids[i], in.mask[i], in.pooling[i] = int64(i), 1, 1
	}
	return in
}

// BenchmarkTextLayers encodes 60 tokens with two layers of Llama 3.2 1B and the
// adapter.
func BenchmarkTextLayers(b *testing.B) {
	start(b)
	for _, p := range precisions {
		b.Run(cmp.Or(string(p), "float32"), func(b *testing.B) {
			s, in := session(b, twoLayers(b, p)), sixty()
			for b.Loop() {
				read(b, s, in)
			}
		})
	}
}
