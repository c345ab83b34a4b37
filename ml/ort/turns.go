package ort

import (
	"context"
	"sync"
)

// turns orders what graphics cards are given by children: whoever has typed a text waits
// for one run of pictures at most, and the card has no second one that would come before
// the text. Its zero value is ready.
type turns struct {
	mu       sync.Mutex
	texts    int           // that run or are about to
	pictures int           // runs of pictures
	waiting  int           // runs of pictures that wait
	owed     bool          // one of them is next although there are texts: one after each text
	changed  chan struct{} // closed when any of that has; nil: nobody waits for it
}

// text begins the run of a text. What it returns ends it.
func (t *turns) text(context.Context) (end func(), err error) {
	t.change(func() { t.texts++ })
	return func() {
		t.change(func() {
			t.texts--
			t.owed = t.waiting > 0
		})
	}, nil
}

// picture begins a run of pictures when there is no text. Alone, it also waits for other
// pictures: WebGPU runs one after the other anyway, and what it was given can't be taken
// back.
func (t *turns) picture(ctx context.Context, alone bool) (end func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting++
	defer func() { t.waiting-- }()
	for t.texts > 0 && !t.owed || alone && t.pictures > 0 {
		if t.changed == nil {
			t.changed = make(chan struct{})
		}
		changed := t.changed
		t.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
		}
		t.mu.Lock()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	t.owed = false
	t.pictures++
	return func() { t.change(func() { t.pictures-- }) }, nil
}

func (t *turns) change(how func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	how()
	if t.changed != nil {
		close(t.changed)
		t.changed = nil
	}
}

// The names of towers.
const (
	imageTower = "image"
	textTower  = "text"
)

// admit is what a child waits for with each run of a tower.
func (t *turns) admit(tower string, on Provider) func(context.Context) (end func(), err error) {
	if tower == textTower {
		return t.text
	}
	return func(ctx context.Context) (func(), error) { return t.picture(ctx, on == WebGPU) }
}
