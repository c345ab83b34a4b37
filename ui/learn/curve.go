package learn

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
	"descry/ui/theme"
)

// Measures of the chart in Fyne units.
const (
	curveLeft   float32 = 52 // room for the numbers
	curveBottom float32 = 20 // room for the legend
	curveHigh   float32 = 240
	curvePoints         = 240
)

// curvePoint is the state at a step. Score is in percent, −1 for unknown.
type curvePoint struct {
	Step, Total int
	Score, Loss float64
}

// curve draws the held-out score over the steps, on an axis from 0 to 100 % so that small ups
// and downs look small. The loss is drawn quieter, in a scale of its own.
type curve struct {
	widget.BaseWidget
	points []curvePoint
}

func newCurve() *curve {
	c := &curve{}
	c.ExtendBaseWidget(c)
	return c
}

func (c *curve) set(points []curvePoint) {
	if len(points) != len(c.points) || len(points) == 0 {
		c.points = points
		c.Refresh()
	}
}

// series is one line: x from 0 to 1, y from 0 (bottom) to 1.
type series struct{ xs, ys []float64 }

// scores is the line of the score. Unknown values are left out.
func scores(points []curvePoint) series {
	return lineOf(points, func(p curvePoint) (float64, bool) { return p.Score / 100, p.Score >= 0 })
}

// losses is the line of the loss, from the highest at the top to 0.
func losses(points []curvePoint) series {
	most := 0.0
	for _, p := range points {
		if !math.IsNaN(p.Loss) && !math.IsInf(p.Loss, 0) {
			most = max(most, p.Loss)
		}
	}
	return lineOf(points, func(p curvePoint) (float64, bool) {
		return p.Loss / max(most, 1e-9), most > 0 && !math.IsNaN(p.Loss) && p.Loss >= 0 && p.Loss <= most
	})
}

// lineOf takes at most curvePoints points, the last among them.
func lineOf(points []curvePoint, value func(curvePoint) (float64, bool)) series {
	var s series
	step := max(len(points)/curvePoints, 1)
	for i, p := range points {
		y, ok := value(p)
		if ok && p.Total > 0 && (i%step == 0 || i == len(points)-1) {
			s.xs = append(s.xs, min(float64(p.Step)/float64(p.Total), 1))
			s.ys = append(s.ys, min(max(y, 0), 1))
		}
	}
	return s
}

// CreateRenderer is for Fyne.
func (c *curve) CreateRenderer() fyne.WidgetRenderer {
	r := &curveRenderer{c: c, top: kit.NewHint(""), bottom: kit.NewHint(""), score: kit.NewHint(message.Text("learn-curve-score", nil)), loss: kit.NewHint(message.Text("learn-curve-loss", nil))}
	r.top.Align, r.bottom.Align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	r.score.Colour = fynetheme.ColorNamePrimary
	r.Refresh()
	return r
}

type curveRenderer struct {
	c           *curve
	top, bottom *kit.Line // numbers at the axis
	score, loss *kit.Line // the legend
	objects     []fyne.CanvasObject
}

// MinSize is for Fyne.
func (r *curveRenderer) MinSize() fyne.Size           { return fyne.NewSize(160, curveHigh) }
func (r *curveRenderer) Destroy()                     {}
func (r *curveRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Refresh is for Fyne.
func (r *curveRenderer) Refresh() {
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

// Layout is for Fyne.
func (r *curveRenderer) Layout(size fyne.Size) {
	r.top.SetText(message.FormatPercent(1, 1))
	r.bottom.SetText(message.FormatPercent(0, 1))
	left, width, height := curveLeft, size.Width-curveLeft, size.Height-curveBottom
	text := r.top.MinSize().Height
	kit.Put(r.top, 0, 0, left-8, text)
	kit.Put(r.bottom, 0, height-text, left-8, text)
	kit.Put(r.score, left, height+4, 110, text)
	kit.Put(r.loss, left+118, height+4, 80, text)
	r.objects = []fyne.CanvasObject{r.top, r.bottom, r.score, r.loss}
	for _, share := range []float32{0, 0.5, 1} {
		r.stroke(fyne.NewPos(left, height*share), fyne.NewPos(left+width, height*share), fynetheme.ColorNameSeparator, 1)
	}
	at := func(x, y float64) fyne.Position {
		return fyne.NewPos(left+width*float32(x), 2+(height-4)*float32(1-y))
	}
	r.draw(losses(r.c.points), at, theme.ColorNameMuted, 1)
	r.draw(scores(r.c.points), at, fynetheme.ColorNamePrimary, 2.5)
}

func (r *curveRenderer) draw(s series, at func(x, y float64) fyne.Position, colour fyne.ThemeColorName, width float32) {
	for i := 1; i < len(s.xs); i++ {
		r.stroke(at(s.xs[i-1], s.ys[i-1]), at(s.xs[i], s.ys[i]), colour, width)
	}
}

func (r *curveRenderer) stroke(from, to fyne.Position, colour fyne.ThemeColorName, width float32) {
	l := canvas.NewLine(r.c.Theme().Color(colour, fyne.CurrentApp().Settings().ThemeVariant()))
	l.StrokeWidth, l.Position1, l.Position2 = width, from, to
	r.objects = append(r.objects, l)
}
