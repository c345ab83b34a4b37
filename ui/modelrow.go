package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service/models"
)

// modelRow is one pack of the page: its name and what can be done, what is being
// done, and what is known of it.
type modelRow struct {
	p     *modelsPage
	model models.Model
	root  *fyne.Container
	rule  *widget.Separator // above it

	name, mark *line
	use        *button
	verify     *button
	measure    *button
	remove     *button
	work       *workView

	about, facts, quality, speed *prose
	note                         *prose // how the last action ended, or why it can't be used
}

func newModelRow(p *modelsPage, m models.Model) *modelRow {
	r := &modelRow{p: p, model: m, rule: widget.NewSeparator()}
	r.name, r.mark = newLine(""), newHint("")
	r.name.style.Bold, r.name.middle, r.mark.whole = true, true, true
	r.mark.colour = fynetheme.ColorNameSuccess
	r.use = newButton(p, "Use", r.useIt)
	r.verify = newQuietButton(p, "Verify", nil, r.verifyIt)
	r.measure = newQuietButton(p, "Measure", nil, r.measureIt)
	r.remove = newQuietButton(p, "Delete…", nil, r.askToDelete)
	r.work = newWorkView(p, r.cancelIt)
	r.about, r.facts, r.quality = newProse(""), newProse(""), newProse("")
	r.speed, r.note = newProse(""), newProse("")
	for _, b := range r.buttons() {
		b.onFocus = p.reveal
	}
	r.root = newColumn(0, r.rule, newInset(inset{top: 8, bottom: 12}, r.build()))
	return r
}

func (r *modelRow) build() fyne.CanvasObject {
	title := container.New(&statusLeft{}, r.name, r.mark)
	actions := container.NewHBox(r.verify, r.measure, r.remove, r.use)
	return newColumn(3, newEnds(title, actions), r.about, r.work.root, r.facts, r.quality, r.speed, r.note)
}

func (r *modelRow) id() string { return r.model.ID }

// show fills the row.
func (r *modelRow) show(m models.Model) {
	r.model = m
	r.name.setText(m.Name)
	r.about.set(m.Description, fynetheme.ColorNameForeground)
	r.facts.setText(modelFacts(m))
	r.quality.setText(modelQuality(m))
	r.speed.setText(modelSpeed(m))
	measure := "Measure"
	if m.ImagesPerSecond > 0 || m.TextMillis > 0 {
		measure = "Measure again"
	}
	if r.measure.Text != measure {
		r.measure.SetText(measure)
	}
	setVisible(r.use, !m.Active && !m.Next && m.Problem == "")
	setVisible(r.measure, m.Problem == "")
	setVisible(r.remove, removalOf(m) != (removal{}))
}

// showWork shows what is under way and reports whether that changed the height.
func (r *modelRow) showWork() bool {
	work, noted := r.work.root.Visible(), r.note.words.Text
	j := r.p.w.jobs[r.model.ID]
	r.work.showJob(j, r.p.w)
	if r.model.Next && !j.running() {
		s := r.p.w.status.status
		r.work.show(FillingText(s, r.p.active()), int64(s.Done), int64(s.Total))
		setEnabled(r.work.cancel, true)
	}
	for _, b := range []*button{r.use, r.verify, r.measure, r.remove} {
		setEnabled(b, !j.running())
	}
	r.showNote(j)
	r.showMark()
	return work != r.work.root.Visible() || noted != r.note.words.Text
}

// showNote says how the last action ended; what keeps the pack from being used
// counts more.
func (r *modelRow) showNote(j *job) {
	switch {
	case j != nil && j.ended:
		r.note.say(j.note, j.wrong)
	case r.model.Problem != "":
		r.note.say(message.AsSentence(r.model.Problem), true)
	default:
		r.note.setText("")
	}
}

// showMark says at a glance which pack searches.
func (r *modelRow) showMark() {
	mark := ""
	if r.model.Active {
		mark = "✓ In use"
	}
	r.mark.setText(mark)
}
