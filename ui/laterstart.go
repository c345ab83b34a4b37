package ui

import "descry/library"

// Raise brings the window to the front, from the task bar too where the desktop lets
// programs do that.
func (w *Window) Raise() { w.win.RequestFocus() }

// Take does in this window what the program was started for once more: it adds folders
// and runs a query in the whole library. Both may be missing. Sheets, pages and the
// viewer make room for the answers.
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
