// Package history keeps what the user did in a session in the order in which it was
// done, takes it back and does it again. It knows the catalogue and no window.
package history

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
)

// Most is how many steps can be taken back: more than anyone goes back one by one.
const Most = 200

// ErrNotLast says that something else was done since.
var ErrNotLast error = problem.New("history-not-last", nil)

// Action changes the library. After an error nothing has changed, and it may be tried
// again; but a large change that was stopped on its way returns the error together with
// what takes back the part that was done.
type Action func(ctx context.Context) (Done, error)

// Done is what an action did.
type Done struct {
	Inverse Action // takes it back; nil when nothing was changed
	Left    int    // photos that it left alone, because they were changed since
	Label   *Label // of what was done, where that isn't what was to be done; nil otherwise

	LeftFiles int // the same of files that could not be read
}

// Then calls fn whenever the action or one of its inverses has changed something.
func (a Action) Then(fn func(ctx context.Context)) Action {
	return func(ctx context.Context) (Done, error) {
		d, err := a(ctx)
		if d.Inverse != nil {
			fn(context.WithoutCancel(ctx)) // which may have stopped it
			d.Inverse = d.Inverse.Then(fn)
		}
		return d, err
	}
}

// Label says what a step does, in the two ways that it is spoken of.
type Label struct {
	Said notice.Notice // "Tagged 3 photos: Bella"
	What notice.Notice // "tag “Bella” on 3 photos"
}

// Step is something that was done.
type Step struct {
	ID int64 // above zero; larger than those of earlier steps
	Label
	At time.Time
}

// Moved is a step that was taken back or done again. The zero Moved says that there
// was none.
type Moved struct {
	Step
	Left int  // photos that were changed since, which stay as they are
	Gone bool // all of it was changed since: nothing was done, and the step is forgotten

	LeftFiles int // files that could not be read and were changed since
}

// History is one user's. Its methods may be called from any goroutine; what one does
// is done before the next begins, so that steps are in the order of the changes.
type History struct {
	now func() time.Time

	mu           sync.Mutex // held during an action, too
	last         int64
	done, undone []entry // oldest first; the last of undone is done again first
}

// entry is a step with what takes it back, or does it again.
type entry struct {
	Step
	move Action
}

// New returns a history in which nothing was done.
func New(now func() time.Time) *History { return &History{now: now} }

// Do does something and remembers it; what was taken back before can't be done again
// then. The zero Step says that nothing was changed. A change that was stopped on its way
// is a step of what was done, beside the error.
func (h *History) Do(ctx context.Context, label Label, a Action) (Step, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, err := a(ctx)
	if d.Inverse == nil {
		return Step{}, err
	}
	if d.Label != nil {
		label = *d.Label
	}
	h.last++
	step := Step{ID: h.last, Label: label, At: h.now()}
	h.done = append(h.done, entry{step, d.Inverse})
	if len(h.done) > Most {
		h.done = slices.Delete(h.done, 0, len(h.done)-Most)
	}
	h.undone = nil
	return step, err
}

// Undo takes back the last step. Unless id is 0 that must be the one: another gives
// ErrNotLast.
func (h *History) Undo(ctx context.Context, id int64) (Moved, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.undo(ctx, id)
}

func (h *History) undo(ctx context.Context, id int64) (Moved, error) {
	if len(h.done) == 0 || id != 0 && h.done[len(h.done)-1].ID != id {
		if id != 0 {
			return Moved{}, ErrNotLast
		}
		return Moved{}, nil
	}
	return move(ctx, undoFailed, &h.done, &h.undone)
}

// Redo does the step again that was taken back last.
func (h *History) Redo(ctx context.Context) (Moved, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.undone) == 0 {
		return Moved{}, nil
	}
	return move(ctx, redoFailed, &h.undone, &h.done)
}

// UndoTo takes back a step and all after it, the newest first, and returns them. At
// an error the rest stays.
func (h *History) UndoTo(ctx context.Context, id int64) ([]Moved, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []Moved
	for len(h.done) > 0 && h.done[len(h.done)-1].ID >= id {
		m, err := h.undo(ctx, 0)
		if err != nil {
			return all, err
		}
		all = append(all, m)
	}
	return all, nil
}

// move does the last of one list and puts what takes that back on the other.
func move(ctx context.Context, failed func(notice.Params, error) error, from, to *[]entry) (Moved, error) {
	last := (*from)[len(*from)-1]
	d, err := last.move(ctx)
	if err != nil && !changed(err) {
		return Moved{}, failed(notice.Params{"What": last.What}, err)
	}
	*from = slices.Delete(*from, len(*from)-1, len(*from))
	m := Moved{Step: last.Step, Left: d.Left, LeftFiles: d.LeftFiles, Gone: err != nil || d.Inverse == nil}
	if !m.Gone {
		*to = append(*to, entry{last.Step, d.Inverse})
	}
	return m, nil
}

func undoFailed(what notice.Params, err error) error { return problem.Wrap("undo-failed", what, err) }

func redoFailed(what notice.Params, err error) error { return problem.Wrap("redo-failed", what, err) }

// changed reports an error that comes each time: what a step was about is gone, or
// something else has its place.
func changed(err error) bool {
	for _, known := range []error{library.ErrChanged, library.ErrNotFound, library.ErrNameTaken, library.ErrFolderExists} {
		if errors.Is(err, known) {
			return true
		}
	}
	var nested *library.NestedError
	return errors.As(err, &nested)
}

// Steps lists what can be taken back, the newest first, and what can be done again,
// the next first.
func (h *History) Steps() (done, undone []Step) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range slices.Backward(h.done) {
		done = append(done, e.Step)
	}
	for _, e := range slices.Backward(h.undone) {
		undone = append(undone, e.Step)
	}
	return done, undone
}
