package ui

import (
	"context"

	"descry/app/message"
	"descry/library"
)

// tellProgress has a change of very many photos show how far it is, with Cancel, for as
// long as it takes; one of few shows nothing. It is called off the goroutine of the
// widgets. What was done until Cancel stays, and can be undone.
func (w *Window) tellProgress(ctx context.Context, what string) (telling context.Context, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	var shown *toast // belongs to the goroutine of the widgets
	telling = library.WithProgress(ctx, func(done, all int) {
		w.tasks.Apply(func() {
			text := what + ": " + message.FormatCount(done) + " of " + message.FormatCount(all)
			switch {
			case ctx.Err() != nil:
			case shown == nil:
				shown = w.toasts.hold(text, "Cancel", cancel)
			default:
				shown.setText(text)
			}
		})
	})
	return telling, func() {
		cancel()
		w.tasks.Apply(func() {
			if shown != nil {
				w.toasts.remove(shown)
			}
		})
	}
}
