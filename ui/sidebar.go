package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/library"
	"descry/ui/theme"
)

// sidebar lists all photos, the folders and the saved searches. It shows their
// models and hands on what the owner does with them.
type sidebar struct {
	root    fyne.CanvasObject
	list    *folderList
	tree    *folderTree
	kept    *keptSearches
	rows    []folderRow
	current library.Scope
	search  library.SavedSearchID // on show, 0 none
	actions sidebarActions
	models  *button
	learn   *button
	paged   *button // whose page is open, nil none
}

// sidebarActions are the intents of the sidebar.
type sidebarActions struct {
	choose func(row folderRow)
	menu   func(row folderRow, at fyne.Position)
	opened func(library.FolderID) // its directories are wanted
	add    func()
	models func()
	learn  func()
}

func newSidebar(keys keySink, tree *folderTree, kept *keptSearches, actions sidebarActions) *sidebar {
	s := &sidebar{tree: tree, kept: kept, actions: actions}
	s.list = newFolderList(s, keys)
	add := newQuietButton(keys, "Add folder…", fynetheme.ContentAddIcon(), actions.add)
	add.Alignment = widget.ButtonAlignLeading
	s.models = newQuietButton(keys, "Models", fynetheme.VisibilityIcon(), actions.models)
	s.models.Alignment = widget.ButtonAlignLeading
	s.learn = newQuietButton(keys, "Learn", fynetheme.HistoryIcon(), actions.learn)
	s.learn.Alignment = widget.ButtonAlignLeading
	foot := container.New(layout.NewCustomPaddedVBoxLayout(0), s.learn, s.models, add)
	body := container.NewBorder(nil, foot, nil, nil, s.list)
	s.root = newPanel(theme.ColorNamePanel, container.New(layout.NewCustomPaddedLayout(8, 4, 8, 8), body))
	s.refresh()
	return s
}

// refresh shows the models anew.
func (s *sidebar) refresh() {
	s.rows = append(s.tree.rows(), s.kept.rows()...)
	for i, row := range s.rows {
		s.list.SetItemHeight(i, row.height())
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

// setPage marks the button of an open page as where the owner is; nil none.
func (s *sidebar) setPage(open *button) {
	s.paged = open
	for _, b := range []*button{s.learn, s.models} {
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
		if row.Search == s.search && !row.Heading && (s.search != 0 || row.Scope == s.current) {
			s.list.Select(i)
			return
		}
	}
	s.list.UnselectAll()
}

func (s *sidebar) toggle(i int) {
	scope := s.rows[i].Scope
	if s.tree.toggle(scope) && scope.Rel == "" && !s.tree.loaded[scope.Folder] {
		s.actions.opened(scope.Folder)
	}
	s.refresh()
}

func (s *sidebar) choose(i int) {
	if i >= 0 && i < len(s.rows) && !s.rows[i].Heading {
		s.actions.choose(s.rows[i])
		s.mark()
	}
}

// folderList is Fyne's list with the keys of a tree.
type folderList struct {
	widget.List
	sidebar *sidebar
	keys    keySink
	at      int // highlighted row
}

func newFolderList(s *sidebar, keys keySink) *folderList {
	l := &folderList{sidebar: s, keys: keys}
	l.HideSeparators = true
	l.Length = func() int { return len(s.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newSidebarRow() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { s.fill(i, o.(*sidebarRow)) }
	l.OnHighlighted = func(i widget.ListItemID) { l.at = i }
	l.ExtendBaseWidget(l)
	return l
}

func (s *sidebar) fill(i int, r *sidebarRow) {
	if i >= len(s.rows) {
		return
	}
	row := s.rows[i]
	r.onTap = func() { s.choose(i) }
	r.onToggle = func() { s.toggle(i) }
	r.onMenu = func(at fyne.Position) { s.actions.menu(row, at) }
	r.show(row)
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
		s.choose(l.at)
	case fyne.KeyRight, fyne.KeyLeft:
		if row.Expandable && row.Open == (ev.Name == fyne.KeyLeft) {
			s.toggle(l.at)
		}
	case desktop.KeyMenu:
		s.actions.menu(row, fyne.CurrentApp().Driver().AbsolutePositionForObject(l))
	default:
		l.keys.typedKey(ev)
	}
}

// TypedRune is for Fyne.
func (l *folderList) TypedRune(r rune) {
	if r != ' ' {
		l.keys.typedRune(r)
	}
}
