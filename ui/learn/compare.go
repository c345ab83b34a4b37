package learn

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/ui/kit"
)

// compareStep compares searches with and without the new head, and lets the user decide
// whether to use it.
type compareStep struct {
	z       *wizard
	root    *fyne.Container
	content *kit.Scrolled

	verdict *fyne.Container
	search  *sideBySide
	figures *kit.Fold
	details *fyne.Container // the figures in words
	table   *reportTable
	sure    *reliability

	note     *kit.Prose // why the head can't be used
	use, not *kit.Button
	head     string // "" when no head is offered
}

func newCompareStep(z *wizard) *compareStep {
	s := &compareStep{z: z, verdict: kit.NewColumn(4), details: kit.NewColumn(4), note: kit.NewProse("")}
	s.search, s.table, s.sure = newSideBySide(z.p, z.p.Reveal), newReportTable(z.p), newReliability()
	s.table.grown = func() { s.content.Refit() }
	s.note.SetText("")
	s.use = kit.NewMainButton(z.p, message.Text("learn-compare-use-button", nil), s.useIt)
	s.not = kit.NewButton(z.p, message.Text("learn-compare-not-now-button", nil), s.notNow)
	s.figures = kit.NewFold(z.p, message.Text("learn-figures", nil), 0, s.details, s.table.root, s.sure.root)
	s.figures.OnTurn = func() { s.content.Refit() }
	s.figures.Head.OnFocus = z.p.Reveal
	s.content = kit.NewScrolled(0, s.verdict, s.search.root, kit.NewInset(kit.Inset{Top: 20}, s.figures.Root))
	in := kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Top: 8, Bottom: 12, Most: kit.PageWidth}
	s.root = kit.NewFramed(kit.NewColumn(0), s.content.Root, kit.NewInset(in, kit.NewColumn(4, s.note, kit.NewLeading(s.use, s.not))))
	return s
}

func (s *compareStep) object() fyne.CanvasObject { return s.root }
func (s *compareStep) Buttons() []*kit.Button {
	return []*kit.Button{s.use, s.not, s.figures.Head, s.table.more}
}

func (s *compareStep) Stops() [][]fyne.Focusable {
	var rows [][]fyne.Focusable
	if s.search.root.Visible() {
		rows = append(rows, []fyne.Focusable{s.search.entry})
	}
	if s.figures.Root.Visible() {
		rows = append(rows, kit.Usable(s.figures.Head))
	}
	if s.figures.Open() && s.table.root.Visible() {
		rows = append(rows, kit.Usable(s.table.more))
	}
	return append(rows, kit.Usable(s.use, s.not))
}

// rest drops answers that are still to come.
func (s *compareStep) rest() { s.search.stop() }

// show takes what came of learning.
func (s *compareStep) show(got learning.Result) {
	s.head = got.Head
	s.note.SetText("")
	s.tellVerdict(got)
	s.search.show(got.Head, bestTag(got.Report.Tags))
	s.table.show(got.Report)
	s.sure.show(got.Report)
	s.tellFigures(got)
	s.figures.Turn(false)
	kit.SetVisible(s.use, got.Head != "")
	not := message.Text("learn-compare-not-now-button", nil)
	if got.Head == "" {
		not = message.Text("learn-compare-choose-button", nil)
	}
	s.not.SetText(not)
	s.content.Scroll.ScrollToTop()
	s.content.Refit()
	s.root.Refresh()
}

// tellVerdict says in a sentence what became better and worse.
func (s *compareStep) tellVerdict(got learning.Result) {
	s.verdict.Objects = nil
	if got.Head == "" {
		s.verdict.Add(kit.NewHeading(message.Text("learn-compare-nothing", nil)))
		s.tell(refusedText(got.Report), fynetheme.ColorNameWarning)
		s.tell(refusedHelp(s.z.p.page), fynetheme.ColorNameForeground)
		return
	}
	s.verdict.Add(kit.NewHeading(message.Text("learn-compare-learned", nil)))
	s.tell(outcomeText(got.Report), fynetheme.ColorNameForeground)
}

func (s *compareStep) tell(text string, colour fyne.ThemeColorName) {
	p := kit.NewProse("")
	p.Words.Style.SizeName = fynetheme.SizeNameText
	p.Set(text, colour)
	s.verdict.Add(p)
}

// tellFigures says what the figures stand on and how searches in other words changed.
func (s *compareStep) tellFigures(got learning.Result) {
	s.details.Objects = []fyne.CanvasObject{kit.NewProse(measuredText(got.Report)), kit.NewProse(generalText(got.Report, got.Head != ""))}
	kit.SetVisible(s.figures.Root, got.Report.Guard.Checked || got.Head != "")
	s.details.Refresh()
}

// byGain lists the tested tags, those that gained most first.
func byGain(tags []finetune.TagReport) []finetune.TagReport {
	tested := slices.DeleteFunc(slices.Clone(tags), func(t finetune.TagReport) bool { return t.Photos == 0 })
	slices.SortStableFunc(tested, func(a, b finetune.TagReport) int {
		switch x, y := gain(a), gain(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return tested
}

// bestTag is the name of the tag that gained most, its last level.
func bestTag(tags []finetune.TagReport) string {
	if tested := byGain(tags); len(tested) > 0 {
		return lastLevel(tested[0].Tag)
	}
	if len(tags) > 0 {
		return lastLevel(tags[0].Tag)
	}
	return ""
}

// useIt makes searches use what was learned.
func (s *compareStep) useIt() {
	z, head := s.z, s.head
	kit.SetEnabled(s.use, false)
	kit.Load(z.p.tasks, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, z.p.backend.UseHead(ctx, head)
	}, func(_ struct{}, err error) {
		kit.SetEnabled(s.use, true)
		if err != nil {
			s.note.Say(message.OfError(err), true)
			s.root.Refresh()
			return
		}
		z.decide(true)
	})
}

func (s *compareStep) notNow() {
	if s.head == "" {
		s.z.lead(chooseAt)
		return
	}
	s.z.decide(false)
}
