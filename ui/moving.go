package ui

import (
	"fyne.io/fyne/v2"

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

// escape leaves what is in front, one step at a time: a sheet, photos similar to
// one, the text, the search, the selection, the folder.
func (w *Window) escape() {
	switch {
	case w.closeChooser():
	case w.closeTopSheet():
	case w.completion.close():
	case w.zones.viewing:
		w.leaveViewer(w.viewer.Current())
	case w.zones.paging:
		w.closePage()
	case w.nav.at.Kind == similarTo:
		w.nav.goBack()
	case w.bar.text() != "":
		w.clearQuery()
	case w.nav.at.Kind == searching:
		w.nav.home()
	case w.grid.SelectedCount() > 0:
		w.grid.SelectNone()
	case w.nav.at.Scope != (library.Scope{}):
		w.nav.setScope(library.Scope{})
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

func (w *Window) similarToFocused() {
	if ids := w.chosen(); len(ids) > 0 {
		w.similarTo(ids[0])
	}
}

// similarTo shows the photos most like one.
func (w *Window) similarTo(id library.PhotoID) {
	if w.zones.viewing {
		w.leaveViewer(id)
	}
	w.closePage() // the viewer may have been opened from one
	w.nav.similar(id)
}

func (w *Window) togglePause() {
	if canPause(w.status.status) {
		w.setPaused(w.status.status.Phase != Paused)
	}
}
