package ort

import (
	"context"
	"errors"
	"fmt"
	"time"
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
// A card that fails or hangs is an error, and the model on it is of no further use.
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
	err := limited(ctx, trialLimit, func(ctx context.Context) (err error) {
		c.Card, err = card.textsPerSecond(ctx)
		return err
	})
	if err != nil {
		return c, err
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
