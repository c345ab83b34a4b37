package finetune

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Tune trains a head and measures the head. The errors are the context's, as soon as a step
// ends after the context has, ErrDiverged, ErrNothingToLearn, and mistakes in the job. After
// an error there is no head.
func Tune(ctx context.Context, job Job) (Result, error) {
	t, err := newTuning(job)
	if err != nil {
		return Result{}, fmt.Errorf("fine-tune: %w", err)
	}
	begun := time.Now()
	result, err := t.run(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("fine-tune: %w", err)
	}
	result.Report.Seconds = time.Since(begun).Seconds()
	if result.Head != nil {
		proof := result.Report
		result.Head.Report = &proof
	}
	return result, nil
}

type tuning struct {
	Job
	dimension  int
	background [][]float32
	plan       []int // the fold of each photo
	folds      int   // number of trained folds
	done       int   // steps of trainings that have ended
	forgotten  int   // steps of dropped trainings
}

func newTuning(job Job) (*tuning, error) {
	t := &tuning{Job: job}
	var err error
	if job.Pack == "" {
		return nil, errors.New("no pack is named")
	}
	if t.Options, err = job.Options.withDefaults(); err != nil {
		return nil, err
	}
	if t.dimension, err = job.Train.check(); err != nil {
		return nil, err
	}
	if err := t.checkTest(); err != nil {
		return nil, fmt.Errorf("test: %w", err)
	}
	if err := job.Guard.check(t.dimension); err != nil {
		return nil, fmt.Errorf("guard: %w", err)
	}
	t.background = every(job.Guard.Texts, mostBackground)
	for _, c := range every(job.Train.Captions, mostBackground) {
		t.background = append(slices.Clip(t.background), c.Vector)
	}
	t.hold()
	return t, nil
}

// mostBackground of each kind of text are enough to know what a text is like.
const mostBackground = 500

func (t *tuning) checkTest() error {
	if t.Test == nil {
		return nil
	}
	dimension, err := t.Test.check()
	if err == nil && dimension != t.dimension {
		err = fmt.Errorf("%d dimensions, but the training photos have %d", dimension, t.dimension)
	}
	return err
}

// run trains on all but each fold, then on all, and measures.
func (t *tuning) run(ctx context.Context) (Result, error) {
	r := Report{Photos: len(t.Train.Photos), Captions: len(t.Train.Captions)}
	held, err := t.holdOut(ctx, &r)
	if err != nil {
		return Result{}, err
	}
	head, err := t.trainAll(ctx, r.Steps)
	if err != nil {
		return Result{}, err
	}
	head.Note, head.Created = t.Note, t.Now.UTC().Truncate(time.Second)
	restrained, guard, refused := newGuardian(t.Guard, t.dimension).restrain(ctx, head)
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	r.Guard = guard
	t.measure(ctx, &r, head, held)
	r.compareTags(t.Train)
	if restrained != nil {
		t.calibrate(ctx, &r, restrained, held)
	}
	if r.Refused = r.verdict(refused); r.Refused != "" {
		restrained = nil
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err // the figures were not finished
	}
	return Result{restrained, r}, nil
}

// holdOut finds how long to train and whether captions help.
func (t *tuning) holdOut(ctx context.Context, r *Report) (heldOut, error) {
	held, err := t.trainFolds(ctx)
	if err != nil {
		return nil, err
	}
	r.CaptionsDropped = len(t.Train.Captions) > 0 && len(held) > 0 && !held.adapterHelps()
	if r.CaptionsDropped && t.forgetCaptions() {
		if held, err = t.trainFolds(ctx); err != nil {
			return nil, err
		}
	}
	r.Folds, r.Steps = len(held), held.steps(t.Options.Steps)
	return held, nil
}

// measure fills in the figures of the head at the strength that the guard left.
func (t *tuning) measure(ctx context.Context, r *Report, head *Head, held heldOut) {
	untouched := Identity(t.Pack, t.dimension)
	if t.Test != nil {
		r.Measured, r.CacheSettings = TestPhotos, newCache(ctx, t.Train)
		r.Before, r.After = untouched.measure(*t.Test), left(head, r.Guard).measure(*t.Test)
		r.Cache = r.CacheSettings.measure(ctx, t.Train, *t.Test)
		return
	}
	if len(held) == 0 {
		return
	}
	r.Measured, r.CacheSettings = HeldOutPhotos, newCache(ctx, t.Train)
	var before, cache, after []Figures
	for _, f := range held {
		before = append(before, untouched.measure(f.test))
		cache = append(cache, r.CacheSettings.measure(ctx, f.train, f.test))
		after = append(after, left(f.head, r.Guard).measure(f.test))
	}
	r.Before, r.Cache, r.After = average(before), average(cache), average(after)
}

// left is h at the strength of g, which the guard found for another head.
func left(h *Head, g GuardReport) *Head {
	return h.scaled(g.Strength/max(h.Strength, tinyStrength), g.Adapter/max(h.Adapter, tinyStrength))
}

// tinyStrength keeps 0 of 0 a number.
const tinyStrength = 1e-9

func sortedNames(m map[string]TagScore) []string { return slices.Sorted(maps.Keys(m)) }
