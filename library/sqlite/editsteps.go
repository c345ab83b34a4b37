package sqlite

import (
	"context"
	"slices"
	"time"

	"descry/library"
)

// editStep is how many edits of tags or captions one transaction writes: a fraction of a
// second's worth, so that others get their turn.
const editStep = 5000

// ApplyEdit writes annotations. A large edit is written in steps, between which others can
// write. When the context ends or a step fails, the steps before stay, and undo takes them
// back.
func (s *Store) ApplyEdit(ctx context.Context, edit library.Edit) (undo library.Edit, err error) {
	if len(edit.Tags)+len(edit.Captions) <= editStep {
		return s.edit(ctx, "edit", func(*editor) (library.Edit, error) { return edit, nil })
	}
	var parts []library.Edit
	for part := range slices.Chunk(lastOfEach(edit.Tags, tagOfPhoto), editStep) {
		parts = append(parts, library.Edit{Tags: part})
	}
	for part := range slices.Chunk(lastOfEach(edit.Captions, captionOfPhoto), editStep) {
		parts = append(parts, library.Edit{Captions: part})
	}
	if len(edit.Named)+len(edit.Spelled) > 0 {
		parts = append(parts, library.Edit{Named: edit.Named, Spelled: edit.Spelled})
	}
	return s.editInSteps(ctx, len(parts), edit.Photos(), func(i int) (library.Edit, int, error) {
		undo, err := s.edit(ctx, "edit", func(*editor) (library.Edit, error) { return parts[i], nil })
		return undo, parts[i].Photos(), err
	})
}

// TagPhotos adds and removes tags of photos. A tag that is in both lists is added. Many photos
// are tagged in steps, as by ApplyEdit.
func (s *Store) TagPhotos(ctx context.Context, photos []library.PhotoID, add, remove []library.Tag) (undo library.Edit, err error) {
	add, err = s.asWritten(ctx, add)
	if err == nil {
		remove, err = s.asWritten(ctx, remove)
	}
	if err != nil {
		return library.Edit{}, wrap("edit", err)
	}
	few := max(1, editStep/max(1, len(add)+len(remove)))
	if len(photos) <= few {
		return s.tagPhotos(ctx, photos, add, remove)
	}
	steps := slices.Collect(slices.Chunk(photos, few))
	return s.editInSteps(ctx, len(steps), len(photos), func(i int) (library.Edit, int, error) {
		undo, err := s.tagPhotos(ctx, steps[i], add, remove)
		return undo, len(steps[i]), err
	})
}

// editInSteps does the steps of an edit of a number of photos, tells the progress after each
// step, and gives way. A step returns its undo and how many photos the step was about.
func (s *Store) editInSteps(ctx context.Context, steps, photos int, step func(i int) (library.Edit, int, error)) (undo library.Edit, err error) {
	done := 0
	for i := range steps {
		began := time.Now()
		part, n, err := step(i)
		if err != nil {
			return undo, err
		}
		undo = joinUndo(part, undo)
		if done = min(done+n, photos); n > 0 {
			library.Progress(ctx, done, photos)
		}
		if i+1 == steps {
			break
		}
		// A user waits for the edit: others get their turn, but not half of the time.
		if err := giveWay(ctx, latest(began, time.Now().Add(-mostWay))); err != nil {
			return undo, err
		}
	}
	return undo, nil
}

// mostWay is how long others get their turn after a step: longer than SQLite sleeps
// between two looks at a lock.
const mostWay = 150 * time.Millisecond

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// joinUndo joins the undos of two edits. The later edit is taken back first.
func joinUndo(later, earlier library.Edit) library.Edit {
	return library.Edit{
		Tags:     append(earlier.Tags, later.Tags...), // each of another photo or tag, so in any order
		Captions: append(later.Captions, earlier.Captions...),
		Named:    append(later.Named, earlier.Named...),
		Spelled:  append(later.Spelled, earlier.Spelled...),
	}
}

// tagOfPhoto and captionOfPhoto are the keys of lastOfEach.
func tagOfPhoto(t library.TagEdit) any         { return aboutTag{t.Photo, t.Tag} }
func captionOfPhoto(c library.CaptionEdit) any { return c.Photo }

type aboutTag struct {
	photo library.PhotoID
	tag   library.Tag
}

// lastOfEach leaves out edits that a later edit with the same key replaces.
func lastOfEach[T any](edits []T, about func(T) any) []T {
	last := make(map[any]int, len(edits))
	for i, e := range edits {
		last[about(e)] = i
	}
	if len(last) == len(edits) {
		return edits
	}
	kept := make([]T, 0, len(last))
	for i, e := range edits {
		if last[about(e)] == i {
			kept = append(kept, e)
		}
	}
	return kept
}
