package ort

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Speed is how fast a model is on this machine.
type Speed struct {
	ImagesPerSecond float64 // in bulk, as an index is made
	TextMillis      float64 // of one description of TextTokens tokens
	TextTokens      int
}

// measureFor bounds each half of a measurement. A call that has begun is waited for.
const measureFor = 2 * time.Second

// measuredText is a description of the length that the program is made for.
const measuredText = "An elderly woman in a red winter coat stands under a striped umbrella in front of the old town hall, " +
	"holding the hand of a small boy with a yellow hat, while the rain falls on the empty market square behind them " +
	"and a white van is parked beside the fountain with its lights on"

// Measure is [Measure] for a model whose towers are both to be measured.
func (m *Model) Measure(ctx context.Context) (Speed, error) { return Measure(ctx, m, m) }

// Measure encodes noise and one description for some seconds, as many pictures at a time as an
// index does. Loading the towers is not counted. The towers stay loaded.
func Measure(ctx context.Context, images, texts *Model) (Speed, error) {
	var s Speed
	var err error
	if s.ImagesPerSecond, err = images.measureImages(ctx); err != nil {
		return s, fmt.Errorf("measure images: %w", err)
	}
	if s.TextMillis, s.TextTokens, err = texts.measureText(ctx); err != nil {
		return s, fmt.Errorf("measure text: %w", err)
	}
	return s, nil
}

func (m *Model) measureImages(ctx context.Context) (perSecond float64, err error) {
	if err := m.firstImages(ctx); err != nil {
		return 0, err
	}
	return m.imagesPerSecond(ctx, measureFor)
}

// firstImages encodes a batch of noise. In its first run a device sets itself up.
func (m *Model) firstImages(ctx context.Context) error {
	n := m.Batch()
	_, err := m.EncodeImages(ctx, noise(n*m.preprocessor.TensorLen()), n)
	return err
}

// imagesPerSecond encodes noise for as long as long says, and each call to its end.
func (m *Model) imagesPerSecond(ctx context.Context, long time.Duration) (float64, error) {
	if _, err := m.Image(ctx); err != nil { // the tower may have been freed meanwhile
		return 0, err
	}
	most, size := m.Batch(), m.preprocessor.TensorLen()
	pictures := noise(most * size)
	var done atomic.Int64
	errs := make([]error, m.Parallel())
	var callers sync.WaitGroup
	start := time.Now()
	for i := range errs {
		callers.Go(func() {
			for errs[i] == nil && time.Since(start) < long {
				n := min(m.Batch(), most)
				_, errs[i] = m.EncodeImages(ctx, pictures[:n*size], n)
				done.Add(int64(n))
			}
		})
	}
	callers.Wait()
	return float64(done.Load()) / time.Since(start).Seconds(), errors.Join(errs...)
}

// noise is n pictures of random colours. A tower takes as long for noise as for a photo.
func noise(n int) []float32 {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]float32, n)
	for i := range out {
		out[i] = 2*random.Float32() - 1
	}
	return out
}

// measureText returns the median of up to five runs after a first.
func (m *Model) measureText(ctx context.Context) (millis float64, tokens int, err error) {
	var runs []float64
	for start := time.Now(); len(runs) < 6 && (len(runs) < 2 || time.Since(start) < measureFor); {
		err := m.text.use(ctx, func(e *TextEncoder) error { // past the cache
			begin := time.Now()
			_, info, err := e.Encode(ctx, measuredText)
			tokens = info.Tokens
			runs = append(runs, float64(time.Since(begin).Microseconds())/1000)
			return err
		})
		if err != nil {
			return 0, 0, err
		}
	}
	runs = runs[1:]
	slices.Sort(runs)
	return runs[len(runs)/2], tokens, nil
}
