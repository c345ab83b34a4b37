package app

import (
	"context"
	"errors"
	"strconv"
	"time"

	"descry/ui"
)

// valueEdited is the name of the catalogue's value that changes when a command
// changed what the owner says, so that an open window shows it.
const valueEdited = "owner.edited"

// withEdits is withEngine for a command that changes what the owner says.
func withEdits(ctx context.Context, run func(*engine) error) error {
	return withEngine(ctx, func(e *engine) error {
		err := run(e)
		if err != nil && ctx.Err() == nil {
			return err
		}
		// A large change that was interrupted may have been made in part.
		now := strconv.FormatInt(time.Now().UnixNano(), 36)
		err = errors.Join(err, e.store.SetValue(context.WithoutCancel(ctx), valueEdited, now))
		e.copyIfDue(ctx)
		return err
	})
}

// followEdits tells of changes that commands made since the last look.
func (b *backend) followEdits(ctx context.Context) error {
	now, err := b.e.store.Value(ctx, valueEdited)
	if err != nil || b.edited != nil && *b.edited == now {
		return err
	}
	if b.edited != nil {
		b.everythingSaidChanged()
	}
	b.edited = &now
	return nil
}

// everythingSaidChanged tells of a change that may be about anything the owner says.
func (b *backend) everythingSaidChanged() {
	b.tagsChanged()
	b.events.send(ui.SearchesChanged, ui.AnswersChanged, ui.FoldersChanged)
}
