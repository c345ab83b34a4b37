package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// quotation is text that can be selected and copied but not changed. Fyne's
// selectable label would keep the window's keys from working; this one hands
// them on.
type quotation struct {
	widget.Entry
	keys keySink
}

// quotationInset is the room between a quotation and the frame that shows that it
// has the keyboard.
const quotationInset float32 = 3

// newQuotation shows text wrapped into a width; paths break anywhere, sentences
// between words.
// The wheel turns scroll instead: a text field would keep it to itself.
func newQuotation(keys keySink, scroll fyne.Scrollable, text string, wrap fyne.TextWrap, width float32) fyne.CanvasObject {
	q := &quotation{keys: keys}
	q.MultiLine, q.Wrapping, q.Text = true, wrap, text
	q.ExtendBaseWidget(q)
	q.SetMinRowsVisible(wrappedRows(text, width+2*labelInset, wrap))
	return container.NewStack(container.NewThemeOverride(q, noField{}), newWheelPass(scroll))
}

// wheelPass lies unseen over something and takes the wheel away from it; all else
// goes through.
type wheelPass struct {
	widget.BaseWidget
	to fyne.Scrollable
}

func newWheelPass(to fyne.Scrollable) *wheelPass {
	p := &wheelPass{to: to}
	p.ExtendBaseWidget(p)
	return p
}

// Scrolled is for Fyne.
func (p *wheelPass) Scrolled(ev *fyne.ScrollEvent) { p.to.Scrolled(ev) }

// CreateRenderer is for Fyne.
func (p *wheelPass) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

// AcceptsTab lets Tab move on.
func (q *quotation) AcceptsTab() bool { return false }

// TypedRune is for Fyne.
func (q *quotation) TypedRune(r rune) { q.keys.typedRune(r) }

// TypedKey moves the cursor; what would change the text is left out.
func (q *quotation) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd:
		q.Entry.TypedKey(ev)
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
	default:
		q.keys.typedKey(ev)
	}
}

// TypedShortcut is for Fyne.
func (q *quotation) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutSelectAll:
		q.Entry.TypedShortcut(s)
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo: // nothing is typed here that could be taken back
		if c, ok := fyne.CurrentApp().Driver().CanvasForObject(q).(fyne.Shortcutable); ok {
			c.TypedShortcut(s)
		}
	case *fyne.ShortcutPaste, *fyne.ShortcutCut:
	default:
		q.keys.takeShortcut(s)
	}
}

// TappedSecondary offers to copy only.
func (q *quotation) TappedSecondary(ev *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(q)
	if c == nil {
		return
	}
	copyItem := fyne.NewMenuItem("Copy", func() {
		q.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	})
	all := fyne.NewMenuItem("Select all", func() { q.TypedShortcut(&fyne.ShortcutSelectAll{}) })
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", copyItem, all), c, ev.AbsolutePosition)
}

// noField is the present theme without the box around a text field and most of
// its padding.
type noField struct{ visibleTrack }

// Color is for Fyne.
func (noField) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch name {
	case fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder:
		return color.Transparent
	}
	return current().Color(name, variant)
}

// Size is for Fyne.
func (noField) Size(name fyne.ThemeSizeName) float32 {
	if name == fynetheme.SizeNameInnerPadding {
		return quotationInset
	}
	return current().Size(name)
}
