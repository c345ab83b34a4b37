package ui

import (
	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
)

// focusSearch goes to the search box with its text selected, so that typing
// begins a new description.
func (w *Window) focusSearch() {
	if w.zones.viewing {
		w.leaveViewer(w.viewer.Current())
	}
	w.closePage()
	w.win.Canvas().Focus(w.box)
	w.box.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// Escape leaves what is in front, one step at a time: a sheet, the selection, the
// search with all that stands in the box, the folder. With the keyboard in the box
// the search is what is meant, and the selection waits.
func (w *Window) Escape() {
	switch {
	case w.chooser.Close():
	case w.closeTopSheet():
	case w.completion.close():
	case w.sinkPanels():
	case w.leaveFullScreen():
	case w.zones.viewing:
		w.leaveViewer(w.viewer.Current())
	case w.zones.paging:
		w.closePage()
	case w.grid.SelectedCount() > 0 && !w.inBox():
		w.grid.SelectNone()
	case w.bar.text() != "" || w.nav.at.Kind == searching:
		w.leaveSearch()
	case w.grid.SelectedCount() > 0:
		w.grid.SelectNone()
	case w.nav.at.Scope != (library.Scope{}):
		w.nav.setScope(library.Scope{})
	}
}

// inBox reports that the search box has the keyboard.
func (w *Window) inBox() bool { return w.win.Canvas().Focused() == fyne.Focusable(w.box) }

// leaveSearch empties the box, chips and all, and returns to browsing, at the place
// where one was.
func (w *Window) leaveSearch() {
	w.clearQuery()
	w.nav.home()
	w.save() // a window that is killed must not bring back what was cleared
}

// stepBack returns to what a search was a step from, with the query of then.
func (w *Window) stepBack() {
	w.completion.close()
	if w.nav.goBack() {
		w.bar.set(w.nav.at.Text)
	}
}

// enterGrid gives the photos the keyboard and the key that led there.
func (w *Window) enterGrid(ev *fyne.KeyEvent) {
	if w.grid.Count() == 0 || !w.grid.Visible() {
		return
	}
	w.win.Canvas().Focus(w.grid)
	w.grid.TypedKey(ev)
}

// chooseScope goes to a folder. Where one is already, it leaves the search.
func (w *Window) chooseScope(scope library.Scope) {
	w.closePage()
	if w.nav.at.Kind == searching && w.nav.at.Scope != scope {
		w.nav.setScope(scope)
		return
	}
	w.clearQuery()
	switch at := w.nav.at; {
	case at.Kind == browsing:
		w.nav.setScope(scope)
	case w.nav.homeScope() == scope:
		w.nav.home()
	default:
		w.nav.browse(scope, w.nav.sort(), 0)
	}
}

// deselect lets go of all photos and gives them the keyboard, which the button that
// was pressed for it loses.
func (w *Window) deselect() {
	w.grid.SelectNone()
	w.win.Canvas().Focus(w.grid)
}

// revealChosen shows the first of the chosen photos in the file manager.
func (w *Window) revealChosen() {
	ids := w.chosen()
	if len(ids) == 0 {
		w.toasts.say("Select a photo first.", "", nil)
		return
	}
	w.withPath(ids[0], w.reveal)
}

// togglePause pauses or resumes indexing, or says why it can't.
func (w *Window) togglePause() {
	switch s := w.status.status; {
	case w.status.library().CanPause():
		w.setPaused(s.Phase != service.Paused)
	case s.Elsewhere.Deaf:
		w.toasts.say("Indexing is done by "+s.Elsewhere.Name+" and can be stopped there.", "", nil)
	default:
		w.toasts.say("Nothing is being indexed, so there is nothing to pause.", "", nil)
	}
}
