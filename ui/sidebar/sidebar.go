// Package sidebar is the list beside the photos: all photos, saved searches, folders with
// their directories, people and tags, with the actions on each, and below the list the buttons
// of the window's pages. The sidebar keeps its rows up to date, and leads the window to the
// chosen row.
package sidebar

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/tagname"
	"descry/ui/theme"
)

// Sidebar lists all photos, the saved searches, the folders, people and tags. The sidebar owns
// these lists, for the rest of the window too. The methods are for the goroutine of the
// widgets.
type Sidebar struct {
	Root fyne.CanvasObject

	backend  Backend
	shell    Shell
	searches Searches
	editor   TagEditor
	tasks    *kit.Tasks

	list   *rowList
	tree   *folderTree
	kept   *keptSearches
	tags   *tagTree
	rows   []Row
	high   map[int]float32 // of rows that are not one line high
	filter *tagFilter
	pages  []*kit.Button

	excluded []string // patterns of what the library leaves out

	scope library.Scope         // where the user is
	saved library.SavedSearchID // of the present place, 0 for none
	tag   library.Tag           // of the present place, zero for none
	bare  bool                  // the present place is the photos without a tag
	page  string                // open in place of the photos, "" for none

	searchesChanged, tagsChanged kit.Signal
	hidden                       atomic.Bool // the sidebar is hidden
	uncounted                    atomic.Bool // and searches and tags wait for being counted
}

// Options is what a sidebar needs. All fields but Pages must be set.
type Options struct {
	Backend  Backend
	Shell    Shell
	Searches Searches
	Tags     TagEditor
	Tasks    *kit.Tasks
	Now      func() time.Time
	Pages    []Page // in their order
}

// New makes an empty sidebar.
func New(o Options) *Sidebar {
	s := &Sidebar{
		backend: o.Backend, shell: o.Shell, searches: o.Searches, editor: o.Tags, tasks: o.Tasks,
		tree: newFolderTree(o.Now), kept: &keptSearches{}, tags: newTagTree(), high: map[int]float32{},
		searchesChanged: kit.NewSignal(), tagsChanged: kit.NewSignal(),
	}
	s.list = newRowList(s, o.Shell)
	s.filter = newTagFilter(s)
	foot := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for _, p := range o.Pages {
		b := kit.NewQuietButton(o.Shell, p.Name, p.Icon, p.Toggle)
		b.Alignment = widget.ButtonAlignLeading
		s.pages = append(s.pages, b)
		foot.Add(b)
	}
	body := container.NewBorder(nil, foot, nil, nil, s.list)
	s.Root = kit.NewSolidPanel(theme.ColorNamePanel, container.New(layout.NewCustomPaddedLayout(8, 4, 8, 8), body))
	s.Refresh()
	return s
}

// Follow lists saved searches and tags, at once and after each ListSearches and ListTags,
// until the tasks end.
func (s *Sidebar) Follow() {
	s.tasks.Every(searchesPace, s.searchesChanged, s.updateSearches)
	s.tasks.Every(tagsPace, s.tagsChanged, s.updateTags)
	s.ListSearches()
	s.ListTags()
}

// ListSearches has the saved searches listed and counted anew, when their turn comes.
// ListSearches may be called from any goroutine.
func (s *Sidebar) ListSearches() { s.searchesChanged.Fire() }

// ListTags has the tags listed and counted anew, when their turn comes. ListTags may be called
// from any goroutine.
func (s *Sidebar) ListTags() { s.tagsChanged.Fire() }

// SetHidden tells whether the sidebar is hidden. Counts that were postponed while it was
// hidden are made when it is shown.
func (s *Sidebar) SetHidden(hidden bool) {
	s.hidden.Store(hidden)
	if !hidden && s.uncounted.Swap(false) {
		s.ListSearches()
		s.ListTags()
	}
}

// Uncounted reports whether counting waits until the sidebar is to be seen.
func (s *Sidebar) Uncounted() bool { return s.uncounted.Load() }

// SetFolders takes the folders of the library and their places with something away.
func (s *Sidebar) SetFolders(folders []library.Folder, places []library.Place) {
	s.tree.setFolders(folders, places)
	s.Refresh()
	for _, id := range s.tree.openFolders() {
		s.loadSubfolders(id)
	}
	s.loadExcluded()
}

// SetWork takes how many photos the library has, and what is under way with the folders.
func (s *Sidebar) SetWork(photos int, work message.Work) {
	if photos != s.tree.photos || work != s.tree.work {
		s.tree.photos, s.tree.work = photos, work
		s.Refresh()
	}
}

// Folders are the library's folders.
func (s *Sidebar) Folders() []library.Folder { return s.tree.folders }

// Places are the places with something away.
func (s *Sidebar) Places() []library.Place { return s.tree.places }

// Folder is the folder of an ID, if the library has it.
func (s *Sidebar) Folder(id library.FolderID) (library.Folder, bool) { return s.tree.folder(id) }

// ScopeName is how the window speaks of a scope: "" for all photos.
func (s *Sidebar) ScopeName(scope library.Scope) string { return s.tree.scopeName(scope) }

// ScopePath is the directory on disk that a scope stands for, or "".
func (s *Sidebar) ScopePath(scope library.Scope) string { return s.tree.scopePath(scope) }

// SearchAt is the saved search that leads to a place.
func (s *Sidebar) SearchAt(p Place) (library.SavedSearch, bool) {
	kept, ok := s.kept.at(p)
	return kept.SavedSearch, ok
}

// KnownTags are all tags and people of the library.
func (s *Sidebar) KnownTags() tagname.Known { return s.tags.known }

// TagQuery is the query for exactly the photos that are counted for a tag.
func (s *Sidebar) TagQuery(t library.Tag) string { return s.tags.query(t) }

// Rows are what is on show.
func (s *Sidebar) Rows() []Row { return s.rows }

// Refresh shows the present data anew, with new texts of times.
func (s *Sidebar) Refresh() {
	s.rows = s.tree.rows()
	if s.tree.photos > 0 {
		s.rows = slices.Insert(s.rows, 1, s.tags.untaggedRow(s.tree.photos))
	}
	places := 1
	if s.tree.photos > 0 {
		places = 2
	}
	s.rows = slices.Concat(s.rows[:places:places], s.kept.rows(), s.rows[places:], s.tags.rows())
	for i, row := range s.rows {
		before, high := s.high[i], row.height()
		if high != cmp.Or(before, kit.RowLow) { // there can be thousands
			s.high[i] = high
			s.list.SetItemHeight(i, high)
		}
	}
	s.mark()
	s.list.Refresh()
}

// MarkPlace marks where the user is.
func (s *Sidebar) MarkPlace() {
	at := s.shell.Place()
	kept, _ := s.kept.at(at)
	tag, bare := s.tagAt(at)
	if s.scope != at.Scope || s.saved != kept.ID || s.tag != tag || s.bare != bare {
		s.scope, s.saved, s.tag, s.bare = at.Scope, kept.ID, tag, bare
		s.mark()
	}
}

// isCurrent reports whether a row is where the user is.
func (s *Sidebar) isCurrent(row Row) bool {
	switch {
	case row.Heading, row.Filter:
		return false
	case s.saved != 0:
		return row.Search == s.saved
	case s.bare:
		return row.Untagged
	case s.tag != (library.Tag{}):
		return row.Tag == s.tag
	}
	return row.Scope == s.scope && row.Search == 0 && row.section == noSection && !row.Untagged
}

// MarkPage marks the button of an open page, by its name, instead of a row. "" marks none.
func (s *Sidebar) MarkPage(name string) {
	s.page = name
	for _, b := range s.pages {
		b.Importance = widget.LowImportance
		if b.Text == name {
			b.Importance = widget.MediumImportance
		}
		b.Refresh()
	}
	s.mark()
}

// Current is the row of the present place, if there is one.
func (s *Sidebar) Current() (Row, bool) {
	if i := slices.IndexFunc(s.rows, s.isCurrent); i >= 0 {
		return s.rows[i], true
	}
	return Row{}, false
}

// mark shows the row where the user is as selected.
func (s *Sidebar) mark() {
	if s.page == "" {
		if i := slices.IndexFunc(s.rows, s.isCurrent); i >= 0 {
			s.list.Select(i)
			return
		}
	}
	s.list.UnselectAll()
}

// Toggle opens or closes the rows below a row.
func (s *Sidebar) Toggle(i int) {
	switch row := s.rows[i]; {
	case row.section != noSection:
		s.tags.toggle(row)
	case row.Heading && row.Adds:
		s.tree.closed = !s.tree.closed
	case row.Heading:
		s.kept.closed = !s.kept.closed
	case s.tree.toggle(row.Scope) && row.Scope.Rel == "" && !s.tree.loaded[row.Scope.Folder]:
		s.loadSubfolders(row.Scope.Folder)
	}
	s.Refresh()
	s.shell.Remember()
}

// Choose goes to what a row stands for. A heading and the field stand for nothing.
func (s *Sidebar) Choose(i int) {
	if i >= 0 && i < len(s.rows) && !s.rows[i].Heading && !s.rows[i].Filter {
		s.show(s.rows[i])
		s.mark()
	}
}

// show goes to what a row stands for.
func (s *Sidebar) show(row Row) {
	s.shell.Leave()
	switch {
	case row.Untagged:
		s.shell.ShowQuery(tagname.UntaggedQuery)
	case row.section != noSection:
		s.shell.ShowQuery(s.TagQuery(row.Tag))
	case row.Search == 0:
		s.searches.ShowScope(row.Scope)
	default:
		if kept, ok := s.kept.byID(row.Search); ok {
			s.searches.RunSaved(kept.SavedSearch)
		}
	}
}

// OpenMenu opens the context menu of a row at a position in the window.
func (s *Sidebar) OpenMenu(i int, at fyne.Position) { s.openMenu(s.rows[i], at) }

func (s *Sidebar) openMenu(row Row, at fyne.Position) {
	switch {
	case row.section != noSection:
		s.tagMenu(row, at)
	case row.Search == 0:
		s.folderMenu(row, at)
	default:
		s.searchMenu(row, at)
	}
}
