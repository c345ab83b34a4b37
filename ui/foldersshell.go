package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library"
	"descry/ui/folders"
)

// foldersShell implements folders.Shell with the window.
type foldersShell struct{ pageShell }

var _ folders.Shell = foldersShell{}

func (w *Window) newFolders() *folders.Folders {
	return folders.New(folders.Options{
		Backend: w.backend, Shell: foldersShell{pageShell{w}}, Tasks: w.tasks, Log: w.log, Now: func() time.Time { return w.now() },
		FolderOffers: w.folderOffers, Chooser: w.chooser, Kept: w.state.Kept,
	})
}

// Folders implements folders.Shell.
func (s foldersShell) Folders() []library.Folder { return s.side.Folders() }

// Places implements folders.Shell.
func (s foldersShell) Places() []library.Place { return s.side.Places() }

// ScopePath implements folders.Shell.
func (s foldersShell) ScopePath(scope library.Scope) string { return s.side.ScopePath(scope) }

// AwayChanged implements folders.Shell.
func (s foldersShell) AwayChanged() { s.grid.Refresh() }

// Regrow implements folders.Shell.
func (s foldersShell) Regrow() { s.search.Regrow() }

// dropped takes files and folders that were dragged onto the window.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if len(paths) == 0 {
		w.toasts.say(message.Text("drop-not-local", nil), "", nil)
		return
	}
	if w.modelsShown() { // on the page of models dropped files are a model
		w.models.TakeDropped(paths)
		return
	}
	w.folders.Add(paths, func(err error) {
		if err != nil {
			w.toasts.say(message.OfError(err), "", nil)
		}
	})
}
