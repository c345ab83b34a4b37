package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/internal/filesize"
	"descry/ui/kit"
	"descry/ui/theme"
)

// headRow is one version: when it was learned, of what, and how well it does.
type headRow struct {
	l    *headList
	head learning.Head
	root *fyne.Container
	rule *widget.Separator // above it

	name, mark                  *kit.Line
	facts, scores, note         *kit.Prose
	use, compare, export, erase *kit.Button
}

func newHeadRow(l *headList) *headRow {
	r := &headRow{l: l, rule: widget.NewSeparator(), name: kit.NewLine(""), mark: kit.NewHint("")}
	r.name.Style.Bold, r.mark.Whole, r.mark.Colour = true, true, fynetheme.ColorNameSuccess
	r.facts, r.scores, r.note = kit.NewProse(""), kit.NewProse(""), kit.NewProse("")
	p := l.p
	r.compare = kit.NewQuietButton(p, "Compare", nil, r.compareIt)
	r.export = kit.NewQuietButton(p, "Export…", nil, r.exportIt)
	r.erase = kit.NewQuietButton(p, "Delete…", nil, r.askToDelete)
	r.use = kit.NewButton(p, "Use", func() { l.use(r.head.ID) })
	for _, b := range r.buttons() {
		b.OnFocus = p.Reveal
	}
	title := kit.NewBehindText(r.name, r.mark)
	actions := container.NewHBox(r.compare, r.export, r.erase, r.use)
	body := kit.NewColumn(3, kit.NewEnds(title, actions), r.facts, r.scores, r.note)
	r.root = kit.NewColumn(0, r.rule, kit.NewInset(kit.Inset{Top: 8, Bottom: 12}, body))
	return r
}

func (r *headRow) id() string { return r.head.ID }

func (r *headRow) buttons() []*kit.Button { return []*kit.Button{r.compare, r.export, r.erase, r.use} }

// show fills the row; a version of another model is grey and says so.
func (r *headRow) show(h learning.Head, used bool) {
	r.head = h
	r.name.Colour = fynetheme.ColorNameForeground
	if !h.Fits || h.Problem != "" {
		r.name.Colour = theme.ColorNameMuted
	}
	r.name.SetText(message.FormatMoment(h.Made, r.l.p.w.now()))
	r.name.Refresh()
	mark := ""
	if used {
		mark = "✓ In use"
	}
	r.mark.SetText(mark)
	r.facts.SetText(headFacts(h))
	r.scores.SetText(headScores(h))
	switch {
	case h.Problem != "":
		r.note.Set(message.AsSentence(h.Problem), fynetheme.ColorNameError)
	case !h.Fits:
		r.note.Set(message.AsSentence("It belongs to "+h.Model+"; make that the model in use first"), fynetheme.ColorNameWarning)
	default:
		r.note.SetText("")
	}
	fits := h.Fits && h.Problem == ""
	kit.SetVisible(r.use, fits && !used)
	kit.SetVisible(r.compare, fits)
	kit.SetVisible(r.erase, !used)
}

// headFacts says what it was learned from and how large it is.
func headFacts(h learning.Head) string {
	var parts []string
	for _, text := range []string{h.Note, h.Model} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if h.Bytes > 0 {
		parts = append(parts, filesize.Format(h.Bytes))
	}
	return strings.Join(parts, " · ")
}

// headScores says how well it does.
func headScores(h learning.Head) string {
	text := mapText(h.Proof)
	if g := h.Proof.General; g.Known {
		text += " · general search " + formatPoints(g.After-g.Before)
	}
	return text
}

// compareIt shows the comparison of this version.
func (r *headRow) compareIt() {
	p := r.l.p
	if p.wizard.running != nil {
		r.l.say("Wait until learning has ended, then compare.", true)
		return
	}
	p.wizard.compare.show(learning.Trained{Head: r.head.ID, Proof: r.head.Proof})
	p.tabs.Turn(teachTab)
	p.wizard.lead(compareAt)
}

// askToDelete asks first: a version can't be brought back unless it was exported.
func (r *headRow) askToDelete() {
	w, h := r.l.p.w, r.head
	var asking *kit.Sheet
	keep := kit.NewButton(w, "Keep", func() { w.closeSheet(asking) })
	erase := kit.NewButton(w, "Delete", func() {
		w.closeSheet(asking)
		r.l.change(func(ctx context.Context) error { return w.backend.DeleteHead(ctx, h.ID) }, "Deleted.")
	})
	erase.Importance = widget.DangerImportance
	text := "It comes back only by learning again, or by importing it if you exported it. Your photos, tags and captions stay."
	asking = w.openSheet("Delete the version of "+message.MomentWords(h.Made, w.now())+"?",
		fyne.NewSize(520, 0), kit.Wrapped(text), keep, erase)
	w.win.Canvas().Focus(keep)
}
