package sidebar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
)

// rowList is Fyne's list with the keys of a tree.
type rowList struct {
	widget.List
	sidebar *Sidebar
	keys    kit.KeySink
	at      int // highlighted row
	keyed   bool
}

func newRowList(s *Sidebar, keys kit.KeySink) *rowList {
	l := &rowList{sidebar: s, keys: keys}
	l.HideSeparators = true
	l.Length = func() int { return len(s.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newRowView(keys, s.shell.AddFolder) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { s.fill(i, o.(*rowView)) }
	l.OnHighlighted = l.highlight
	l.ExtendBaseWidget(l)
	return l
}

// highlight moves the ring that marks the row with the keyboard.
func (l *rowList) highlight(i widget.ListItemID) {
	before := l.at
	l.at = i
	l.RefreshItem(before)
	l.RefreshItem(i)
}

// FocusGained is for Fyne.
func (l *rowList) FocusGained() {
	l.keyed = true
	l.List.FocusGained()
	l.RefreshItem(l.at)
}

// FocusLost is for Fyne.
func (l *rowList) FocusLost() {
	l.keyed = false
	l.List.FocusLost()
	l.RefreshItem(l.at)
}

// takeFocus gives the list the keyboard.
func (l *rowList) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
}

func (s *Sidebar) fill(i int, r *rowView) {
	if i >= len(s.rows) {
		return
	}
	row := s.rows[i]
	r.onTap = func() { s.Choose(i) }
	r.onToggle = func() { s.Toggle(i) }
	r.onMenu = func(at fyne.Position) { s.openMenu(row, at) }
	if row.Filter {
		s.filter.moveTo(r)
	} else {
		s.filter.leave(r)
	}
	r.show(row, s.list.keyed && s.list.at == i)
}

// TypedKey is for Fyne.
func (l *rowList) TypedKey(ev *fyne.KeyEvent) {
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
			s.Toggle(l.at)
		}
	case desktop.KeyMenu, fyne.KeyF10:
		if !row.hasMenu() {
			return
		}
		s.openMenu(row, fyne.CurrentApp().Driver().AbsolutePositionForObject(l))
	default:
		l.keys.TypedKey(ev)
	}
}

// enter goes to what a row stands for, opens a heading, or begins to filter.
func (l *rowList) enter(row Row) {
	switch {
	case row.Filter:
		if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
			c.Focus(l.sidebar.filter)
		}
	case row.Heading && row.Expandable:
		l.sidebar.Toggle(l.at)
	default:
		l.sidebar.Choose(l.at)
	}
}

// TypedRune is for Fyne.
func (l *rowList) TypedRune(r rune) {
	if r != ' ' {
		l.keys.TypedRune(r)
	}
}
