package finetune

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"testing"

	"descry/internal/vectormath"
)

func job(seed uint64, dimension int) (Job, *world) {
	w := newWorld(seed, dimension)
	train, test := w.tagged(6, 5, 4)
	return Job{Pack: "p", Train: train, Test: &test, Guard: w.guard(60)}, w
}

// TestTuneLearns wants what the untouched texts cannot find, of tags whose words
// have nothing to do with their photos, and general search as before.
func TestTuneLearns(t *testing.T) {
	j, _ := job(1, 48)
	steps, last := 0, 0
	j.Progress = func(p Progress) {
		if p.Step < last || p.Step > p.Total {
			t.Errorf("step %d of %d after %d", p.Step, p.Total, last)
		}
		steps, last = steps+1, p.Step
		if last == p.Total && p.Loss > 1.5 {
			t.Errorf("the last loss is %v", p.Loss)
		}
	}
	got, err := Tune(context.Background(), j)
	if err != nil {
		t.Fatal(err)
	}
	r := got.Report
	if got.Head == nil || r.Before.Map > 45 || r.After.Map < 90 || r.After.R1 < 90 || r.Measured != "test photos" {
		t.Errorf("before %+v, after %+v: %s", r.Before, r.After, r.Refused)
	}
	if r.Cache.Map <= r.Before.Map {
		t.Errorf("the cache found %v, untouched %v", r.Cache.Map, r.Before.Map)
	}
	if !r.Guard.Checked || r.Guard.Strength == 0 || !r.Guard.After.holds(r.Guard.Before) {
		t.Errorf("guard %+v", r.Guard)
	}
	if last == 0 || steps == 0 || r.Folds != 3 || len(r.Tags) != 6 || r.Tags[0].Examples != 5 || r.Tags[0].Photos != 4 {
		t.Errorf("%d steps, report %+v", steps, r)
	}
}

// TestHeadServesFreeText asks with sentences that were in no prompt.
func TestHeadServesFreeText(t *testing.T) {
	j, w := job(2, 48)
	free := *j.Test
	free.Tags = nil
	for _, tag := range j.Test.Tags {
		tag.Prompts = [][]float32{w.near(tag.Prompts[0], 0.6)}
		free.Tags = append(free.Tags, tag)
	}
	got, err := Tune(context.Background(), j)
	if err != nil || got.Head == nil {
		t.Fatal(err, got.Report.Refused)
	}
	before, after := Identity("p", 48).measure(free).Map, got.Head.measure(free).Map
	if after < before+30 {
		t.Errorf("free text found %.1f before and %.1f after", before, after)
	}
}

func TestTuneHoldsOut(t *testing.T) {
	for name, c := range map[string]struct{ examples, folds int }{"one": {1, 0}, "few": {4, 3}, "many": {12, 1}} {
		w := newWorld(3, 32)
		train, _ := w.tagged(5, c.examples, 0)
		got, err := Tune(context.Background(), Job{Pack: "p", Train: train})
		if err != nil {
			t.Fatal(err)
		}
		r := got.Report
		if r.Folds != c.folds || (r.Measured == "held-out photos") != (c.folds > 0) || got.Head == nil || r.Guard.Checked {
			t.Errorf("%s: %+v", name, r)
		}
		if c.folds > 0 && r.After.Map < r.Before.Map+20 {
			t.Errorf("%s: before %+v, after %+v", name, r.Before, r.After)
		}
	}
}

// TestTuneLearnsCaptions moves all captions the same way: the adapter brings them
// back.
func TestTuneLearnsCaptions(t *testing.T) {
	w := newWorld(4, 32)
	shift := w.unit()
	train, test := w.captioned(120, 2, shift), w.captioned(80, 2, shift)
	got, err := Tune(context.Background(), Job{Pack: "p", Train: train, Test: &test})
	if err != nil {
		t.Fatal(err)
	}
	if r := got.Report; got.Head == nil || len(got.Head.Down) == 0 || r.After.Captions.R1 < r.Before.Captions.R1+3 {
		t.Errorf("before %+v, after %+v, %d steps: %s", r.Before.Captions, r.After.Captions, r.Steps, r.Refused)
	}
}

// TestCaptionsDoNotHoldUpTags adds captions that belong to other photos: nothing is
// learned from them, and the tags learn as without.
func TestCaptionsDoNotHoldUpTags(t *testing.T) {
	j, w := job(9, 32)
	alone, err := Tune(context.Background(), j)
	if err != nil {
		t.Fatal(err)
	}
	others := w.captioned(100, 2, nil)
	for _, c := range others.Captions {
		j.Train.Captions = append(j.Train.Captions, Caption{len(j.Train.Photos) + (c.Photo+7)%100, c.Vector})
	}
	j.Train.Photos = append(j.Train.Photos, others.Photos...)
	got, err := Tune(context.Background(), j)
	if err != nil || got.Head == nil {
		t.Fatal(err, got.Report.Refused)
	}
	r := got.Report
	if !r.CaptionsDropped || len(got.Head.Up) != 0 || r.Captions != 200 || r.After.Map < alone.Report.After.Map-5 {
		t.Errorf("alone %+v, report %+v", alone.Report.After, r)
	}
}

// TestTuneIsReproducible wants the same bytes for the same seed, on any number of
// cores, and others for another seed.
func TestTuneIsReproducible(t *testing.T) {
	train := func(cores int, seed uint64) []byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		j, w := job(5, 32)
		j.Train.Captions = w.captioned(len(j.Train.Photos), 2, nil).Captions
		j.Options = Options{Seed: seed, Steps: 20, Batch: 8}
		j.Guard = Guard{}
		j.Test = nil
		got, err := Tune(context.Background(), j)
		if err != nil || got.Head == nil {
			t.Fatal(err, got.Report.Refused)
		}
		got.Head.Report.Seconds = 0 // all that may differ
		var b bytes.Buffer
		if err := got.Head.Encode(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	one := train(1, 7)
	if !bytes.Equal(one, train(1, 7)) || !bytes.Equal(one, train(5, 7)) {
		t.Error("the same seed made another head")
	}
	if bytes.Equal(one, train(1, 8)) {
		t.Error("another seed made the same head")
	}
}

func TestCancelLeavesNoHead(t *testing.T) {
	for _, at := range []int{1, 30, 479} { // in the first fold and in the last training
		ctx, cancel := context.WithCancel(context.Background())
		j, _ := job(6, 16)
		steps := 0
		j.Progress = func(p Progress) {
			if ctx.Err() != nil {
				t.Error("a step after the cancel")
			}
			if steps++; p.Step >= at {
				cancel()
			}
		}
		got, err := Tune(ctx, j)
		if !errors.Is(err, context.Canceled) || got.Head != nil {
			t.Errorf("cancelled at %d: %v, %v", at, got.Head, err)
		}
		cancel()
	}
}

func TestDivergenceStops(t *testing.T) {
	for _, rate := range []float64{1e4, 1e200} {
		j, w := job(7, 16)
		j.Train.Captions = w.captioned(10, 2, nil).Captions
		j.Options.Rate = rate
		got, err := Tune(context.Background(), j)
		if !errors.Is(err, ErrDiverged) || got.Head != nil {
			t.Errorf("rate %g: %v, %v", rate, got.Head, err)
		}
	}
}

// TestNotPushesAway rejects the tag for some photos that are like the tag's.
func TestNotPushesAway(t *testing.T) {
	w := newWorld(8, 24)
	train, _ := w.tagged(3, 6, 0)
	stranger := len(train.Photos)
	train.Photos = append(train.Photos, w.near(train.Photos[0], 0.4))
	score := func(not []int) float64 {
		d := train
		d.Tags = append([]Tag{}, train.Tags...)
		d.Tags[0].Not = not
		got, err := Tune(context.Background(), Job{Pack: "p", Train: d, Options: Options{NoHoldOut: true}})
		if err != nil {
			t.Fatal(err)
		}
		v, err := got.Head.Apply(d.queries()[0])
		if err != nil {
			t.Fatal(err)
		}
		return vectormath.Dot(v, train.Photos[stranger])
	}
	if without, with := score(nil), score([]int{stranger}); with >= without-0.02 {
		t.Errorf("%.3f without, %.3f with the word", without, with)
	}
}

// TestCancelledWhileMeasuring ends a job after its last step, when only the figures are
// left: no head comes out, and no figure is finished first.
func TestCancelledWhileMeasuring(t *testing.T) {
	w := newWorld(3, 64)
	train, _ := w.tagged(6, 12, 0)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	tuned, err := newTuning(Job{Pack: "p", Train: train, Guard: w.guard(50)})
	if err != nil {
		t.Fatal(err)
	}
	held, err := tuned.trainFolds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	c := newCacheScores(ctx, train, train, true)
	fitted := fitCurves(ctx, tuned.collect(held, GuardReport{Strength: 1}), -1)
	for _, sum := range c.close.data {
		if sum != 0 {
			t.Fatal("the cache was measured to the end")
		}
	}
	for _, l := range fitted.of {
		if l != (line{}) {
			t.Fatal("curves were fitted to the end")
		}
	}
	if got, err := Tune(ctx, tuned.Job); !errors.Is(err, context.Canceled) || got.Head != nil {
		t.Errorf("%+v, %v", got.Head, err)
	}
}
