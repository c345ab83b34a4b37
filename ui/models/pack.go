package models

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service/models"
	"descry/ui/kit"
)

// modelRow is one pack of the page: its name, the actions, the job under way, and the facts.
type modelRow struct {
	p     *Page
	model models.Model
	root  *fyne.Container
	rule  *widget.Separator // above the row

	name, mark *kit.Line
	use        *kit.Button
	verify     *kit.Button
	measure    *kit.Button
	remove     *kit.Button
	work       *workView

	about, facts, quality, speed *kit.Prose
	note                         *kit.Prose // how the last action ended, or why the pack can't be used
}

func newModelRow(p *Page, m models.Model) *modelRow {
	r := &modelRow{p: p, model: m, rule: widget.NewSeparator()}
	r.name, r.mark = kit.NewLine(""), kit.NewHint("")
	r.name.Style.Bold, r.name.Middle, r.mark.Whole = true, true, true
	r.mark.Colour = fynetheme.ColorNameSuccess
	r.use = kit.NewButton(p, message.Text("models-use-button", nil), r.useIt)
	r.verify = kit.NewQuietButton(p, message.Text("models-verify-button", nil), nil, r.verifyIt)
	r.measure = kit.NewQuietButton(p, message.Text("models-measure-button", nil), nil, r.measureIt)
	r.remove = kit.NewQuietButton(p, message.Text("models-delete-row-button", nil), nil, r.askToDelete)
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
	r.about.Set(message.InLanguage(m.Description), fynetheme.ColorNameForeground)
	r.facts.SetText(modelFacts(m))
	r.quality.SetText(modelQuality(m))
	r.speed.SetText(modelSpeed(m))
	measure := message.Text("models-measure-button", nil)
	if m.ImagesPerSecond > 0 || m.TextMillis > 0 {
		measure = message.Text("models-measure-again-button", nil)
	}
	if r.measure.Text != measure {
		r.measure.SetText(measure)
	}
	kit.SetVisible(r.use, !m.Active && !m.Next && m.Problem == nil)
	kit.SetVisible(r.measure, m.Problem == nil)
	kit.SetVisible(r.remove, removalOf(m) != (removal{}))
}

// showWork shows what is under way and reports whether that changed the height.
func (r *modelRow) showWork() bool {
	work, noted := r.work.root.Visible(), r.note.Words.Text
	j := r.p.jobs[r.model.ID]
	r.work.showJob(j, r.p.now())
	if r.model.Next && !j.running() {
		s := r.p.status
		r.work.show(fillingText(s, r.p.active()), int64(s.Done), int64(s.Total))
		kit.SetEnabled(r.work.cancel, true)
	}
	for _, b := range []*kit.Button{r.use, r.verify, r.measure, r.remove} {
		kit.SetEnabled(b, !j.running())
	}
	r.showNote(j)
	r.showMark()
	return work != r.work.root.Visible() || noted != r.note.Words.Text
}

// showNote says how the last action ended. The reason why a pack can't be used goes first.
func (r *modelRow) showNote(j *job) {
	switch {
	case j != nil && j.ended:
		r.note.Say(j.note, j.wrong)
	case r.model.Problem != nil:
		r.note.Say(message.OfError(r.model.Problem), true)
	default:
		r.note.SetText("")
	}
}

// showMark says at a glance which pack searches.
func (r *modelRow) showMark() {
	mark := ""
	if r.model.Active {
		mark = message.Text("models-in-use", nil)
	}
	r.mark.SetText(mark)
}

// start starts a job with the row's pack.
func (r *modelRow) start(stage notice.Notice, do work, done string) {
	r.p.startJob(&job{key: r.model.ID, name: r.model.Name, stage: stage}, do, func(j *job, err error) {
		if err == nil {
			j.note = done
		}
	})
}

// plain is work without progress.
func plain(do func(context.Context, string) error, id string) work {
	return func(ctx context.Context, _ stageProgress) error { return do(ctx, id) }
}

func (r *modelRow) useIt() {
	r.start(notice.New("models-stage-using", nil), plain(r.p.backend.UseModel, r.model.ID), "")
}

func (r *modelRow) measureIt() {
	r.start(notice.New("models-stage-measuring", nil), plain(r.p.backend.MeasureModel, r.model.ID), "")
}

func (r *modelRow) verifyIt() {
	b, id := r.p.backend, r.model.ID
	r.start(notice.New("models-stage-verifying", nil), func(ctx context.Context, report stageProgress) error {
		return b.VerifyModel(ctx, id, func(done, total int64) { report(notice.Notice{}, done, total) })
	}, message.Text("models-verified", nil))
}

// cancelIt stops the job under way, or else the switch to this pack.
func (r *modelRow) cancelIt() {
	if r.p.jobs[r.model.ID].running() {
		r.p.cancelJob(r.model.ID)
		return
	}
	r.start(notice.New("models-stage-stopping", nil), func(ctx context.Context, _ stageProgress) error {
		return r.p.backend.KeepModel(ctx)
	}, "")
}

// Buttons are all of the row.
func (r *modelRow) Buttons() []*kit.Button {
	return []*kit.Button{r.verify, r.measure, r.remove, r.use, r.work.cancel}
}

// Stops are the buttons that can be used now.
func (r *modelRow) Stops() [][]fyne.Focusable {
	return [][]fyne.Focusable{kit.Usable(r.verify, r.measure, r.remove, r.use), kit.Usable(kit.Within(r.work.root, r.work.cancel)...)}
}
