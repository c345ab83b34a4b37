package ui

import (
	"context"
	"errors"
	"slices"

	"descry/app/message"
	"descry/app/service"
)

// change does something that can be taken back, after all changes before it. A message
// tells what was done and offers Undo.
func (w *Window) change(do func(ctx context.Context) (service.Change, error), then func(error)) {
	w.changes.Run(func(ctx context.Context) {
		c, err := do(ctx)
		w.tasks.Apply(func() {
			if err == nil {
				w.tellChange(c)
			}
			w.historyMoved()
			then(err)
		})
	})
}

// changeWords is change for what is said about photos.
func (w *Window) changeWords(do func(ctx context.Context) (service.Change, error), then func(error)) {
	w.change(do, func(err error) {
		w.ownWordsChanged()
		then(err)
	})
}

// tellChange says what was done; nothing was done, it says nothing.
func (w *Window) tellChange(c service.Change) {
	if c.Label != "" {
		w.toasts.sayDone(c.Label, "Undo", func() { w.undoChange(c.ID) })
	}
}

// undo takes back the last thing that was done, whatever it was and wherever.
func (w *Window) undo() { w.undoChange(0) }

// undoChange takes back a change if it is the last.
func (w *Window) undoChange(id int64) {
	w.goBack("Undoing for photos", func(ctx context.Context) (service.Moved, error) { return w.backend.Undo(ctx, id) }, func(m service.Moved) {
		w.toasts.sayDone(undidText(m), "Redo", w.redo)
	}, "There is nothing to undo.")
}

// redo does again what was taken back last.
func (w *Window) redo() {
	w.goBack("Redoing for photos", w.backend.Redo, func(m service.Moved) {
		w.toasts.sayDone(redidText(m), "Undo", func() { w.undoChange(m.ID) })
	}, "There is nothing to redo.")
}

func (w *Window) goBack(doing string, do func(context.Context) (service.Moved, error), tell func(service.Moved), nothing string) {
	w.changes.Run(func(ctx context.Context) {
		telling, end := w.tellProgress(ctx, doing)
		m, err := do(telling)
		end()
		w.tasks.Apply(func() {
			switch {
			case errors.Is(err, context.Canceled):
				w.toasts.say("Stopped. What had been done of it is as before.", "", nil)
			case err != nil:
				w.sayError(err)
			case m.ID == 0:
				w.toasts.say(nothing, "", nil)
			case m.Gone:
				w.toasts.say(goneText(m), "", nil)
			default:
				tell(m)
			}
			w.ownWordsChanged()
			w.historyMoved()
		})
	})
}

// undoTo takes back a change and all that was done after it.
func (w *Window) undoTo(id int64) {
	w.changes.Run(func(ctx context.Context) {
		telling, end := w.tellProgress(ctx, "Undoing for photos")
		all, err := w.backend.UndoTo(telling, id)
		end()
		w.tasks.Apply(func() {
			all = slices.DeleteFunc(all, func(m service.Moved) bool { return m.Gone })
			switch {
			case err != nil:
				w.sayError(err)
			case len(all) == 1:
				w.toasts.sayDone(undidText(all[0]), "Redo", w.redo)
			case len(all) > 1:
				w.toasts.sayDone("Undid "+message.FormatCount(len(all))+" changes, back to before: "+all[len(all)-1].What, "Redo one", w.redo)
			}
			w.ownWordsChanged()
			w.historyMoved()
		})
	})
}

func undidText(m service.Moved) string { return "Undid: " + m.What + leftAloneText(m) }
func redidText(m service.Moved) string { return "Redid: " + m.What + leftAloneText(m) }

// leftAloneText says that photos were left alone, or files that could not be read.
func leftAloneText(m service.Moved) string {
	n := ""
	switch {
	case m.Left > 0:
		n = message.Plural(m.Left, "photo was", "photos were")
	case m.LeftFiles > 0:
		n = message.Plural(m.LeftFiles, "file was", "files were")
	default:
		return ""
	}
	return " (" + n + " changed since and left alone)"
}

func goneText(m service.Moved) string {
	switch m.LeftFiles {
	case 0:
		return "Nothing left to undo: " + m.What + " was changed since."
	case 1:
		return "Nothing left to undo of " + m.What + ": the file was changed since."
	}
	return "Nothing left to undo of " + m.What + ": all were changed since."
}
