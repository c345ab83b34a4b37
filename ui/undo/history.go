// Package undo changes what the user says in an order in which each change can be taken
// back, tells what was done with a way back, and lists it all in a sheet.
package undo

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
)

// Shell is what a history wants of the window around it. Its methods are called on the
// goroutine of the widgets.
type Shell interface {
	kit.KeySink
	// OpenSheet shows a sheet of the wanted size, in Fyne units.
	OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet
	// CloseSheet closes a sheet wherever it stands.
	CloseSheet(s *kit.Sheet)
	// Say shows a passing message. With an action, a button does it.
	Say(text, action string, do func())
	// SayDone is Say for the last thing that was done, taken back or done again: only the
	// last can be acted on, so the message before it goes.
	SayDone(text, action string, do func())
	// SayError shows an error of an action in passing; nil says nothing.
	SayError(err error)
	// Hold shows a message until it is removed, for something that is under way.
	Hold(text, action string, do func()) Held
	// AnnotationsChanged is told when tags, captions or people of photos may be others.
	AnnotationsChanged()
}

// Held is a message that stays on show.
type Held interface {
	SetText(text string)
	Remove()
}

// History makes changes one after the other. Its methods belong to the goroutine of the
// widgets.
type History struct {
	backend Backend
	shell   Shell
	tasks   *kit.Tasks
	changes *kit.Ordered
	list    *list // nil while the sheet isn't open
}

// New is a history of nothing.
func New(backend Backend, shell Shell, tasks *kit.Tasks) *History {
	return &History{backend: backend, shell: shell, tasks: tasks, changes: &kit.Ordered{Tasks: tasks}}
}

// Idle reports that no change is under way or waits. It may be called from any goroutine.
func (h *History) Idle() bool { return h.changes.Idle() }

// Change does something that can be taken back, after all changes before it. A message
// tells what was done and offers Undo.
func (h *History) Change(do func(ctx context.Context) (service.Change, error), then func(error)) {
	h.changes.Run(func(ctx context.Context) {
		c, err := do(ctx)
		h.tasks.Apply(func() {
			if err == nil {
				h.tellChange(c)
			}
			h.refresh()
			then(err)
		})
	})
}

// ChangeAnnotations is Change for what is said about photos.
func (h *History) ChangeAnnotations(do func(ctx context.Context) (service.Change, error), then func(error)) {
	h.Change(do, func(err error) {
		h.shell.AnnotationsChanged()
		then(err)
	})
}

// tellChange says what was done; nothing was done, it says nothing.
func (h *History) tellChange(c service.Change) {
	if !c.Label.IsZero() {
		h.shell.SayDone(message.OfNotice(c.Label, c.At), message.Text("undo", nil), func() { h.undoChange(c.ID) })
	}
}

// Undo takes back the last thing that was done, whatever it was and wherever.
func (h *History) Undo() { h.undoChange(0) }

// undoChange takes back a change if it is the last.
func (h *History) undoChange(id int64) {
	h.goBack(message.Text("undoing-photos", nil), func(ctx context.Context) (service.Moved, error) { return h.backend.Undo(ctx, id) }, func(m service.Moved) {
		h.shell.SayDone(undidText(m), message.Text("redo", nil), h.Redo)
	}, message.Text("undo-nothing", nil))
}

// Redo does again what was taken back last.
func (h *History) Redo() {
	h.goBack(message.Text("redoing-photos", nil), h.backend.Redo, func(m service.Moved) {
		h.shell.SayDone(redidText(m), message.Text("undo", nil), func() { h.undoChange(m.ID) })
	}, message.Text("redo-nothing", nil))
}

func (h *History) goBack(doing string, do func(context.Context) (service.Moved, error), tell func(service.Moved), nothing string) {
	h.changes.Run(func(ctx context.Context) {
		telling, end := h.TellProgress(ctx, doing)
		m, err := do(telling)
		end()
		h.tasks.Apply(func() {
			switch {
			case errors.Is(err, context.Canceled):
				h.shell.Say(message.Text("undo-stopped", nil), "", nil)
			case err != nil:
				h.shell.SayError(err)
			case m.ID == 0:
				h.shell.Say(nothing, "", nil)
			case m.Gone:
				h.shell.Say(goneText(m), "", nil)
			default:
				tell(m)
			}
			h.shell.AnnotationsChanged()
			h.refresh()
		})
	})
}

// undoTo takes back a change and all that was done after it.
func (h *History) undoTo(id int64) {
	h.changes.Run(func(ctx context.Context) {
		telling, end := h.TellProgress(ctx, message.Text("undoing-photos", nil))
		all, err := h.backend.UndoTo(telling, id)
		end()
		h.tasks.Apply(func() {
			all = slices.DeleteFunc(all, func(m service.Moved) bool { return m.Gone })
			switch {
			case err != nil:
				h.shell.SayError(err)
			case len(all) == 1:
				h.shell.SayDone(undidText(all[0]), message.Text("redo", nil), h.Redo)
			case len(all) > 1:
				h.shell.SayDone(message.Count("undone-many", len(all), whatMoved(all[len(all)-1])), message.Text("redo-one", nil), h.Redo)
			}
			h.shell.AnnotationsChanged()
			h.refresh()
		})
	})
}

// undidText tells of a change that was taken back.
func undidText(m service.Moved) string {
	what := whatMoved(m)
	switch {
	case m.Left > 0:
		return message.Count("undone-photos-left", m.Left, what)
	case m.LeftFiles > 0:
		return message.Count("undone-files-left", m.LeftFiles, what)
	}
	return message.Text("undone", what)
}

// redidText tells of a change that was done again.
func redidText(m service.Moved) string {
	what := whatMoved(m)
	switch {
	case m.Left > 0:
		return message.Count("redone-photos-left", m.Left, what)
	case m.LeftFiles > 0:
		return message.Count("redone-files-left", m.LeftFiles, what)
	}
	return message.Text("redone", what)
}

// goneText tells that nothing of a change is left to be taken back.
func goneText(m service.Moved) string {
	if m.LeftFiles > 0 {
		return message.Count("undo-files-gone", m.LeftFiles, whatMoved(m))
	}
	return message.Text("undo-gone", whatMoved(m))
}

func whatMoved(m service.Moved) message.Params {
	return message.Params{"What": message.OfNotice(m.What, m.At)}
}
