package service

import (
	"context"
	"strconv"
	"time"

	"descry/app/ending"
)

// valueEdited is the name of the catalogue's value that changes when a command changed
// annotations, so that an open window shows the change.
const valueEdited = "owner.edited"

// lastWord is how long an interrupted command tries to tell an open window of its changes.
// Another process may be writing, and the command is to end.
const lastWord = ending.OrderlyEnd / 2

// TellEdited has an open window show changes, also those of a command that was interrupted,
// and makes the daily copy.
func (e *Library) TellEdited(ctx context.Context) error {
	now := strconv.FormatInt(time.Now().UnixNano(), 36)
	err := e.Store.SetValue(ctx, valueEdited, now)
	if ctx.Err() == nil {
		e.CopyIfDue(ctx)
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	if err = e.Store.SetValue(ctx, valueEdited, now); err != nil {
		e.Log.Warn("an open window was not told of the change that was interrupted", "err", err)
	}
	return nil
}

// followEdits sends events for changes that commands made since the last look.
func (b *Session) followEdits(ctx context.Context) error {
	now, err := b.e.Store.Value(ctx, valueEdited)
	if err != nil || b.edited != nil && *b.edited == now {
		return err
	}
	if b.edited != nil {
		b.annotationsChanged()
	}
	b.edited = &now
	return nil
}

// annotationsChanged sends the events of a change that may concern any annotation.
func (b *Session) annotationsChanged() {
	b.tagsChanged()
	b.Events.Send(SearchesChanged, AnswersChanged, FoldersChanged)
}
