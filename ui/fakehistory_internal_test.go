package ui

import (
	"context"
	"errors"
	"slices"
	"sync"

	"descry/app/message"
	appnotice "descry/app/notice"
	"descry/app/service"
)

// fakeHistory keeps what was done in memory. Events are sent when it is taken back.
type fakeHistory struct {
	steps        sync.Mutex // guards the fields below
	done, undone []fakeStep
	lastID       int64
	left         map[int64]int  // what Moved.Left is of a change
	gone         map[int64]bool // and Gone
}

type fakeStep struct {
	service.Change
	undo, redo func()
	tells      []service.EventKind
}

// remember makes a step of what was done.
func (f *fakeHistory) remember(label string, undo, redo func(), tells ...service.EventKind) service.Change {
	f.steps.Lock()
	defer f.steps.Unlock()
	f.lastID++
	c := service.Change{ID: f.lastID, Label: appnotice.Notice{Kind: appnotice.Kind(label)}, What: appnotice.Notice{Kind: appnotice.Kind("“" + label + "”")}, At: thursday}
	f.done, f.undone = append(f.done, fakeStep{c, undo, redo, tells}), nil
	return c
}

func (f *fakeHistory) labels() []string {
	f.steps.Lock()
	defer f.steps.Unlock()
	var labels []string
	for _, s := range f.done {
		labels = append(labels, message.OfNotice(s.Label, s.At))
	}
	return labels
}

// take hands out the last step of one list for the other.
func (f *fakeHistory) take(from, to *[]fakeStep, id int64) (s fakeStep, m service.Moved, err error) {
	f.steps.Lock()
	defer f.steps.Unlock()
	n := len(*from)
	if id != 0 && (n == 0 || (*from)[n-1].ID != id) {
		return s, m, errors.New("other things were done since")
	}
	if n == 0 {
		return s, m, nil
	}
	s = (*from)[n-1]
	*from = (*from)[:n-1]
	if f.gone[s.ID] {
		return fakeStep{}, service.Moved{Change: s.Change, Gone: true}, nil
	}
	*to = append(*to, s)
	return s, service.Moved{Change: s.Change, Left: f.left[s.ID]}, nil
}

func (f *fakeBackend) Undo(ctx context.Context, id int64) (service.Moved, error) {
	f.goOn(ctx)
	s, m, err := f.take(&f.fakeHistory.done, &f.fakeHistory.undone, id)
	if s.undo != nil {
		s.undo()
		f.told(s.tells)
	}
	return m, err
}

func (f *fakeBackend) Redo(ctx context.Context) (service.Moved, error) {
	f.goOn(ctx)
	s, m, err := f.take(&f.fakeHistory.undone, &f.fakeHistory.done, 0)
	if s.redo != nil {
		s.redo()
		f.told(s.tells)
	}
	return m, err
}

func (f *fakeBackend) told(kinds []service.EventKind) {
	f.mu.Lock()
	notify := f.notify
	f.mu.Unlock()
	for _, k := range kinds {
		notify(service.Event{Kind: k})
	}
}

func (f *fakeBackend) UndoTo(ctx context.Context, id int64) (all []service.Moved, err error) {
	for done, _, _ := f.History(ctx); len(done) > 0 && done[0].ID >= id; done = done[1:] {
		m, _ := f.Undo(ctx, 0)
		all = append(all, m)
	}
	return all, nil
}

func (f *fakeBackend) History(context.Context) (done, undone []service.Change, err error) {
	f.steps.Lock()
	defer f.steps.Unlock()
	for _, s := range slices.Backward(f.fakeHistory.done) {
		done = append(done, s.Change)
	}
	for _, s := range slices.Backward(f.fakeHistory.undone) {
		undone = append(undone, s.Change)
	}
	return done, undone, nil
}
