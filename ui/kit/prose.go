package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/theme"
)

// Prose is text that wraps and has no padding, so that the text lines up with objects above
// and below. Prose knows its height in a width.
type Prose struct {
	widget.BaseWidget
	rich   *widget.RichText
	drawn  *widget.TextSegment // Words as they are drawn
	rows   rowsOfText
	Words  *widget.TextSegment
	high   float32
	OnGrow func() // another width has changed the height
}

// NewProse makes wrapping secondary text.
func NewProse(text string) *Prose {
	style := widget.RichTextStyleParagraph
	style.ColorName, style.SizeName = theme.ColorNameMuted, fynetheme.SizeNameCaptionText
	p := &Prose{Words: &widget.TextSegment{Text: text, Style: style}, drawn: &widget.TextSegment{}}
	p.draw(0)
	p.rich = widget.NewRichText(p.drawn)
	p.rich.Wrapping = fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	return p
}

// NewTitle makes a wrapping bold line that stands above what it is the title of.
func NewTitle(text string) *Prose {
	p := NewProse(text)
	p.Words.Style.ColorName, p.Words.Style.SizeName = fynetheme.ColorNameForeground, fynetheme.SizeNameText
	p.Words.Style.TextStyle.Bold = true
	return p
}

// SetText replaces the text and hides an empty one.
func (p *Prose) SetText(text string) { p.Set(text, p.Words.Style.ColorName) }

// Set replaces text and colour and hides an empty text.
func (p *Prose) Set(text string, colour fyne.ThemeColorName) {
	SetVisible(p, text != "")
	if text == p.Words.Text && colour == p.Words.Style.ColorName {
		return
	}
	p.Words.Text, p.Words.Style.ColorName = text, colour
	p.draw(p.Size().Width)
	p.rich.Refresh()
}

// draw takes the words over into what is drawn in a width and reports another text.
func (p *Prose) draw(width float32) bool {
	th, before := p.Theme(), p.drawn.Text
	pad := th.Size(fynetheme.SizeNameInnerPadding)
	width = width + 2*pad - 2*pad // the toolkit's room for a row, to the last bit
	rows := p.rows.in(width, p.Words.Text, th.Size(p.Words.Style.SizeName), p.Words.Style.TextStyle)
	p.drawn.Text, p.drawn.Style = SentenceOrder(rows), p.Words.Style
	return p.drawn.Text != before
}

// Say shows the outcome of an action, an error in the colour of errors.
func (p *Prose) Say(text string, wrong bool) {
	colour := theme.ColorNameMuted
	if wrong {
		colour = fynetheme.ColorNameError
	}
	p.Set(text, colour)
}

// HeightAt is how high the text is in a width.
func (p *Prose) HeightAt(width float32) float32 {
	pad := p.Theme().Size(fynetheme.SizeNameInnerPadding)
	if width <= 0 {
		width = ReadingWidth
	}
	changed, size := p.draw(width), fyne.NewSize(width+2*pad, p.rich.Size().Height)
	if changed && size == p.rich.Size() {
		p.rich.Refresh()
	}
	p.rich.Resize(size)
	return max(p.rich.MinSize().Height-2*pad, 0)
}

// TextWidth is how wide the longest line is before any is wrapped.
func (p *Prose) TextWidth() float32 {
	size, width := p.Theme().Size(p.Words.Style.SizeName), float32(0)
	for l := range strings.Lines(p.Words.Text) {
		width = max(width, fyne.MeasureText(message.OneLine(strings.TrimSuffix(l, "\n")), size, p.Words.Style.TextStyle).Width)
	}
	return width
}

// Resize is for Fyne.
func (p *Prose) Resize(size fyne.Size) {
	p.BaseWidget.Resize(size)
	if high := p.HeightAt(size.Width); high != p.high {
		p.high = high
		if p.OnGrow != nil {
			p.OnGrow()
		}
	}
}

// MinSize is for Fyne: the height in the present width.
func (p *Prose) MinSize() fyne.Size {
	return fyne.NewSize(0, p.HeightAt(p.Size().Width))
}

// CreateRenderer is for Fyne.
func (p *Prose) CreateRenderer() fyne.WidgetRenderer { return &proseRenderer{p} }

type proseRenderer struct{ p *Prose }

// Layout takes away the padding that Fyne puts around text.
func (r *proseRenderer) Layout(size fyne.Size) {
	pad := r.p.Theme().Size(fynetheme.SizeNameInnerPadding)
	Put(r.p.rich, -pad, -pad, size.Width+2*pad, size.Height+2*pad)
}

func (r *proseRenderer) MinSize() fyne.Size           { return r.p.MinSize() }
func (r *proseRenderer) Refresh()                     { r.p.draw(r.p.Size().Width); r.p.rich.Refresh() }
func (r *proseRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.rich} }
func (r *proseRenderer) Destroy()                     {}

// ReadingWidth keeps lines of text readable on wide windows.
const ReadingWidth float32 = 460
