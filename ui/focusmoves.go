package ui

import (
	"descry/app/message"
	"descry/app/service"
	"descry/library"
)

// Escape leaves what is in front, one step at a time: a sheet, the selection, the search with
// all that stands in the box, the folder. While the box has the keyboard, the search is left
// before the selection.
func (w *Window) Escape() {
	switch {
	case w.chooser.Close():
	case w.closeTopSheet():
	case w.search.CloseOffers():
	case w.sinkPanels():
	case w.leaveFullScreen():
	case w.zones.viewing:
		w.leaveViewer(w.viewer.Current())
	case w.zones.paging:
		w.closePage()
	case w.grid.SelectedCount() > 0 && !w.inBox():
		w.grid.SelectNone()
	case w.search.Text() != "" || w.search.At().Searching:
		w.search.Leave()
	case w.grid.SelectedCount() > 0:
		w.grid.SelectNone()
	case w.search.At().Scope != (library.Scope{}):
		w.search.SetScope(library.Scope{})
	}
}

// inBox reports that the search box has the keyboard.
func (w *Window) inBox() bool { return w.win.Canvas().Focused() == w.search.Box() }

// revealChosen shows the first of the chosen photos in the file manager.
func (w *Window) revealChosen() {
	ids := w.chosen()
	if len(ids) == 0 {
		w.toasts.say(message.Text("photo-select-first", nil), "", nil)
		return
	}
	w.withPath(ids[0], w.reveal)
}

// togglePause pauses or resumes indexing, or says why indexing can't be paused.
func (w *Window) togglePause() {
	switch s := w.status.status; {
	case w.status.library().CanPause():
		w.setPaused(s.Phase != service.Paused)
	case s.Elsewhere.Unpausable:
		w.toasts.say(message.Text("pause-elsewhere", nil), "", nil)
	default:
		w.toasts.say(message.Text("pause-nothing", nil), "", nil)
	}
}
