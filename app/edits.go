package app

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"descry/library"
	"descry/ui"
)

// mostEdits is how many changes can be taken back: more than anyone goes back one
// by one.
const mostEdits = 100

// edits are the owner's changes of this session, for undo and redo.
type edits struct {
	mu           sync.Mutex // held while one is taken back, so that they keep their order
	done, undone []edit
}

// edit is a change that was made, and what takes it back.
type edit struct {
	label string
	undo  library.Edit
}

// record remembers a change for Undo; what was undone before can't be done again.
func (x *edits) record(label string, undo library.Edit) ui.Change {
	if undo.Empty() {
		return ui.Change{}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.done = append(x.done, edit{label, undo})
	if len(x.done) > mostEdits {
		x.done = x.done[1:]
	}
	x.undone = nil
	return ui.Change{Label: label}
}

// move takes back the last change of one list and puts what repeats it on the other.
func (x *edits) move(ctx context.Context, from, to *[]edit, apply func(context.Context, library.Edit) (library.Edit, error)) (ui.Change, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(*from) == 0 {
		return ui.Change{}, nil
	}
	last := (*from)[len(*from)-1]
	inverse, err := apply(ctx, last.undo)
	if err != nil {
		return ui.Change{}, fmt.Errorf("take back %q: %w", last.label, err)
	}
	*from = (*from)[:len(*from)-1]
	*to = append(*to, edit{last.label, inverse})
	return ui.Change{Label: last.label}, nil
}

// Undo implements ui.TagBackend.
func (b *backend) Undo(ctx context.Context) (ui.Change, error) {
	c, err := b.edits.move(ctx, &b.edits.done, &b.edits.undone, b.e.store.ApplyEdit)
	return b.moved(ctx, c, err)
}

// Redo implements ui.TagBackend.
func (b *backend) Redo(ctx context.Context) (ui.Change, error) {
	c, err := b.edits.move(ctx, &b.edits.undone, &b.edits.done, b.e.store.ApplyEdit)
	return b.moved(ctx, c, err)
}

// moved tells of what was taken back. A tag that is back has lost what was suggested
// for it, so that is made anew.
func (b *backend) moved(ctx context.Context, c ui.Change, err error) (ui.Change, error) {
	if c.Label != "" {
		if err := b.e.store.SetValue(ctx, valueSuggested, ""); err != nil {
			b.e.log.Warn("suggestions not made anew", "err", err)
		}
		b.tagsChanged()
	}
	return c, owned(err)
}

// valueEdited is the name of the catalogue's value that changes when a command
// changed what the owner says, so that an open window shows it.
const valueEdited = "owner.edited"

// withEdits is withEngine for a command that changes what the owner says.
func withEdits(ctx context.Context, run func(*engine) error) error {
	return withEngine(ctx, func(e *engine) error {
		if err := run(e); err != nil {
			return err
		}
		return e.store.SetValue(ctx, valueEdited, strconv.FormatInt(time.Now().UnixNano(), 36))
	})
}

// followEdits tells of changes that commands made since the last look.
func (b *backend) followEdits(ctx context.Context) error {
	now, err := b.e.store.Value(ctx, valueEdited)
	if err != nil || b.edited != nil && *b.edited == now {
		return err
	}
	if b.edited != nil {
		b.tagsChanged()
	}
	b.edited = &now
	return nil
}
