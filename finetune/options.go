package finetune

import (
	"errors"
	"math"
)

// Options are the settings of a training. A zero field stands for its default, which Defaults
// returns with the reason.
type Options struct {
	Seed uint64
	// Steps is the length of a training. The tags' part is convex and has settled
	// by 120 steps.
	Steps int
	// Rate is Adam's first learning rate for vectors of length one. The rate falls to 0 along
	// a cosine. The rate is divided by the root of the dimension, so that a step has the same
	// length in every model.
	Rate float64
	// TagScale is the inverse temperature of tags against photos. TagScale is lower than a
	// model's own, because the tags' vectors may grow: 5 to 10 were best.
	TagScale float64
	// CaptionScale is the inverse temperature of captions, whose vectors have length one. The
	// default is close to what CLIP-like models are trained with.
	CaptionScale float64
	// Between is the share of the tag loss in which a tag chooses among photos, as in a
	// search. In the rest a photo chooses among tags. 0.5 to 0.9 are alike.
	Between float64
	// TextWeight is the weight of the caption–caption loss beside image–caption.
	TextWeight float64
	// Proximity times 1/N weighs the distance to the untouched head, N being the number of
	// photos with a tag or caption: the more examples, the less the untouched head counts.
	Proximity float64
	// Rank is the rank of the adapter for captions. Without captions there is no adapter.
	Rank int
	// Sharpness is the inverse temperature of the choice between tags. At 20 a tag's own
	// prompts get nearly all of the tag's residual, and a sentence between two tags gets parts
	// of both.
	Sharpness float64
	// Batch is the number of captioned photos in a step.
	Batch int
	// NoHoldOut trains on all photos for all steps, without figures of the training's own.
	// NoHoldOut is for callers who measure on other photos and want the time.
	NoHoldOut bool
}

// Defaults returns the settings that were measured to work.
func Defaults() Options {
	return Options{
		Steps: 120, Rate: 1.1, TagScale: 10, CaptionScale: 20, Between: 0.7, TextWeight: 0.2,
		Proximity: 0.1, Rank: 32, Sharpness: 20, Batch: 128,
	}
}

func (o Options) withDefaults() (Options, error) {
	d := Defaults()
	for _, f := range []struct {
		value    *float64
		standard float64
	}{
		{&o.Rate, d.Rate}, {&o.TagScale, d.TagScale}, {&o.CaptionScale, d.CaptionScale}, {&o.Between, d.Between},
		{&o.TextWeight, d.TextWeight}, {&o.Proximity, d.Proximity}, {&o.Sharpness, d.Sharpness},
	} {
		if *f.value == 0 {
			*f.value = f.standard
		}
		if !(*f.value > 0) || math.IsInf(*f.value, 0) {
			return o, errors.New("a training option is not a positive number")
		}
	}
	for _, f := range []struct {
		value    *int
		standard int
	}{{&o.Steps, d.Steps}, {&o.Rank, d.Rank}, {&o.Batch, d.Batch}} {
		if *f.value == 0 {
			*f.value = f.standard
		}
		if *f.value < 0 {
			return o, errors.New("a training option is negative")
		}
	}
	if o.Between > 1 || o.Batch < 2 {
		return o, errors.New("a share is above 1 or a batch below 2")
	}
	return o, nil
}
