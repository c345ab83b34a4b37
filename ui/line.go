package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/theme"
)

// line is one line of text without padding that shortens itself to the room it
// has and follows the theme.
type line struct {
	widget.BaseWidget
	text   string
	colour fyne.ThemeColorName
	size   fyne.ThemeSizeName
	style  fyne.TextStyle
	align  fyne.TextAlign
	middle bool // shorten in the middle
	whole  bool // ask for the width of the whole text
}

// newLine makes a line in the text's colour and size.
func newLine(text string) *line {
	l := &line{text: text, colour: fynetheme.ColorNameForeground, size: fynetheme.SizeNameText}
	l.ExtendBaseWidget(l)
	return l
}

// newHint makes a line of secondary text.
func newHint(text string) *line {
	l := newLine(text)
	l.colour, l.size = theme.ColorNameMuted, fynetheme.SizeNameCaptionText
	return l
}

// newHeading makes a line that stands above others.
func newHeading(text string) *line {
	l := newLine(text)
	l.size, l.style.Bold = fynetheme.SizeNameSubHeadingText, true
	return l
}

func (l *line) setText(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (l *line) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{line: l, text: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type lineRenderer struct {
	line *line
	text *canvas.Text
}

func (r *lineRenderer) measure(s string) fyne.Size {
	return fyne.MeasureText(s, r.text.TextSize, r.text.TextStyle)
}

func (r *lineRenderer) MinSize() fyne.Size {
	r.style()
	size := r.measure("Ág")
	size.Width = r.text.TextSize
	if r.line.whole {
		size.Width = r.measure(message.OneLine(r.line.text)).Width
	}
	return size
}

func (r *lineRenderer) Layout(size fyne.Size) {
	fits := func(s string) float32 { return r.measure(s).Width }
	r.text.Text = ""
	if r.line.text != "" {
		r.text.Text = elide(r.line.text, size.Width+0.5, r.line.middle, fits)
	}
	r.text.Resize(size)
}

func (r *lineRenderer) style() {
	th := r.line.Theme()
	r.text.Color = th.Color(r.line.colour, fyne.CurrentApp().Settings().ThemeVariant())
	r.text.TextSize = th.Size(r.line.size)
	r.text.TextStyle, r.text.Alignment = r.line.style, r.line.align
}

func (r *lineRenderer) Refresh() {
	r.style()
	r.Layout(r.line.Size())
	r.text.Refresh()
}

func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *lineRenderer) Destroy()                     {}
func textWidth(l *line) float32 {
	return fyne.MeasureText(message.OneLine(l.text), l.Theme().Size(l.size), l.style).Width
}
