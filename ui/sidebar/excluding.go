package sidebar

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// mostExcluded bounds the list of what can be let in again. All of it is in the settings.
const mostExcluded = 20

// loadExcluded fetches what the library leaves out, for the menus of folders.
func (s *Sidebar) loadExcluded() {
	kit.Load(s.tasks, s.backend.Excluded, func(patterns []string, err error) {
		if err == nil { // a mistake in the settings is told elsewhere
			s.excluded = patterns
		}
	})
}

// includeItems let in again what is left out of a folder. Patterns that are no folder concern
// all folders.
func (s *Sidebar) includeItems(f library.Folder) []*fyne.MenuItem {
	var list []*fyne.MenuItem
	for _, pattern := range s.excluded {
		name := pattern
		if filepath.IsAbs(pattern) {
			rel, err := filepath.Rel(f.Path, pattern)
			if err != nil || !filepath.IsLocal(rel) {
				continue
			}
			name = rel
		}
		if len(list) < mostExcluded {
			list = append(list, fyne.NewMenuItem(name, func() { s.include(pattern) }))
		}
	}
	if len(list) == 0 {
		return nil
	}
	again := fyne.NewMenuItem(message.Text("sidebar-folder-include", nil), nil)
	again.ChildMenu = fyne.NewMenu("", list...)
	return []*fyne.MenuItem{fyne.NewMenuItemSeparator(), again}
}

// exclude leaves out a folder without a question, since that can be undone and touches no file.
func (s *Sidebar) exclude(path string) {
	s.changeExcluded(func(ctx context.Context) (service.Change, error) { return s.backend.ExcludeFolder(ctx, path) })
}

func (s *Sidebar) include(pattern string) {
	s.changeExcluded(func(ctx context.Context) (service.Change, error) { return s.backend.IncludeAgain(ctx, pattern) })
}

func (s *Sidebar) changeExcluded(change func(ctx context.Context) (service.Change, error)) {
	s.shell.Change(change, func(err error) {
		s.shell.SayError(err)
		s.loadExcluded()
	})
}
