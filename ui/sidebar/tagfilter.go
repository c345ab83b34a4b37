package sidebar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
)

// filterFrom is how many tags there are before a field helps to find one.
const filterFrom = 20

// tagFilter is the field below the heading of the tags that shows only tags whose name
// contains the text. Enter goes to the first of these tags.
type tagFilter struct {
	widget.Entry
	side *Sidebar
	row  *rowView // row of the list in which the field stands now

	composing kit.Composing
}

func newTagFilter(s *Sidebar) *tagFilter {
	f := &tagFilter{side: s}
	f.Wrapping, f.Scroll = fyne.TextWrapOff, fyne.ScrollHorizontalOnly
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(message.Text("sidebar-tags-filter", nil))
	f.OnChanged = func(text string) {
		s.tags.filterBy(text)
		s.Refresh()
	}
	f.OnSubmitted = func(string) { s.Choose(s.firstTag()) }
	return f
}

// firstTag is the row of the first listed tag, -1 without one.
func (s *Sidebar) firstTag() int {
	for i, row := range s.rows {
		if row.section == tagsSection && !row.Heading && !row.Filter {
			return i
		}
	}
	return -1
}

// TypedKey is for Fyne.
func (f *tagFilter) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case f.composing.Takes(ev):
	case ev.Name == fyne.KeyEscape && f.Text != "":
		f.SetText("")
	case ev.Name == fyne.KeyDown, ev.Name == fyne.KeyEscape:
		f.side.list.takeFocus()
	case kit.FunctionKey(ev.Name):
		f.side.list.keys.TypedKey(ev)
	default:
		f.Entry.TypedKey(ev)
	}
}

// TypedRune is for Fyne.
func (f *tagFilter) TypedRune(r rune) {
	f.composing.Came(r)
	f.Entry.TypedRune(r)
}

// FocusLost is for Fyne.
func (f *tagFilter) FocusLost() {
	f.composing.Ends()
	f.Entry.FocusLost()
}

// TypedShortcut is for Fyne. The window's shortcuts come first.
func (f *tagFilter) TypedShortcut(s fyne.Shortcut) {
	if !f.side.list.keys.TakeShortcut(s) {
		f.Entry.TypedShortcut(s)
	}
}

// moveTo takes the field into a row, which the list may use for another row later.
func (f *tagFilter) moveTo(r *rowView) {
	if f.row == r {
		return
	}
	if f.row != nil {
		f.row.box.Remove(f)
	}
	f.row = r
	r.box.Add(f)
}

// leave takes the field out of a row that shows another Row now.
func (f *tagFilter) leave(r *rowView) {
	if f.row == r {
		f.row = nil
		r.box.Remove(f)
	}
}
