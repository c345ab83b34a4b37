package ui

import (
	"fyne.io/fyne/v2"
)

// watchStep shows learning as it goes on.
type watchStep struct {
	z       *wizard
	root    *fyne.Container
	text    *line
	bar     *progressBar
	score   *line
	curve   *curve
	figures *fold
	about   *prose
	cancel  *button
}

func newWatchStep(z *wizard) *watchStep {
	s := &watchStep{z: z, text: newLine(""), bar: newProgressBar(), score: newHint(""), curve: newCurve()}
	s.about = newProse("It goes on while you look at photos. Until you decide to use it, searches stay as they are.")
	s.cancel = newButton(z.p, "Cancel", z.cancel)
	s.figures = newFold(z.p, "Figures", 8, s.score, s.curve)
	s.figures.onTurn = func() { s.root.Refresh() }
	in := inset{left: pageMargin, right: pageMargin, most: pageWidth}
	top := newInset(in, newColumn(12, newEnds(s.text, s.cancel), s.bar, s.about, s.figures.root))
	s.root = newFramed(top, newColumn(0), newColumn(0))
	return s
}

func (s *watchStep) object() fyne.CanvasObject { return s.root }
func (s *watchStep) buttons() []*button        { return []*button{s.cancel, s.figures.head} }
func (s *watchStep) stops() [][]fyne.Focusable {
	return [][]fyne.Focusable{usable(s.cancel), usable(s.figures.head)}
}

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
