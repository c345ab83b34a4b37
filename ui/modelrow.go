package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service/models"
	"descry/ui/kit"
)

// modelRow is one pack of the page: its name and what can be done, what is being
// done, and what is known of it.
type modelRow struct {
	p     *modelsPage
	model models.Model
	root  *fyne.Container
	rule  *widget.Separator // above it

	name, mark *kit.Line
	use        *kit.Button
	verify     *kit.Button
	measure    *kit.Button
	remove     *kit.Button
	work       *workView

	about, facts, quality, speed *kit.Prose
	note                         *kit.Prose // how the last action ended, or why it can't be used
}

func newModelRow(p *modelsPage, m models.Model) *modelRow {
	r := &modelRow{p: p, model: m, rule: widget.NewSeparator()}
	r.name, r.mark = kit.NewLine(""), kit.NewHint("")
	r.name.Style.Bold, r.name.Middle, r.mark.Whole = true, true, true
	r.mark.Colour = fynetheme.ColorNameSuccess
	r.use = kit.NewButton(p, "Use", r.useIt)
	r.verify = kit.NewQuietButton(p, "Verify", nil, r.verifyIt)
	r.measure = kit.NewQuietButton(p, "Measure", nil, r.measureIt)
	r.remove = kit.NewQuietButton(p, "Delete…", nil, r.askToDelete)
	r.work = newWorkView(p, r.cancelIt)
	r.about, r.facts, r.quality = kit.NewProse(""), kit.NewProse(""), kit.NewProse("")
	r.speed, r.note = kit.NewProse(""), kit.NewProse("")
	for _, b := range r.Buttons() {
		b.OnFocus = p.Reveal
	}
	r.root = kit.NewColumn(0, r.rule, kit.NewInset(kit.Inset{Top: 8, Bottom: 12}, r.build()))
	return r
}

func (r *modelRow) build() fyne.CanvasObject {
	title := kit.NewBehindText(r.name, r.mark)
	actions := container.NewHBox(r.verify, r.measure, r.remove, r.use)
	return kit.NewColumn(3, kit.NewEnds(title, actions), r.about, r.work.root, r.facts, r.quality, r.speed, r.note)
}

func (r *modelRow) id() string { return r.model.ID }

// show fills the row.
func (r *modelRow) show(m models.Model) {
	r.model = m
	r.name.SetText(m.Name)
	r.about.Set(m.Description, fynetheme.ColorNameForeground)
	r.facts.SetText(modelFacts(m))
	r.quality.SetText(modelQuality(m))
	r.speed.SetText(modelSpeed(m))
	measure := "Measure"
	if m.ImagesPerSecond > 0 || m.TextMillis > 0 {
		measure = "Measure again"
	}
	if r.measure.Text != measure {
		r.measure.SetText(measure)
	}
	kit.SetVisible(r.use, !m.Active && !m.Next && m.Problem == "")
	kit.SetVisible(r.measure, m.Problem == "")
	kit.SetVisible(r.remove, removalOf(m) != (removal{}))
}

// showWork shows what is under way and reports whether that changed the height.
func (r *modelRow) showWork() bool {
	work, noted := r.work.root.Visible(), r.note.Words.Text
	j := r.p.w.jobs[r.model.ID]
	r.work.showJob(j, r.p.w)
	if r.model.Next && !j.running() {
		s := r.p.w.status.status
		r.work.show(FillingText(s, r.p.active()), int64(s.Done), int64(s.Total))
		kit.SetEnabled(r.work.cancel, true)
	}
	for _, b := range []*kit.Button{r.use, r.verify, r.measure, r.remove} {
		kit.SetEnabled(b, !j.running())
	}
	r.showNote(j)
	r.showMark()
	return work != r.work.root.Visible() || noted != r.note.Words.Text
}

// showNote says how the last action ended; what keeps the pack from being used
// counts more.
func (r *modelRow) showNote(j *job) {
	switch {
	case j != nil && j.ended:
		r.note.Say(j.note, j.wrong)
	case r.model.Problem != "":
		r.note.Say(message.AsSentence(r.model.Problem), true)
	default:
		r.note.SetText("")
	}
}

// showMark says at a glance which pack searches.
func (r *modelRow) showMark() {
	mark := ""
	if r.model.Active {
		mark = "✓ In use"
	}
	r.mark.SetText(mark)
}
