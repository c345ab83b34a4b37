package sidebar

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"descry/library"
)

// Branches is what is open in the sidebar, as the user left it. A branch that the user never
// opened or closed is not in Branches.
type Branches struct {
	Folders  []library.Scope `toml:",omitempty"` // whose directories show
	Tags     []string        `toml:",omitempty"` // whose tags below show
	Headings map[string]bool `toml:",omitempty"` // by name, whether the heading is open
}

// Names of the headings in the settings.
const (
	foldersHeading  = "folders"
	searchesHeading = "searches"
	tagsHeading     = "tags"
	peopleHeading   = "people"
)

var headingNames = map[tagSection]string{tagsSection: tagsHeading, peopleSection: peopleHeading}

// Branches tells what is open.
func (s *Sidebar) Branches() Branches {
	b := Branches{Headings: map[string]bool{}}
	for scope, open := range s.tree.open {
		if open {
			b.Folders = append(b.Folders, scope)
		}
	}
	slices.SortFunc(b.Folders, func(a, b library.Scope) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), strings.Compare(a.Rel, b.Rel))
	})
	for _, name := range slices.Sorted(maps.Keys(s.tags.open)) {
		if s.tags.open[name] {
			b.Tags = append(b.Tags, name)
		}
	}
	for section, name := range headingNames {
		if shut, said := s.tags.shut[section]; said {
			b.Headings[name] = !shut
		}
	}
	for name, closed := range map[string]bool{foldersHeading: s.tree.closed, searchesHeading: s.kept.closed} {
		if closed {
			b.Headings[name] = false
		}
	}
	return b
}

// Restore opens the branches, before there is any content.
func (s *Sidebar) Restore(b Branches) {
	for _, scope := range b.Folders {
		s.tree.open[scope] = true
	}
	for _, name := range b.Tags {
		s.tags.open[name] = true
	}
	for section, name := range headingNames {
		if open, said := b.Headings[name]; said {
			s.tags.shut[section] = !open
		}
	}
	closed := func(name string) bool {
		open, said := b.Headings[name]
		return said && !open
	}
	s.tree.closed, s.kept.closed = closed(foldersHeading), closed(searchesHeading)
}
