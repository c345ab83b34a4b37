package sidebar

import (
	"context"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// loadSubfolders fetches the directories of a folder whose arrow is open.
func (s *Sidebar) loadSubfolders(id library.FolderID) {
	kit.Load(s.tasks, func(ctx context.Context) ([]library.Subfolder, error) {
		return s.backend.Subfolders(ctx, id)
	}, func(subs []library.Subfolder, err error) {
		if err != nil {
			s.shell.SayError(err)
			return
		}
		s.tree.setSubfolders(id, subs)
		s.Refresh()
	})
}

// folderMenu opens the context menu of a folder or of a directory in the folder.
func (s *Sidebar) folderMenu(row Row, at fyne.Position) {
	id := row.Scope.Folder
	f, known := s.tree.folder(id)
	if !known {
		return
	}
	path := s.tree.scopePath(row.Scope)
	show := fyne.NewMenuItem(message.Text("show-in-file-manager", nil), func() { s.shell.Reveal(path) })
	show.Disabled = row.Offline
	items := []*fyne.MenuItem{show, fyne.NewMenuItem(message.Text("copy-path", nil), func() { s.shell.CopyText(message.Count("copied-paths", 1, nil), path) })}
	if p, known := s.tree.place(row.Scope); known && p.Away > 0 {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(message.Count("sidebar-photos-deleted", p.Away, nil), func() { s.shell.ConfirmGone(p) }))
	}
	if row.Scope.Rel != "" {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(message.Text("sidebar-folder-exclude", nil), func() { s.exclude(path) }))
	}
	if row.Scope.Rel == "" {
		items = append(items, s.includeItems(f)...)
		items = append(items, fyne.NewMenuItemSeparator(), s.pauseItem(f),
			fyne.NewMenuItem(message.Text("sidebar-folder-rescan", nil), func() {
				s.onFolder(func(ctx context.Context) error { return s.backend.RescanFolder(ctx, id) })
			}),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(message.Text("sidebar-folder-remove", nil), func() { s.removeFolder(id) }))
	}
	s.shell.PopUp(at, items...)
}

func (s *Sidebar) pauseItem(f library.Folder) *fyne.MenuItem {
	name := message.Text("sidebar-folder-pause", nil)
	if f.Paused {
		name = message.Text("sidebar-folder-resume", nil)
	}
	return fyne.NewMenuItem(name, func() { s.PauseFolder(f.ID, !f.Paused) })
}

// PauseFolder stops or resumes indexing of one folder.
func (s *Sidebar) PauseFolder(id library.FolderID, paused bool) {
	s.onFolder(func(ctx context.Context) error { return s.backend.PauseFolder(ctx, id, paused) })
}

// onFolder changes a folder in the background and shows the outcome.
func (s *Sidebar) onFolder(do func(context.Context) error) {
	kit.Load(s.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) },
		func(_ struct{}, err error) {
			s.shell.SayError(err)
			s.shell.FoldersChanged()
		})
}

// removeFolder forgets a folder without a question, since removing can be undone and touches
// no file.
func (s *Sidebar) removeFolder(id library.FolderID) {
	s.shell.Change(func(ctx context.Context) (service.Change, error) { return s.backend.RemoveFolder(ctx, id) }, func(err error) {
		s.shell.FoldersChanged()
		s.shell.PhotosChanged()
		s.shell.SayError(err)
	})
}
