package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service/learning"
)

// compareStep shows what was learned against what was before, and asks whether to
// use it.
type compareStep struct {
	z       *wizard
	root    *fyne.Container
	content *scrolled

	verdict *fyne.Container
	search  *sideBySide
	figures *fold
	details *fyne.Container // what the figures say in words
	table   *proofTable
	sure    *reliability

	note     *prose // why it can't be used
	use, not *button
	head     string // "" when nothing is offered
}

func newCompareStep(z *wizard) *compareStep {
	s := &compareStep{z: z, verdict: newColumn(4), details: newColumn(4), note: newProse("")}
	s.search, s.table, s.sure = newSideBySide(z.p, z.p.reveal), newProofTable(z.p), newReliability()
	s.table.grown = func() { s.content.refit() }
	s.note.setText("")
	s.use = newMainButton(z.p, "Use it", s.useIt)
	s.not = newButton(z.p, "Not now", s.notNow)
	s.figures = newFold(z.p, "Figures", 0, s.details, s.table.root, s.sure.root)
	s.figures.onTurn = func() { s.content.refit() }
	s.figures.head.onFocus = z.p.reveal
	s.content = newScrolled(0, s.verdict, s.search.root, newInset(inset{top: 20}, s.figures.root))
	in := inset{left: pageMargin, right: pageMargin, top: 8, bottom: 12, most: pageWidth}
	s.root = newFramed(newColumn(0), s.content.root, newInset(in, newColumn(4, s.note, newLeading(s.use, s.not))))
	return s
}

func (s *compareStep) object() fyne.CanvasObject { return s.root }
func (s *compareStep) buttons() []*button {
	return []*button{s.use, s.not, s.figures.head, s.table.more}
}

func (s *compareStep) stops() [][]fyne.Focusable {
	var rows [][]fyne.Focusable
	if s.search.root.Visible() {
		rows = append(rows, []fyne.Focusable{s.search.entry})
	}
	if s.figures.root.Visible() {
		rows = append(rows, usable(s.figures.head))
	}
	if s.figures.open() && s.table.root.Visible() {
		rows = append(rows, usable(s.table.more))
	}
	return append(rows, usable(s.use, s.not))
}

// rest drops answers that are still to come.
func (s *compareStep) rest() { s.search.stop() }

// show takes what came of learning.
func (s *compareStep) show(t learning.Trained) {
	s.head = t.Head
	s.note.setText("")
	s.tellVerdict(t)
	s.search.show(t.Head, bestTag(t.Proof.Tags))
	s.table.show(t.Proof)
	s.sure.show(t.Proof)
	s.tellFigures(t)
	s.figures.turn(false)
	setVisible(s.use, t.Head != "")
	not := "Not now"
	if t.Head == "" {
		not = "Choose again"
	}
	s.not.SetText(not)
	s.content.scroll.ScrollToTop()
	s.content.refit()
	s.root.Refresh()
}

// tellVerdict says in a sentence what became better and worse.
func (s *compareStep) tellVerdict(t learning.Trained) {
	s.verdict.Objects = nil
	if t.Head == "" {
		reason := "What was learned is no better than what was before."
		if t.Refused != "" {
			reason = message.AsSentence(t.Refused)
		}
		s.verdict.Add(newHeading("There is nothing to use"))
		s.tell(reason, fynetheme.ColorNameWarning)
		s.tell(refusedHelp(s.z.p.page), fynetheme.ColorNameForeground)
		return
	}
	s.verdict.Add(newHeading("What it learned"))
	s.tell(outcomeText(t.Proof), fynetheme.ColorNameForeground)
	if t.Refused != "" {
		s.tell(message.AsSentence(t.Refused), fynetheme.ColorNameWarning)
	}
}

func (s *compareStep) tell(text string, colour fyne.ThemeColorName) {
	p := newProse("")
	p.words.Style.SizeName = fynetheme.SizeNameText
	p.set(text, colour)
	s.verdict.Add(p)
}

// tellFigures says what the figures stand on and what became of searches in other
// words.
func (s *compareStep) tellFigures(t learning.Trained) {
	s.details.Objects = []fyne.CanvasObject{newProse(measuredText(t.Proof)), newProse(generalText(t.Proof.General, t.Head != ""))}
	setVisible(s.figures.root, t.Proof.General.Known || t.Head != "")
	s.details.Refresh()
}

// byGain lists the tags that were tested, those that gained most first.
func byGain(tags []learning.TagProof) []learning.TagProof {
	tested := slices.DeleteFunc(slices.Clone(tags), func(t learning.TagProof) bool { return t.Tested == 0 })
	slices.SortStableFunc(tested, func(a, b learning.TagProof) int {
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
func bestTag(tags []learning.TagProof) string {
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
	setEnabled(s.use, false)
	load(z.p.w.tasks, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, z.p.w.backend.UseHead(ctx, head)
	}, func(_ struct{}, err error) {
		setEnabled(s.use, true)
		if err != nil {
			s.note.say(message.OfError(err), true)
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
