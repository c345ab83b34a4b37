package service

import (
	"context"
	"errors"

	"descry/app/history"
	"descry/library"
)

// Undo undoes the last step. Unless id is 0 the last step must have that id, and an error says
// that other steps came after it. The zero Moved says that there was nothing to undo.
func (b *Session) Undo(ctx context.Context, id int64) (Moved, error) {
	m, err := b.history.Undo(ctx, id)
	return movedStep(m), err
}

// Redo redoes the step that was undone last.
func (b *Session) Redo(ctx context.Context) (Moved, error) {
	m, err := b.history.Redo(ctx)
	return movedStep(m), err
}

// UndoTo undoes a step and all steps after it, the newest first.
func (b *Session) UndoTo(ctx context.Context, id int64) ([]Moved, error) {
	list, err := b.history.UndoTo(ctx, id)
	all := make([]Moved, len(list))
	for i, m := range list {
		all[i] = movedStep(m)
	}
	return all, err
}

// History lists the steps that can be undone, the newest first, and the steps that can be
// redone, the next first.
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
	return Change{ID: s.ID, Label: s.Message, What: s.What, At: s.At}
}

func movedStep(m history.Moved) Moved {
	return Moved{Change: changeOf(m.Step), Left: m.Left, LeftFiles: m.LeftFiles, Gone: m.Gone}
}

// do does an action as a step of the history.
func (b *Session) do(ctx context.Context, label history.Label, a history.Action) (Change, error) {
	step, err := b.history.Do(ctx, label, a)
	return changeOf(step), err
}

// edit is do for a change of annotations.
func (b *Session) edit(ctx context.Context, label history.Label, change func(ctx context.Context) (undo library.Edit, err error)) (Change, error) {
	return b.editMany(ctx, label, func(int) history.Label { return label }, change)
}

// editMany is edit for a change that is made in parts if the change is large. Where the change
// is stopped, the finished part is a step of the history, which part labels by its number of
// photos. A stop by the user is no error.
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

// editMoved sends the events of an edit that was undone or redone. Suggestions for a tag that
// is back were dropped before, and are made anew.
func (b *Session) editMoved(ctx context.Context) {
	if err := b.e.Heads.SuggestAnew(ctx); err != nil {
		b.e.Log.Warn("suggestions not made anew", "err", err)
	}
	b.tagsChanged()
}

// telling sends events whenever an action, or its inverse, has changed something.
func (b *Session) telling(a history.Action, kinds ...EventKind) history.Action {
	return a.Then(func(context.Context) { b.Events.Send(kinds...) })
}
