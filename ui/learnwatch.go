package ui

import (
	"fyne.io/fyne/v2"
)

// curveHigh is at most how high the curve is drawn, in Fyne units.
const curveHigh float32 = 300

// watchStep shows learning as it goes on.
type watchStep struct {
	z      *wizard
	root   *fyne.Container
	text   *line
	bar    *progressBar
	score  *line
	curve  *curve
	about  *prose
	cancel *button
}

func newWatchStep(z *wizard) *watchStep {
	s := &watchStep{z: z, text: newLine(""), bar: newProgressBar(), score: newHint(""), curve: newCurve()}
	s.about = newProse("It goes on while you look at photos. Until you decide to use it, searches stay as they are.")
	s.cancel = newButton(z.p, "Cancel", z.cancel)
	in := inset{left: pageMargin, right: pageMargin, most: pageWidth}
	top := newInset(in, newColumn(6, newEnds(s.text, s.cancel), s.bar, s.score))
	in.top = 8
	foot := newInset(inset{left: pageMargin, right: pageMargin, top: 8, bottom: 12, most: pageWidth}, s.about)
	s.root = newFramed(top, newInset(in, newCapped(curveHigh, s.curve)), foot)
	return s
}

func (s *watchStep) object() fyne.CanvasObject { return s.root }
func (s *watchStep) buttons() []*button        { return []*button{s.cancel} }
func (s *watchStep) stops() [][]fyne.Focusable { return [][]fyne.Focusable{usable(s.cancel)} }

// show follows the training.
func (s *watchStep) show(t *training) {
	p, points := t.progress()
	s.text.setText(t.text(s.z.p.w.now()))
	s.bar.setShare(int64(p.Step), int64(p.Total))
	s.score.setText(scoreText(points))
	s.curve.set(points)
	setEnabled(s.cancel, !t.stopping)
}

// scoreText says in words what the curve shows.
func scoreText(points []curvePoint) string {
	first, last := -1.0, -1.0
	for _, p := range points {
		if p.Score >= 0 {
			if first < 0 {
				first = p.Score
			}
			last = p.Score
		}
	}
	if last < 0 {
		return "How well it finds photos that it doesn't learn from appears here."
	}
	return "Finds photos that it doesn't learn from: " + formatScore(last) + " %, at the beginning " + formatScore(first) + " %"
}

// capped lets one object get no higher than most.
type capped struct{ most float32 }

func newCapped(most float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: capped{most}, Objects: []fyne.CanvasObject{o}}
}

// Layout is for Fyne.
func (c capped) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, min(size.Height, c.most))
}

// MinSize is for Fyne.
func (c capped) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
