package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// compareStep shows what was learned against what was before, and asks whether to
// use it.
type compareStep struct {
	z       *wizard
	root    *fyne.Container
	content *scrolled

	verdict *fyne.Container
	search  *sideBySide
	table   *proofTable
	sure    *reliability

	note     *prose // why it can't be used
	use, not *button
	head     string // "" when nothing is offered
}

func newCompareStep(z *wizard) *compareStep {
	s := &compareStep{z: z, verdict: newColumn(4), note: newProse("")}
	s.search, s.table, s.sure = newSideBySide(z.p, z.p.reveal), newProofTable(z.p), newReliability()
	s.table.grown = func() { s.content.refit() }
	s.note.setText("")
	s.use = newMainButton(z.p, "Use it", s.useIt)
	s.not = newButton(z.p, "Not now", s.notNow)
	s.content = newScrolled(0, s.verdict, s.search.root, s.table.root, s.sure.root)
	in := inset{left: pageMargin, right: pageMargin, top: 8, bottom: 12, most: pageWidth}
	s.root = newFramed(newColumn(0), s.content.root, newInset(in, newColumn(4, s.note, newLeading(s.use, s.not))))
	return s
}

func (s *compareStep) object() fyne.CanvasObject { return s.root }
func (s *compareStep) buttons() []*button        { return []*button{s.use, s.not, s.table.more} }

func (s *compareStep) stops() [][]fyne.Focusable {
	var rows [][]fyne.Focusable
	if s.search.root.Visible() {
		rows = append(rows, []fyne.Focusable{s.search.entry})
	}
	if s.table.root.Visible() {
		rows = append(rows, usable(s.table.more))
	}
	return append(rows, usable(s.use, s.not))
}

// rest drops answers that are still to come.
func (s *compareStep) rest() { s.search.stop() }

// show takes what came of learning.
func (s *compareStep) show(t Trained) {
	s.head = t.Head
	s.note.setText("")
	s.tellVerdict(t)
	s.search.show(t.Head, bestTag(t.Proof.Tags))
	s.table.show(t.Proof)
	s.sure.show(t.Proof)
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

// tellVerdict says in plain words what became better and worse.
func (s *compareStep) tellVerdict(t Trained) {
	s.verdict.Objects = nil
	if t.Head == "" {
		reason := "What was learned is no better than what was before."
		if t.Refused != "" {
			reason = AsSentence(t.Refused)
		}
		s.verdict.Add(newHeading("There is nothing to use"))
		s.tell(reason, fynetheme.ColorNameWarning)
		s.tell(refusedHelp(s.z.p.page), fynetheme.ColorNameForeground)
	} else {
		s.verdict.Add(newHeading("What it learned"))
		for _, text := range verdictWords(t.Proof.Tags) {
			s.tell(text, fynetheme.ColorNameForeground)
		}
		if t.Refused != "" {
			s.tell(AsSentence(t.Refused), fynetheme.ColorNameWarning)
		}
	}
	if t.Proof.General.Known || t.Head != "" {
		s.tell(generalText(t.Proof.General, t.Head != ""), fynetheme.ColorNameForeground)
		s.tell(measuredText(t.Proof), fynetheme.ColorNamePlaceHolder)
	}
}

func (s *compareStep) tell(text string, colour fyne.ThemeColorName) {
	p := newProse("")
	p.words.Style.SizeName = fynetheme.SizeNameText
	p.set(text, colour)
	s.verdict.Add(p)
}

// byGain lists the tags that were tested, those that gained most first.
func byGain(tags []TagProof) []TagProof {
	tested := slices.DeleteFunc(slices.Clone(tags), func(t TagProof) bool { return t.Tested == 0 })
	slices.SortStableFunc(tested, func(a, b TagProof) int {
		switch x, y := a.APAfter-a.APBefore, b.APAfter-b.APBefore; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return tested
}

// verdictWords tells of the three tags that gained most in the first row, and of
// the one that lost most there.
func verdictWords(tags []TagProof) []string {
	var words []string
	tested := byGain(tags)
	for _, t := range tested {
		if text := rowText(t); text != "" && len(words) < 3 && t.RowAfter > t.RowBefore {
			words = append(words, text)
		}
	}
	for _, t := range slices.Backward(tested) {
		if text := rowText(t); text != "" && roundCount(t.RowAfter) < roundCount(t.RowBefore) {
			return append(words, text)
		}
	}
	if len(words) == 0 && len(tested) > 0 {
		words = append(words, "The first rows of the tags hold as many of their photos as before.")
	}
	return words
}

// bestTag is the name of the tag that gained most, its last level.
func bestTag(tags []TagProof) string {
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
			s.note.say(sentence(err), true)
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
