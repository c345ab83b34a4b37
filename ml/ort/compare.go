package ort

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"descry/internal/vectormath"
)

// Comparison is how fast one tower of a model is on a graphics card and on the CPU, in
// pictures or descriptions per second.
type Comparison struct {
	Card float64 `json:"card"`
	CPU  float64 `json:"cpu"`
}

// worthIt is how many times as fast as the CPU a card has to be. A card that gains nothing
// costs a second process, and measurements vary by a few percent.
const worthIt = 1.1

// CardFaster reports that the card is to be used.
func (c Comparison) CardFaster() bool { return c.Card > worthIt*c.CPU }

const (
	// trialLimit is how long a card may take to load a tower, compile its shaders and run
	// it twice.
	trialLimit = 2 * time.Minute
	// compareFor is how long each device is measured. Calls that have begun are waited for.
	compareFor = 1500 * time.Millisecond
	// longBatch is the time from which a batch is not run once more for the measurement, since
	// others would be held back for as long.
	longBatch = 3 * time.Second
	// heldLimit is how long a card may take to be measured after its second batch showed that
	// the card is quick.
	heldLimit = 20 * time.Second
)

// CompareImages measures the image towers of two models of one pack. card is on trial (see
// [ModelOptions]). cpu may be in use. hold is called when the card is ready, and keeps others
// from both devices until release, for some seconds. A nil hold keeps nobody.
//
// A card that fails or hangs, or computes something else than the CPU, is an error. The model
// on such a card is of no further use.
func CompareImages(ctx context.Context, card, cpu *Model, hold func(context.Context) (release func(), err error)) (Comparison, error) {
	var c Comparison
	slow, err := card.readyImages(ctx)
	if err != nil {
		return c, err
	}
	if cpu.image.device() == "" {
		if err := cpu.firstImages(ctx); err != nil {
			return c, err
		}
	}
	if err := agreeOnImages(ctx, card, cpu); err != nil {
		return c, err
	}
	if hold != nil {
		release, err := hold(ctx)
		if err != nil {
			return c, err
		}
		defer release()
	}
	if c.Card = slow; slow == 0 {
		err := limited(ctx, heldLimit, func(ctx context.Context) (err error) {
			c.Card, err = card.imagesPerSecond(ctx, compareFor)
			return err
		})
		if err != nil {
			return c, err
		}
	}
	c.CPU, err = cpu.imagesPerSecond(ctx, compareFor)
	return c, err
}

// readyImages has a card load the tower and set itself up. perSecond is the pictures per
// second of a batch that takes long, otherwise 0.
func (m *Model) readyImages(ctx context.Context) (perSecond float64, err error) {
	err = limited(ctx, trialLimit, func(ctx context.Context) error {
		if err := m.firstImages(ctx); err != nil {
			return err
		}
		begun, n := time.Now(), m.Batch()
		if err := m.firstImages(ctx); err != nil {
			return err
		}
		if took := time.Since(begun); took > longBatch {
			perSecond = float64(n) / took.Seconds()
		}
		return nil
	})
	return perSecond, err
}

// CompareTexts is CompareImages for the text towers, with a description of the length that the
// program is made for. Others are not held back: a search that comes meanwhile runs beside the
// measurement.
func CompareTexts(ctx context.Context, card, cpu *Model) (Comparison, error) {
	var c Comparison
	var computed []float32
	err := limited(ctx, trialLimit, func(ctx context.Context) (err error) {
		if computed, err = card.measuredVector(ctx); err == nil {
			c.Card, err = card.textsPerSecond(ctx)
		}
		return err
	})
	if err != nil {
		return Comparison{}, err
	}
	right, err := cpu.measuredVector(ctx)
	if err != nil {
		return Comparison{}, err
	}
	if err := agree(computed, right); err != nil {
		return Comparison{}, err
	}
	c.CPU, err = cpu.textsPerSecond(ctx)
	return c, err
}

func (m *Model) textsPerSecond(ctx context.Context) (float64, error) {
	millis, _, err := m.measureText(ctx)
	if err != nil {
		return 0, err
	}
	return 1000 / max(millis, 0.001), nil
}

// leastCosine is the least cosine of a card's and the CPU's vector of the same input. With
// float16 and weights of 4 bits the cosine is above 0.99. A driver that computes wrongly gives
// anything.
const leastCosine = 0.98

// agree reports that a card computed something else than the CPU.
func agree(computed, right []float32) error {
	cosine := vectormath.Dot(right, computed)
	if cosine >= leastCosine {
		return nil
	}
	return fmt.Errorf("its driver computes something else than the CPU, vectors with a cosine of %.3f", cosine)
}

// agreeOnImages has both towers encode the same noise.
func agreeOnImages(ctx context.Context, card, cpu *Model) error {
	const n = 2 // a batch
	pictures := noise(n * cpu.preprocessor.TensorLen())
	var computed [][]float32
	err := limited(ctx, trialLimit, func(ctx context.Context) (err error) {
		computed, err = card.EncodeImages(ctx, pictures, n)
		return err
	})
	if err != nil {
		return err
	}
	right, err := cpu.EncodeImages(ctx, pictures, n)
	if err != nil {
		return err
	}
	return cmp.Or(agree(computed[0], right[0]), agree(computed[1], right[1]))
}

// measuredVector is the vector of the measured description.
func (m *Model) measuredVector(ctx context.Context) (v []float32, err error) {
	err = m.text.use(ctx, func(e *TextEncoder) (err error) { // past the cache
		v, _, err = e.Encode(ctx, measuredText)
		return err
	})
	return v, err
}

// limited calls do with a context that ends after limit, and names the limit in the error.
func limited(ctx context.Context, limit time.Duration, do func(context.Context) error) error {
	late := fmt.Errorf("it did not answer within %v", limit)
	short, cancel := context.WithTimeoutCause(ctx, limit, late)
	defer cancel()
	err := do(short)
	if err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return late
	}
	return err
}
