package learning

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/finetune"
	"descry/finetune/heads"
)

// Learned is what the searches of one model have learned from the user: the head in use and the
// named concepts. The methods of Learned may be called on any goroutine.
type Learned struct {
	heads    *Heads
	model    *models.Encoder
	onHead   func()
	concepts concepts

	head      atomic.Pointer[HeadInUse]
	following sync.Mutex // held while another head takes over
}

// For returns what was learned for a model, without a head until the first call of Follow. Follow
// calls onHead before it returns, where the head in use or its problem is another one. Calls of
// onHead don't overlap. onHead may be nil.
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
	Problem notice.Notice  // why the chosen head isn't used, a sentence, or the zero Notice
	tried   time.Time      // when the head was loaded, or could not be
	file    heads.State    // the head's file at that time
}

// applied is the id of the head that changes vectors, "" for none.
func (u HeadInUse) applied() string {
	if u.Head == nil {
		return ""
	}
	return u.ID
}

// retryHead is the time after which an unusable head is loaded again although its file is
// unchanged: a disk or permissions may have come back.
const retryHead = 15 * time.Second

// InUse returns the head that texts are encoded with at the moment.
func (l *Learned) InUse() HeadInUse {
	if u := l.head.Load(); u != nil {
		return *u
	}
	return HeadInUse{}
}

// Follow loads the head that the catalogue names, if InUse is another one. Searches use no head
// where that one is unusable, and HeadInUse.Problem says why. Follow loads an unusable head again
// when its file has changed or retryHead has passed.
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
	if now.ID == old.ID && now.Problem.Same(old.Problem) {
		return nil // the head is unusable for the same reason
	}
	if !now.Problem.IsZero() {
		l.heads.models.Log.Warn("head not used", "head", now.ID, "problem", now.Problem.String())
	}
	l.onHead()
	return nil
}

// tryHead loads a head; "" stands for no head.
func (l *Learned) tryHead(id string) HeadInUse {
	u := HeadInUse{ID: id, tried: time.Now(), file: l.heads.State(id)}
	if id == "" {
		return u
	}
	h, err := l.heads.loadFor(id, l.model.Pack)
	if err != nil {
		u.Problem = notice.New("head-unusable", notice.Params{"Cause": err})
		return u
	}
	u.Head = h
	return u
}

// worthRetrying reports that an unusable head may be usable by now.
func (l *Learned) worthRetrying(u HeadInUse) bool {
	return !u.Problem.IsZero() && (l.heads.State(u.ID) != u.file || time.Since(u.tried) >= retryHead)
}

// UseHead has searches use a head from now on; "" stands for no head. An unusable head is an
// error, and changes nothing.
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
	if id != "" { // the user put aside suggestions of another head
		if err := h.models.Catalogue.ForgetRejections(ctx); err != nil {
			h.models.Log.Warn("suggestions that were put aside stay so", "err", err)
		}
	}
	return l.Follow(ctx)
}

// ErrNoFormer reports that no earlier choice of a head can be used.
var ErrNoFormer error = problem.New("head-none-before", nil)

// RollBack goes back to the head before the last choice and returns the id of that head, "" for
// none. RollBack passes over heads that were deleted. The error is ErrNoFormer where no earlier
// choice is left.
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

// With returns the same model's Learned with another head; "" stands for no head. Searches of the
// library go on with the head in use.
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
