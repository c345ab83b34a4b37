package ort_test

import (
	"fmt"
	"image"
	"math/rand/v2"
	"sync"
	"testing"

	"descry/ml"
	"descry/ml/ort"
)

// BenchmarkImages compares ways to use the cores: threads of one call, calls at
// a time, pictures in one call.
func BenchmarkImages(b *testing.B) {
	for _, c := range []struct {
		threads, calls, batch int
		with                  string
		options               ort.Options
	}{
		{0, 0, 1, "", ort.Options{}}, // the default
		{2, 1, 1, "", ort.Options{}}, {2, 1, 2, "", ort.Options{}}, {2, 1, 4, "", ort.Options{}},
		{1, 2, 1, "", ort.Options{}}, {1, 2, 2, "", ort.Options{}}, {1, 2, 4, "", ort.Options{}},
		{2, 2, 1, "", ort.Options{}}, {1, 1, 1, "", ort.Options{}},
		{1, 2, 1, "/arena", ort.Options{Arena: true}}, {2, 1, 1, "/spinning", ort.Options{Spinning: true}},
		{1, 2, 1, "/unpacked", ort.Options{DisablePrepacking: true}},
	} {
		name := fmt.Sprintf("threads=%d/calls=%d/batch=%d%s", c.threads, c.calls, c.batch, c.with)
		b.Run(name, func(b *testing.B) {
			c.options.IntraOpThreads = c.threads
			e := imageEncoder(b, c.options)
			if c.calls == 0 {
				c.calls = e.Parallel()
			}
			encodeAll(b, e, c.calls, c.batch)
		})
	}
}

// encodeAll runs b.N calls of batch pictures, some at a time.
func encodeAll(b *testing.B, e *ort.ImageEncoder, calls, batch int) {
	in := noise(batch)
	encode := func() {
		if _, err := e.Encode(b.Context(), in, batch); err != nil {
			b.Error(err)
		}
	}
	encode()
	jobs := make(chan struct{})
	var workers sync.WaitGroup
	for range calls {
		workers.Go(func() {
			for range jobs {
				encode()
			}
		})
	}
	b.ResetTimer()
	for range b.N {
		jobs <- struct{}{}
	}
	close(jobs)
	workers.Wait()
	b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "images/s")
}

func noise(n int) []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]float32, n*3*224*224)
	for i := range out {
		out[i] = r.Float32()*2 - 1
	}
	return out
}

func BenchmarkText(b *testing.B) {
	short := "a dog on a beach"
	long := ""
	for range 20 {
		long += "Grandma in a red coat, holding an umbrella, in front of the old town hall. "
	}
	for name, text := range map[string]string{"short": short, "long": long} {
		for _, threads := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/threads=%d", name, threads), func(b *testing.B) {
				e, err := open(b).NewTextEncoder(starter(b), ort.Options{IntraOpThreads: threads})
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if _, _, err := e.Encode(b.Context(), text); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	pack, rt := starter(b), open(b)
	b.Run("image", func(b *testing.B) {
		for b.Loop() {
			e, err := rt.NewImageEncoder(pack, ort.Options{})
			if err != nil {
				b.Fatal(err)
			}
			_ = e.Close()
		}
	})
	b.Run("text", func(b *testing.B) {
		for b.Loop() {
			e, err := rt.NewTextEncoder(pack, ort.Options{})
			if err != nil {
				b.Fatal(err)
			}
			_ = e.Close()
		}
	})
}

// BenchmarkPhoto is what the pipeline does with a decoded photo.
func BenchmarkPhoto(b *testing.B) {
	e := imageEncoder(b, ort.Options{IntraOpThreads: 1})
	p, err := ml.NewPreprocessor(starter(b).Vision)
	if err != nil {
		b.Fatal(err)
	}
	img, in := image.NewNRGBA(image.Rect(0, 0, 750, 500)), make([]float32, p.TensorLen())
	for b.Loop() {
		if err := p.Tensor(in, img); err != nil {
			b.Fatal(err)
		}
		if _, err := e.Encode(b.Context(), in, 1); err != nil {
			b.Fatal(err)
		}
	}
}
