package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
)

// Quotation is text that can be selected and copied but not changed. Fyne's selectable label
// would keep the window's keys from working. A Quotation hands the keys on.
type Quotation struct {
	widget.Entry
	keys KeySink
}

// QuotationInset is the room between a quotation and the frame of the keyboard focus, in Fyne
// units.
const QuotationInset float32 = 3

// NewQuotation shows text wrapped into a width. Paths break anywhere, sentences between words.
// The wheel turns scroll, since a text field would keep the wheel to itself.
func NewQuotation(keys KeySink, scroll fyne.Scrollable, text string, wrap fyne.TextWrap, width float32) fyne.CanvasObject {
	q := &Quotation{keys: keys}
	q.MultiLine, q.Wrapping, q.Text = true, wrap, text
	q.ExtendBaseWidget(q)
	q.SetMinRowsVisible(WrappedRows(text, width+2*LabelInset, wrap))
	return container.NewStack(container.NewThemeOverride(q, noField{}), NewWheelPass(scroll))
}

// wheelPass lies unseen over an object and takes the wheel away from the object. Other input
// goes through.
type wheelPass struct {
	widget.BaseWidget
	to fyne.Scrollable
}

// NewWheelPass makes an object that hands the wheel on.
func NewWheelPass(to fyne.Scrollable) *wheelPass {
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
func (q *Quotation) AcceptsTab() bool { return false }

// TypedRune is for Fyne.
func (q *Quotation) TypedRune(r rune) { q.keys.TypedRune(r) }

// TypedKey moves the cursor. Keys that would change the text are left out.
func (q *Quotation) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd:
		q.Entry.TypedKey(ev)
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
	default:
		q.keys.TypedKey(ev)
	}
}

// TypedShortcut is for Fyne.
func (q *Quotation) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutSelectAll:
		q.Entry.TypedShortcut(s)
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo: // there is no typed text to take back
		if c, ok := fyne.CurrentApp().Driver().CanvasForObject(q).(fyne.Shortcutable); ok {
			c.TypedShortcut(s)
		}
	case *fyne.ShortcutPaste, *fyne.ShortcutCut:
	default:
		q.keys.TakeShortcut(s)
	}
}

// TappedSecondary offers to copy only.
func (q *Quotation) TappedSecondary(ev *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(q)
	if c == nil {
		return
	}
	copyItem := fyne.NewMenuItem(message.Text("copy-button", nil), func() {
		q.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	})
	all := fyne.NewMenuItem(message.Text("select-all", nil), func() { q.TypedShortcut(&fyne.ShortcutSelectAll{}) })
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", copyItem, all), c, ev.AbsolutePosition)
}

// noField is the present theme without the box around a text field and most of
// its padding.
type noField struct{ VisibleTrack }

// Color is for Fyne.
func (noField) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch name {
	case fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder:
		return color.Transparent
	}
	return CurrentTheme().Color(name, variant)
}

// Size is for Fyne.
func (noField) Size(name fyne.ThemeSizeName) float32 {
	if name == fynetheme.SizeNameInnerPadding {
		return QuotationInset
	}
	return CurrentTheme().Size(name)
}
