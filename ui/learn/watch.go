package learn

import (
	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/ui/kit"
)

// watchStep shows a training as it goes on.
type watchStep struct {
	z       *wizard
	root    *fyne.Container
	text    *kit.Line
	bar     *kit.ProgressBar
	score   *kit.Line
	curve   *curve
	figures *kit.Fold
	about   *kit.Prose
	cancel  *kit.Button
}

func newWatchStep(z *wizard) *watchStep {
	s := &watchStep{z: z, text: kit.NewLine(""), bar: kit.NewProgressBar(), score: kit.NewHint(""), curve: newCurve()}
	s.about = kit.NewProse(message.Text("learn-watch-about", nil))
	s.cancel = kit.NewButton(z.p, message.Text("cancel", nil), z.cancel)
	s.figures = kit.NewFold(z.p, message.Text("learn-figures", nil), 8, s.score, s.curve)
	s.figures.OnTurn = func() { s.root.Refresh() }
	in := kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Most: kit.PageWidth}
	top := kit.NewInset(in, kit.NewColumn(12, kit.NewEnds(s.text, s.cancel), s.bar, s.about, s.figures.Root))
	s.root = kit.NewFramed(top, kit.NewColumn(0), kit.NewColumn(0))
	return s
}

func (s *watchStep) object() fyne.CanvasObject { return s.root }
func (s *watchStep) Buttons() []*kit.Button    { return []*kit.Button{s.cancel, s.figures.Head} }
func (s *watchStep) Stops() [][]fyne.Focusable {
	return [][]fyne.Focusable{kit.Usable(s.cancel), kit.Usable(s.figures.Head)}
}

// show follows the training.
func (s *watchStep) show(t *training) {
	p, points := t.progress()
	s.text.SetText(t.text(s.z.p.now()))
	s.bar.SetShare(int64(p.Step), int64(p.Total))
	s.score.SetText(scoreText(points))
	s.curve.set(points)
	kit.SetEnabled(s.cancel, !t.stopping)
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
		return message.Text("learn-watch-no-score", nil)
	}
	return message.Text("learn-watch-score", message.Params{"Score": formatScore(last), "First": formatScore(first)})
}
