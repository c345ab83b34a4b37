package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/theme"
)

// Line is one line of text without padding that shortens itself to its room and follows the
// theme.
type Line struct {
	widget.BaseWidget
	Text     string
	Colour   fyne.ThemeColorName
	TextSize fyne.ThemeSizeName
	Style    fyne.TextStyle
	Align    fyne.TextAlign
	Middle   bool // shorten in the middle
	Whole    bool // ask for the width of the whole text
}

// NewLine makes a line in the text's colour and size.
func NewLine(text string) *Line {
	l := &Line{Text: text, Colour: fynetheme.ColorNameForeground, TextSize: fynetheme.SizeNameText}
	l.ExtendBaseWidget(l)
	return l
}

// NewHint makes a line of secondary text.
func NewHint(text string) *Line {
	l := NewLine(text)
	l.Colour, l.TextSize = theme.ColorNameMuted, fynetheme.SizeNameCaptionText
	return l
}

// NewHeading makes a line that stands above others.
func NewHeading(text string) *Line {
	l := NewLine(text)
	l.TextSize, l.Style.Bold = fynetheme.SizeNameSubHeadingText, true
	return l
}

// SetText replaces the text.
func (l *Line) SetText(text string) {
	if l.Text != text {
		l.Text = text
		l.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{line: l, text: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type lineRenderer struct {
	line *Line
	text *canvas.Text
}

func (r *lineRenderer) measure(s string) fyne.Size {
	return fyne.MeasureText(s, r.text.TextSize, r.text.TextStyle)
}

func (r *lineRenderer) MinSize() fyne.Size {
	r.style()
	size := r.measure("Ág")
	size.Width = r.text.TextSize
	if r.line.Whole {
		size.Width = r.measure(message.OneLine(r.line.Text)).Width
	}
	return size
}

func (r *lineRenderer) Layout(size fyne.Size) {
	fits := func(s string) float32 { return r.measure(s).Width }
	r.text.Text = ""
	if r.line.Text != "" {
		r.text.Text = VisualOrder(elide(r.line.Text, size.Width+0.5, r.line.Middle, fits))
	}
	r.text.Resize(size)
}

func (r *lineRenderer) style() {
	th := r.line.Theme()
	r.text.Color = th.Color(r.line.Colour, fyne.CurrentApp().Settings().ThemeVariant())
	r.text.TextSize = th.Size(r.line.TextSize)
	r.text.TextStyle, r.text.Alignment = r.line.drawnStyle(), r.line.Align
}

func (r *lineRenderer) Refresh() {
	r.style()
	r.Layout(r.line.Size())
	r.text.Refresh()
}

func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *lineRenderer) Destroy()                     {}

// drawnStyle is the style without monospace for text with Han signs, kana or Hangul. The toolkit
// draws them on a lower base line, but makes room for the monospace letters by themselves, and
// the lower ends of g and p would be cut off.
func (l *Line) drawnStyle() fyne.TextStyle {
	style := l.Style
	style.Monospace = style.Monospace && !strings.ContainsFunc(l.Text, unspaced)
	return style
}

// LineWidth is the width of a line's whole text.
func LineWidth(l *Line) float32 {
	return fyne.MeasureText(message.OneLine(l.Text), l.Theme().Size(l.TextSize), l.drawnStyle()).Width
}
