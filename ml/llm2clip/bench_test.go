package llm2clip_test

import (
	"cmp"
	"path/filepath"
	"sync"
	"testing"
	"time"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/ml"
	"descry/ml/golden"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

var precisions = []llm2clip.Precision{llm2clip.Float32, llm2clip.Int8, llm2clip.DynamicInt8, llm2clip.Int4}

// twoLayers writes a pack of two layers in each tower, for comparisons that take
// seconds.
func twoLayers(b *testing.B, vision made, p llm2clip.Precision) *ml.Pack {
	b.Helper()
	return writeMade(b, filepath.Join(b.TempDir(), "pack"), vision, llama1B(2, 1000), llm2clip.Options{Image: p, Text: p})
}

// BenchmarkImageLayers encodes one picture with two layers of EVA02 L/14 at 336
// pixels.
func BenchmarkImageLayers(b *testing.B) {
	rt := start(b)
	for _, p := range precisions {
		b.Run(cmp.Or(string(p), "float32"), func(b *testing.B) {
			e := imageEncoder(b, rt, twoLayers(b, eva02Large(2, 2048), p))
			for b.Loop() {
				look(b, e)
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
	b.Cleanup(func() { e.Close() })
	return e
}

// look encodes one picture of 336 pixels.
func look(b *testing.B, e *ort.ImageEncoder) []float32 {
	pixels := make([]float32, 3*336*336)
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
// and in bytes in turn.
func BenchmarkImageTower(b *testing.B) {
	rt := start(b)
	for name, vision := range map[string]made{"eva02-l-14-336": eva02Large(24, 2048), "openai-l-14-336": openAILarge(24)} {
		b.Run(name, func(b *testing.B) {
			var encoders []*ort.ImageEncoder
			var vectors [2][]float32
			for i, p := range []llm2clip.Precision{llm2clip.Float32, llm2clip.DynamicInt8} {
				pack := writeMade(b, filepath.Join(b.TempDir(), "pack"), vision, llama1B(1, 1000), llm2clip.Options{Image: p})
				encoders = append(encoders, imageEncoder(b, rt, pack))
				vectors[i] = look(b, encoders[i])
			}
			var took [2]time.Duration
			for b.Loop() {
				for i, e := range encoders {
					took[i] += lookTogether(b, e)
				}
			}
			photos := float64(b.N * encoders[0].Parallel())
			b.ReportMetric(photos/took[0].Seconds(), "float32-photos/s")
			b.ReportMetric(photos/took[1].Seconds(), "int8-photos/s")
			b.ReportMetric(took[0].Seconds()/took[1].Seconds(), "times-float32")
			b.ReportMetric(golden.Cosine(vectors[0], vectors[1]), "cosine")
		})
	}
}

// lookTogether encodes as many pictures at the same time as the encoder wants.
func lookTogether(b *testing.B, e *ort.ImageEncoder) time.Duration {
	from := time.Now()
	var calls sync.WaitGroup
	for range e.Parallel() {
		calls.Go(func() { look(b, e) })
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
			s, in := session(b, twoLayers(b, eva02Large(2, 2048), p)), sixty()
			for b.Loop() {
				read(b, s, in)
			}
		})
	}
}
