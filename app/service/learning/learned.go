package learning

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"descry/app/problem"
	"descry/app/service/models"
	"descry/finetune"
	"descry/finetune/heads"
)

// Learned is what the searches of one model have learned from the user: the head that they
// use, and the named concepts. Its methods may be called on any goroutine.
type Learned struct {
	heads    *Heads
	model    *models.Encoder
	onHead   func()
	concepts concepts

	head      atomic.Pointer[HeadInUse]
	following sync.Mutex // held while another head takes over
}

// For is what was learned for a model. It uses no head before Follow. onHead is called when
// another head is used, or another problem keeps one from it: one call at a time, before Follow
// returns; nil is allowed.
func (h *Heads) For(m *models.Encoder, onHead func()) *Learned {
	if onHead == nil {
		onHead = func() {}
	}
	return &Learned{heads: h, model: m, onHead: onHead}
}

// HeadInUse is the head that a model's searches use.
type HeadInUse struct {
	ID      string         // "" for none
	Head    *finetune.Head // nil for none, and for one that can't be used
	Problem string         // why the chosen one isn't used, a sentence, or ""
	tried   time.Time      // to load it
	file    heads.State    // as it was then
}

// applied tells heads apart that are applied.
func (u HeadInUse) applied() string {
	if u.Head == nil {
		return ""
	}
	return u.ID
}

// retryHead is how long it takes until a head that can't be used is tried again
// though its file is as it was: a disk or permissions may have come back.
const retryHead = 15 * time.Second

// InUse is the head that is applied at the moment.
func (l *Learned) InUse() HeadInUse {
	if u := l.head.Load(); u != nil {
		return *u
	}
	return HeadInUse{}
}

// Follow makes the head that the catalogue names the one that is applied. One that can't be
// used leaves searches as they are without any, with the reason for the user, and is tried again
// when its file has changed, or after a while.
func (l *Learned) Follow(ctx context.Context) error {
	c, err := l.heads.readChoice(ctx, l.model.Pack.ID)
	if err != nil {
		return err
	}
	l.following.Lock()
	defer l.following.Unlock()
	old := l.InUse()
	if old.ID == c.Used && !l.worthRetrying(old) {
		return nil
	}
	now := l.tryHead(c.Used)
	l.head.Store(&now)
	if now.ID == old.ID && now.Problem == old.Problem {
		return nil // as unusable as it was
	}
	if now.Problem != "" {
		l.heads.models.Log.Warn("head not used", "head", now.ID, "problem", now.Problem)
	}
	l.onHead()
	return nil
}

// tryHead loads a head, "" none.
func (l *Learned) tryHead(id string) HeadInUse {
	u := HeadInUse{ID: id, tried: time.Now(), file: l.heads.State(id)}
	if id == "" {
		return u
	}
	h, err := l.heads.loadFor(id, l.model.Pack)
	if err != nil {
		u.Problem = "What was learned can't be used, so searches are those of the model alone: " + problem.Explain(err) + "."
		return u
	}
	u.Head = h
	return u
}

// worthRetrying reports that a head that couldn't be used may be usable now.
func (l *Learned) worthRetrying(u HeadInUse) bool {
	return u.Problem != "" && (l.heads.State(u.ID) != u.file || time.Since(u.tried) >= retryHead)
}

// UseHead makes searches use a head from now on, "" none. Nothing changes if it
// can't be used.
func (l *Learned) UseHead(ctx context.Context, id string) error {
	h, pack := l.heads, l.model.Pack
	if id != "" {
		if _, err := h.loadFor(id, pack); err != nil {
			return err
		}
	}
	h.choosing.Lock()
	defer h.choosing.Unlock()
	c, err := h.readChoice(ctx, pack.ID)
	if err != nil || c.Used == id {
		return err
	}
	if err := h.writeChoice(ctx, pack.ID, headChoice{id, append(c.Former, c.Used)}); err != nil {
		return err
	}
	if id != "" { // it knows better than the one whose suggestions were put aside
		if err := h.models.Catalogue.ForgetRejections(ctx); err != nil {
			h.models.Log.Warn("suggestions that were put aside stay so", "err", err)
		}
	}
	return l.Follow(ctx)
}

// ErrNoFormer says that there is nothing to go back to.
var ErrNoFormer error = problem.New("head-none-before", nil)

// RollBack goes back to what was used before the last choice, and returns it. Heads
// that are gone are passed over.
func (l *Learned) RollBack(ctx context.Context) (id string, err error) {
	h, pack := l.heads, l.model.Pack
	h.choosing.Lock()
	defer h.choosing.Unlock()
	c, err := h.readChoice(ctx, pack.ID)
	if err != nil {
		return "", err
	}
	id, rest, ok := h.former(c, pack)
	if !ok {
		return "", ErrNoFormer
	}
	if err := h.writeChoice(ctx, pack.ID, headChoice{id, rest}); err != nil {
		return "", err
	}
	return id, l.Follow(ctx)
}

// With is the same model with a head of its choice, "" none, which nobody else's searches use.
func (l *Learned) With(id string) (*Learned, error) {
	other := l.heads.For(l.model, nil)
	if id == "" {
		return other, nil
	}
	h, err := l.heads.loadFor(id, l.model.Pack)
	if err != nil {
		return nil, err
	}
	other.head.Store(&HeadInUse{ID: id, Head: h})
	return other, nil
}
