package undo

import (
	"context"

	"descry/app/message"
	"descry/library"
)

// TellProgress has a change of very many photos show how far it is, with Cancel, for as
// long as it takes; one of few shows nothing. It is called off the goroutine of the
// widgets. What was done until Cancel stays, and can be undone.
func (h *History) TellProgress(ctx context.Context, what string) (telling context.Context, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	var shown Held // belongs to the goroutine of the widgets
	telling = library.WithProgress(ctx, func(done, all int) {
		h.tasks.Apply(func() {
			text := message.Text("progress-of", message.Params{"What": what, "Done": message.FormatCount(done), "All": message.FormatCount(all)})
			switch {
			case ctx.Err() != nil:
			case shown == nil:
				shown = h.shell.Hold(text, message.Text("cancel", nil), cancel)
			default:
				shown.SetText(text)
			}
		})
	})
	return telling, func() {
		cancel()
		h.tasks.Apply(func() {
			if shown != nil {
				shown.Remove()
			}
		})
	}
}
