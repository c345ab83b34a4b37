package finetune

import (
	"context"
	"math"
)

const (
	// wholeFold is how many examples the rarest tag needs for one fifth to be held out. With
	// fewer, more folds are trained and each example is used.
	wholeFold = 10
	// oneInFive photos are held out where one fold is enough.
	oneInFive = 5
	fewFolds  = 3
	// mostHeldOut photos are enough to measure captions on.
	mostHeldOut = 1000
	// manyPhotos is how many photos with tags or captions are enough to measure in one fold.
	// Several folds would take too long.
	manyPhotos = 300
	// look is how many steps lie between two looks at the held-out photos.
	look = 10
	// patience is after how many measurements without a better one a training ends.
	patience = 4
	// alike is how many points of a score are noise: the later step is taken.
	alike = 0.5
)

// hold plans what is held out.
func (t *tuning) hold() {
	t.folds = 0
	if t.Options.NoHoldOut {
		return
	}
	rarest := math.MaxInt
	for _, tag := range t.Train.Tags {
		if len(tag.Photos) > 1 {
			rarest = min(rarest, len(tag.Photos))
		}
	}
	folds, train := oneInFive, 1
	if len(t.Train.Captions) > 0 { // each is compared with each photo at every look
		folds = max(folds, len(t.Train.Photos)/mostHeldOut)
	}
	if rarest < wholeFold && t.Train.told() < manyPhotos {
		folds, train = min(fewFolds, rarest), min(fewFolds, rarest)
	}
	t.plan = Folds(t.Train, folds, t.Options.Seed)
	for _, f := range t.plan {
		if f == 0 {
			t.folds = train
		}
	}
}

// heldOut are the trainings with held-out photos.
type heldOut []fold

type fold struct {
	train, test Dataset
	head        *Head
	steps       int
}

// steps is how long to train on all.
func (h heldOut) steps(standard int) int {
	if len(h) == 0 {
		return standard
	}
	sum := 0
	for _, f := range h {
		sum += f.steps
	}
	return (sum + len(h)/2) / len(h)
}

// adapterHelps reports that the head with the adapter finds held-out photos better than
// without, by more than noise.
func (h heldOut) adapterHelps() bool {
	with, without := 0.0, 0.0
	for _, f := range h {
		tags := len(f.test.Tags) > 0
		with += f.head.measure(f.test).score(tags)
		without += f.head.scaled(1, 0).measure(f.test).score(tags)
	}
	return with-without > alike*float64(len(h))
}

func (t *tuning) trainFolds(ctx context.Context) (heldOut, error) {
	var held heldOut
	for f := range t.folds {
		train, test := t.Train.fold(t.plan, f)
		if !test.asks() || len(train.Photos) == 0 {
			continue
		}
		one, err := t.trainFold(ctx, train, test)
		if err != nil {
			return nil, err
		}
		held = append(held, one)
		t.done += t.Options.Steps
	}
	return held, nil
}

// asks reports that there is a query to measure.
func (d Dataset) asks() bool {
	for _, t := range d.Tags {
		if len(t.Photos) > 0 {
			return true
		}
	}
	return len(d.Captions) > 0
}

func (t *tuning) trainFold(ctx context.Context, train, test Dataset) (fold, error) {
	keys := gates(t.Pack, t.dimension, train.Tags, t.background, t.Options.Sharpness)
	tr, err := newTrainer(train, keys, t.Options)
	if err != nil {
		return fold{}, err
	}
	tags := len(test.Tags) > 0
	best, since := math.Inf(-1), 0
	score := Identity(t.Pack, t.dimension).measure(test).score(tags) // score before the training
	out := fold{train: train, test: test}
	err = tr.run(ctx, t.Options.Steps, func(step int, loss float64) (bool, error) {
		if step%look == 0 || step == t.Options.Steps {
			head := tr.model.head(keys)
			score = head.measure(test).score(tags)
			since++
			if score >= best-alike {
				out.head, out.steps = head, step
			}
			if score > best {
				best, since = score, 0
			}
		}
		t.report(t.done+step, loss, score)
		return since < patience, nil
	})
	return out, err
}

func (t *tuning) trainAll(ctx context.Context, steps int) (*Head, error) {
	keys := gates(t.Pack, t.dimension, t.Train.Tags, t.background, t.Options.Sharpness)
	tr, err := newTrainer(t.Train, keys, t.Options)
	if err != nil {
		return nil, err
	}
	t.done = t.total() - steps
	err = tr.run(ctx, steps, func(step int, loss float64) (bool, error) {
		t.report(t.done+step, loss, -1)
		return true, nil
	})
	return tr.model.head(keys), err
}

func (t *tuning) total() int { return t.forgotten + (t.folds+1)*t.Options.Steps }

// forgetCaptions starts again with the tags alone, whose training the captions held up. The
// result reports that there are tags.
func (t *tuning) forgetCaptions() bool {
	tags := Dataset{Tags: t.Train.Tags}
	if !tags.asks() {
		return false
	}
	t.Train.Captions = nil
	t.forgotten = t.done
	t.hold()
	return true
}

func (t *tuning) report(step int, loss, heldOut float64) {
	if t.Progress != nil {
		t.Progress(Progress{step, t.total(), loss, heldOut})
	}
}
