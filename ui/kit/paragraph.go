package kit

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Paragraph is a label that wraps, also within sentences that have no spaces. Fyne's label
// breaks at spaces only.
type Paragraph struct {
	widget.Label        // its Text holds the words as they are drawn
	Words        string // as they were set
	rows         rowsOfText
}

// NewParagraph makes a label that wraps.
func NewParagraph(text string) *Paragraph {
	p := &Paragraph{Words: text}
	p.Text, p.Wrapping = text, fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	return p
}

// SetText replaces the text.
func (p *Paragraph) SetText(text string) {
	p.Words = text
	p.breakRows(p.Size().Width)
	p.Label.SetText(p.Text)
}

// Resize is for Fyne.
func (p *Paragraph) Resize(size fyne.Size) {
	if p.breakRows(size.Width) {
		p.Label.Refresh()
	}
	p.Label.Resize(size)
}

// Refresh is for Fyne.
func (p *Paragraph) Refresh() {
	p.breakRows(p.Size().Width)
	p.Label.Refresh()
}

// AccessibilityLabel is for Fyne: the words without the breaks between rows.
func (p *Paragraph) AccessibilityLabel() string { return p.Words }

// breakRows takes the words over into what is drawn and reports a change.
func (p *Paragraph) breakRows(width float32) bool {
	size := p.SizeName
	if size == "" {
		size = fynetheme.SizeNameText
	}
	th := p.Theme()
	drawn := p.rows.in(width-2*th.Size(fynetheme.SizeNameInnerPadding), p.Words, th.Size(size), p.TextStyle)
	changed := drawn != p.Text
	p.Text = drawn
	return changed
}
