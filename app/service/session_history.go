package service

import (
	"context"
	"errors"

	"descry/app/history"
	"descry/library"
)

// Undo takes back the last change that is not taken back yet. Unless id is 0 it
// must be that one; when others came after it, that is an error. The zero Moved
// says that there was nothing.
func (b *Session) Undo(ctx context.Context, id int64) (Moved, error) {
	m, err := b.history.Undo(ctx, id)
	return movedStep(m), owned(err)
}

// Redo does the change again that was taken back last.
func (b *Session) Redo(ctx context.Context) (Moved, error) {
	m, err := b.history.Redo(ctx)
	return movedStep(m), owned(err)
}

// UndoTo takes back a change and all after it, the newest first.
func (b *Session) UndoTo(ctx context.Context, id int64) ([]Moved, error) {
	list, err := b.history.UndoTo(ctx, id)
	all := make([]Moved, len(list))
	for i, m := range list {
		all[i] = movedStep(m)
	}
	return all, owned(err)
}

// History lists what can be taken back, the newest first, and what can be done
// again, the next first.
func (b *Session) History(context.Context) (done, undone []Change, err error) {
	steps, back := b.history.Steps()
	for _, s := range steps {
		done = append(done, changeOf(s))
	}
	for _, s := range back {
		undone = append(undone, changeOf(s))
	}
	return done, undone, nil
}

func changeOf(s history.Step) Change {
	return Change{ID: s.ID, Label: s.Said, What: s.What, At: s.At}
}

func movedStep(m history.Moved) Moved {
	return Moved{Change: changeOf(m.Step), Left: m.Left, LeftFiles: m.LeftFiles, Gone: m.Gone}
}

// do does something and remembers it.
func (b *Session) do(ctx context.Context, label history.Label, a history.Action) (Change, error) {
	step, err := b.history.Do(ctx, label, a)
	return changeOf(step), owned(err)
}

// edit is do for a change of what the user says of photos.
func (b *Session) edit(ctx context.Context, label history.Label, change func(ctx context.Context) (undo library.Edit, err error)) (Change, error) {
	return b.editMany(ctx, label, func(int) history.Label { return label }, change)
}

// editMany is edit for a change that is made in steps if it is large. Where it is stopped
// what was done is a step of the history, which part names by its number of photos. That
// the user has stopped it is no error.
func (b *Session) editMany(ctx context.Context, label history.Label, part func(photos int) history.Label, change func(ctx context.Context) (undo library.Edit, err error)) (Change, error) {
	photos := 0
	a := history.Editing(b.e.Store, func(ctx context.Context) (library.Edit, error) {
		undo, err := change(ctx)
		photos = undo.Photos()
		return undo, err
	})
	return b.do(ctx, label, func(ctx context.Context) (history.Done, error) {
		d, err := a(ctx)
		if d.Inverse != nil {
			b.tagsChanged()
			d.Inverse = d.Inverse.Then(b.editMoved)
			if err != nil {
				done := StoppedLabel(part(photos))
				d.Label = &done
			}
			if errors.Is(err, context.Canceled) {
				err = nil
			}
		}
		return d, err
	})
}

// editMoved tells of an edit that was taken back or done again. A tag that is back has
// lost what was suggested for it, so that is made anew.
func (b *Session) editMoved(ctx context.Context) {
	if err := b.e.Heads.SuggestAnew(ctx); err != nil {
		b.e.Log.Warn("suggestions not made anew", "err", err)
	}
	b.tagsChanged()
}

// telling sends events whenever an action, or what takes it back, has changed
// something.
func (b *Session) telling(a history.Action, kinds ...EventKind) history.Action {
	return a.Then(func(context.Context) { b.Events.Send(kinds...) })
}
