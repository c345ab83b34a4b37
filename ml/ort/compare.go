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
// pictures or descriptions a second.
type Comparison struct {
	Card float64 `json:"card"`
	CPU  float64 `json:"cpu"`
}

// worthIt is how many times as fast as the CPU a card has to be: one that wins nothing
// costs a second process, and measurements vary by a few percent.
const worthIt = 1.1

// CardFaster reports that the card is to be used.
func (c Comparison) CardFaster() bool { return c.Card > worthIt*c.CPU }

const (
	// trialLimit is how long a card may take to load a tower, compile its shaders and run
	// it twice.
	trialLimit = 2 * time.Minute
	// compareFor is how long each device is measured, and calls that began are waited for.
	compareFor = 1500 * time.Millisecond
	// longBatch is the time from which a batch is not run once more to be measured: whoever
	// is held meanwhile would wait for it.
	longBatch = 3 * time.Second
	// heldLimit is how long a card may take to be measured after its second batch showed
	// that it is quick.
	heldLimit = 20 * time.Second
)

// CompareImages measures the image towers of two models of one pack, of which card is on
// trial (see [ModelOptions]) and cpu may be in use. hold is called when the card is ready:
// it has others leave both devices alone until release, for some seconds. Nil: nobody has
// to be held.
//
// A card that fails or hangs, or computes something else than the CPU, is an error, and
// the model on it is of no further use.
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

// readyImages has a card load the tower and set itself up. If a batch takes long, the
// pictures per second of that are returned, otherwise 0.
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

// CompareTexts is CompareImages for the text towers, with a description of the length that
// the program is made for. Nobody is held: a search that comes meanwhile goes beside it.
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

// leastCosine is what the vectors of a card and of the CPU have at least. With float16 and
// weights of 4 bits it is above 0.99; a driver that computes wrongly gives anything.
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

// measuredVector is that of the description that is measured.
func (m *Model) measuredVector(ctx context.Context) (v []float32, err error) {
	err = m.text.use(ctx, func(e *TextEncoder) (err error) { // past the cache
		v, _, err = e.Encode(ctx, measuredText)
		return err
	})
	return v, err
}

// limited gives a card so long for something.
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
