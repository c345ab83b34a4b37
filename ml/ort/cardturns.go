package ort

import (
	"context"
	"sync"
)

// turns orders the runs of children on graphics cards: a text waits for one run of pictures at
// most, and no second run of pictures waits on the card before the text. The zero value is
// ready.
type turns struct {
	mu       sync.Mutex
	texts    int           // texts that run or are about to
	pictures int           // runs of pictures
	waiting  int           // runs of pictures that wait
	owed     bool          // a waiting run of pictures is next although there are texts: one after each text
	changed  chan struct{} // closed when any other field has changed; nil while nobody waits
}

// text begins the run of a text. end ends the run.
func (t *turns) text(context.Context) (end func(), err error) {
	t.change(func() { t.texts++ })
	return func() {
		t.change(func() {
			t.texts--
			t.owed = t.waiting > 0
		})
	}, nil
}

// picture begins a run of pictures when there is no text. With alone, the run also waits for
// other runs of pictures: WebGPU makes one run after the other anyway, and can't give a run
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
