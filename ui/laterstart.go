package ui

import "descry/library"

// Raise brings the window to the front. Where the desktop lets programs do that, a minimized
// window is brought back as well.
func (w *Window) Raise() { w.win.RequestFocus() }

// Take adds the folders and runs the query that a later start of the program handed over. The
// query runs in the whole library. Both may be missing. Sheets, pages and the viewer are
// closed first.
func (w *Window) Take(folders []string, query string) {
	if len(folders) > 0 {
		w.folders.Add(folders, w.sayError)
	}
	if query == "" {
		return
	}
	for w.chooser.Close() || w.closeTopSheet() {
	}
	w.closeViewer()
	w.search.Run(library.Scope{}, query)
	w.win.Canvas().Focus(w.search.Box())
}
