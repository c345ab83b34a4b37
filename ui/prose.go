package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/theme"
)

// prose is text that wraps and has no padding, so that it lines up with what
// stands above and below it. It knows its height in a width.
type prose struct {
	widget.BaseWidget
	rich   *widget.RichText
	words  *widget.TextSegment
	high   float32
	onGrow func() // another width has made it another height
}

// newProse makes wrapping secondary text.
func newProse(text string) *prose {
	style := widget.RichTextStyleParagraph
	style.ColorName, style.SizeName = theme.ColorNameMuted, fynetheme.SizeNameCaptionText
	p := &prose{words: &widget.TextSegment{Text: text, Style: style}}
	p.rich = widget.NewRichText(p.words)
	p.rich.Wrapping = fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	return p
}

// setText replaces the text and hides an empty one.
func (p *prose) setText(text string) { p.set(text, p.words.Style.ColorName) }

// set replaces text and colour and hides an empty text.
func (p *prose) set(text string, colour fyne.ThemeColorName) {
	setVisible(p, text != "")
	if text == p.words.Text && colour == p.words.Style.ColorName {
		return
	}
	p.words.Text, p.words.Style.ColorName = text, colour
	p.rich.Refresh()
}

// say shows what came of something: wrong in the colour of errors.
func (p *prose) say(text string, wrong bool) {
	colour := theme.ColorNameMuted
	if wrong {
		colour = fynetheme.ColorNameError
	}
	p.set(text, colour)
}

func (p *prose) heightAt(width float32) float32 {
	pad := p.Theme().Size(fynetheme.SizeNameInnerPadding)
	if width <= 0 {
		width = noticeWidth
	}
	p.rich.Resize(fyne.NewSize(width+2*pad, p.rich.Size().Height))
	return max(p.rich.MinSize().Height-2*pad, 0)
}

// textWidth is how wide the longest line is before any is wrapped.
func (p *prose) textWidth() float32 {
	size, width := p.Theme().Size(p.words.Style.SizeName), float32(0)
	for l := range strings.Lines(p.words.Text) {
		width = max(width, fyne.MeasureText(message.OneLine(strings.TrimSuffix(l, "\n")), size, p.words.Style.TextStyle).Width)
	}
	return width
}

// Resize is for Fyne.
func (p *prose) Resize(size fyne.Size) {
	p.BaseWidget.Resize(size)
	if high := p.heightAt(size.Width); high != p.high {
		p.high = high
		if p.onGrow != nil {
			p.onGrow()
		}
	}
}

// MinSize is for Fyne: the height in the present width.
func (p *prose) MinSize() fyne.Size {
	return fyne.NewSize(0, p.heightAt(p.Size().Width))
}

// CreateRenderer is for Fyne.
func (p *prose) CreateRenderer() fyne.WidgetRenderer { return &proseRenderer{p} }

type proseRenderer struct{ p *prose }

// Layout takes away the padding that Fyne puts around text.
func (r *proseRenderer) Layout(size fyne.Size) {
	pad := r.p.Theme().Size(fynetheme.SizeNameInnerPadding)
	put(r.p.rich, -pad, -pad, size.Width+2*pad, size.Height+2*pad)
}

func (r *proseRenderer) MinSize() fyne.Size           { return r.p.MinSize() }
func (r *proseRenderer) Refresh()                     { r.p.rich.Refresh() }
func (r *proseRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.rich} }
func (r *proseRenderer) Destroy()                     {}

// noticeWidth keeps lines of text readable on wide windows.
const noticeWidth float32 = 460
