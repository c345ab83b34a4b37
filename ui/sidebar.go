package ui

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// sidebar lists all photos, the saved searches, the folders, people and tags. It shows their
// models and hands on what the owner does with them.
type sidebar struct {
	root    fyne.CanvasObject
	list    *folderList
	tree    *folderTree
	kept    *keptSearches
	tags    *tagTree
	rows    []folderRow
	high    map[int]float32 // of rows that are not one line high
	filter  *tagFilter
	current library.Scope
	search  library.SavedSearchID // on show, 0 none
	tag     library.Tag           // on show, zero none
	bare    bool                  // photos without a tag are on show
	actions sidebarActions
	models  *kit.Button
	learn   *kit.Button
	paged   *kit.Button // whose page is open, nil none
}

// sidebarActions are the intents of the sidebar.
type sidebarActions struct {
	choose func(row folderRow)
	menu   func(row folderRow, at fyne.Position)
	opened func(library.FolderID) // its directories are wanted
	folded func()                 // something was opened or closed
	add    func()
	models func()
	learn  func()
}

func newSidebar(keys kit.KeySink, tree *folderTree, kept *keptSearches, tags *tagTree, actions sidebarActions) *sidebar {
	s := &sidebar{tree: tree, kept: kept, tags: tags, actions: actions, high: map[int]float32{}}
	s.list = newFolderList(s, keys)
	s.filter = newTagFilter(s)
	s.models = kit.NewQuietButton(keys, "Models", fynetheme.VisibilityIcon(), actions.models)
	s.models.Alignment = widget.ButtonAlignLeading
	s.learn = kit.NewQuietButton(keys, "Learn", learnIcon, actions.learn)
	s.learn.Alignment = widget.ButtonAlignLeading
	foot := container.New(layout.NewCustomPaddedVBoxLayout(0), s.learn, s.models)
	body := container.NewBorder(nil, foot, nil, nil, s.list)
	s.root = kit.NewPanel(theme.ColorNamePanel, container.New(layout.NewCustomPaddedLayout(8, 4, 8, 8), body))
	s.refresh()
	return s
}

// refresh shows the models anew.
func (s *sidebar) refresh() {
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

// setCurrent marks where the owner is.
func (s *sidebar) setCurrent(scope library.Scope, search library.SavedSearchID) {
	if s.current != scope || s.search != search {
		s.current, s.search = scope, search
		s.mark()
	}
}

// setTag marks a tag as where the owner is, or the photos without any.
func (s *sidebar) setTag(tag library.Tag, untagged bool) {
	if s.tag != tag || s.bare != untagged {
		s.tag, s.bare = tag, untagged
		s.mark()
	}
}

// isCurrent reports whether a row is where the owner is.
func (s *sidebar) isCurrent(row folderRow) bool {
	switch {
	case row.Heading, row.Filter:
		return false
	case s.search != 0:
		return row.Search == s.search
	case s.bare:
		return row.Untagged
	case s.tag != (library.Tag{}):
		return row.Tag == s.tag
	}
	return row.Scope == s.current && row.Search == 0 && row.Section == noSection && !row.Untagged
}

// setPage marks the button of an open page as where the owner is; nil none.
func (s *sidebar) setPage(open *kit.Button) {
	s.paged = open
	for _, b := range []*kit.Button{s.learn, s.models} {
		b.Importance = widget.LowImportance
		if b == open {
			b.Importance = widget.MediumImportance
		}
		b.Refresh()
	}
	s.mark()
}

func (s *sidebar) mark() {
	if s.paged != nil {
		s.list.UnselectAll()
		return
	}
	for i, row := range s.rows {
		if s.isCurrent(row) {
			s.list.Select(i)
			return
		}
	}
	s.list.UnselectAll()
}

// toggle opens or closes what a row has below it.
func (s *sidebar) toggle(i int) {
	switch row := s.rows[i]; {
	case row.Section != noSection:
		s.tags.toggle(row)
	case row.Heading && row.Adds:
		s.tree.closed = !s.tree.closed
	case row.Heading:
		s.kept.closed = !s.kept.closed
	case s.tree.toggle(row.Scope) && row.Scope.Rel == "" && !s.tree.loaded[row.Scope.Folder]:
		s.actions.opened(row.Scope.Folder)
	}
	s.refresh()
	s.actions.folded()
}

func (s *sidebar) choose(i int) {
	if i >= 0 && i < len(s.rows) && !s.rows[i].Heading && !s.rows[i].Filter {
		s.actions.choose(s.rows[i])
		s.mark()
	}
}

// folderList is Fyne's list with the keys of a tree.
type folderList struct {
	widget.List
	sidebar *sidebar
	keys    kit.KeySink
	at      int // highlighted row
	keyed   bool
}

func newFolderList(s *sidebar, keys kit.KeySink) *folderList {
	l := &folderList{sidebar: s, keys: keys}
	l.HideSeparators = true
	l.Length = func() int { return len(s.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newSidebarRow(keys, s.actions.add) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { s.fill(i, o.(*sidebarRow)) }
	l.OnHighlighted = l.highlight
	l.ExtendBaseWidget(l)
	return l
}

// highlight moves the ring that shows where the keyboard is.
func (l *folderList) highlight(i widget.ListItemID) {
	before := l.at
	l.at = i
	l.RefreshItem(before)
	l.RefreshItem(i)
}

// FocusGained is for Fyne.
func (l *folderList) FocusGained() {
	l.keyed = true
	l.List.FocusGained()
	l.RefreshItem(l.at)
}

// FocusLost is for Fyne.
func (l *folderList) FocusLost() {
	l.keyed = false
	l.List.FocusLost()
	l.RefreshItem(l.at)
}

// takeFocus gives the list the keyboard.
func (l *folderList) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
}

func (s *sidebar) fill(i int, r *sidebarRow) {
	if i >= len(s.rows) {
		return
	}
	row := s.rows[i]
	r.onTap = func() { s.choose(i) }
	r.onToggle = func() { s.toggle(i) }
	r.onMenu = func(at fyne.Position) { s.actions.menu(row, at) }
	if row.Filter {
		s.filter.moveTo(r)
	} else {
		s.filter.leave(r)
	}
	r.show(row, s.list.keyed && s.list.at == i)
}

// TypedKey is for Fyne.
func (l *folderList) TypedKey(ev *fyne.KeyEvent) {
	s := l.sidebar
	if l.at < 0 || l.at >= len(s.rows) {
		l.at = 0
	}
	row := s.rows[l.at]
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown:
		l.List.TypedKey(ev)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		l.enter(row)
	case fyne.KeyRight, fyne.KeyLeft:
		if row.Expandable && row.Open == (ev.Name == fyne.KeyLeft) {
			s.toggle(l.at)
		}
	case desktop.KeyMenu, fyne.KeyF10:
		if !row.hasMenu() {
			return
		}
		s.actions.menu(row, fyne.CurrentApp().Driver().AbsolutePositionForObject(l))
	default:
		l.keys.TypedKey(ev)
	}
}

// enter goes to what a row stands for, opens a heading, or begins to filter.
func (l *folderList) enter(row folderRow) {
	switch {
	case row.Filter:
		if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
			c.Focus(l.sidebar.filter)
		}
	case row.Heading && row.Expandable:
		l.sidebar.toggle(l.at)
	default:
		l.sidebar.choose(l.at)
	}
}

// TypedRune is for Fyne.
func (l *folderList) TypedRune(r rune) {
	if r != ' ' {
		l.keys.TypedRune(r)
	}
}
