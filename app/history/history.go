// Package history keeps the steps of the user in a session in their order, undoes them and
// redoes them. The package knows the catalogue and no window.
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

// Most is how many steps can be undone. Nobody undoes more one by one.
const Most = 200

// ErrNotLast says that other steps were done since.
var ErrNotLast error = problem.New("history-not-last", nil)

// Action changes the library. After an error nothing has changed, and the action may be tried
// again. Only a large change that was stopped on its way returns the error together with the
// inverse of the part that was done.
type Action func(ctx context.Context) (Done, error)

// Done is what an action did.
type Done struct {
	Inverse Action // undoes the action; nil when nothing was changed
	Left    int    // photos that were changed since, which the action left alone
	Label   *Label // label of the part that was done; nil when all was done

	LeftFiles int // files that could not be read and were changed since, which the action left alone
}

// Then calls fn whenever the action or one of its inverses has changed something.
func (a Action) Then(fn func(ctx context.Context)) Action {
	return func(ctx context.Context) (Done, error) {
		d, err := a(ctx)
		if d.Inverse != nil {
			fn(context.WithoutCancel(ctx)) // ctx may have stopped the action
			d.Inverse = d.Inverse.Then(fn)
		}
		return d, err
	}
}

// Label names a step in two forms.
type Label struct {
	Message notice.Notice // when the step is done: "Tagged 3 photos: Bella"
	What    notice.Notice // as the name of the step: "tag “Bella” on 3 photos"
}

// Step is an action that was done.
type Step struct {
	ID int64 // above zero, and larger than those of earlier steps
	Label
	At time.Time
}

// Moved is a step that was undone or redone. The zero Moved says that there was no step.
type Moved struct {
	Step
	Left int  // photos that were changed since, which stay as they are
	Gone bool // every photo was changed since: nothing was done, and the step is dropped

	LeftFiles int // files that could not be read and were changed since, which stay as they are
}

// History is the history of one session. Its methods may be called from any goroutine. One
// method ends before the next begins, so that the steps are in the order of the changes.
type History struct {
	now func() time.Time

	mu           sync.Mutex // held during an action, too
	last         int64
	done, undone []entry // oldest first; the last of undone is redone first
}

// entry is a step with the action that undoes or redoes the step.
type entry struct {
	Step
	move Action
}

// New returns an empty history.
func New(now func() time.Time) *History { return &History{now: now} }

// Do does an action as a new step. Steps that were undone before can't be redone after that.
// The zero Step says that nothing was changed. An action that was stopped on its way gives
// both a step of the part that was done and the error.
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

// Undo undoes the last step. Unless id is 0 the last step must have that id, and ErrNotLast
// says that another one is the last.
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

// Redo redoes the step that was undone last.
func (h *History) Redo(ctx context.Context) (Moved, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.undone) == 0 {
		return Moved{}, nil
	}
	return move(ctx, redoFailed, &h.undone, &h.done)
}

// UndoTo undoes a step and all steps after it, the newest first, and returns them. At an error
// the other steps stay.
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

// Steps lists the steps that can be undone, the newest first, and the steps that can be
// redone, the next first.
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
