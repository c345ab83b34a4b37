package models

import (
	"time"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/ui/kit"
)

// workView shows a job under way: text, a button that stops the job and a bar below.
type workView struct {
	root   *fyne.Container
	text   *kit.Line
	bar    *kit.ProgressBar
	cancel *kit.Button
}

func newWorkView(keys kit.KeySink, cancel func()) *workView {
	v := &workView{text: kit.NewHint(""), bar: kit.NewProgressBar()}
	v.cancel = kit.NewQuietButton(keys, message.Text("cancel", nil), nil, cancel)
	v.root = kit.NewColumn(2, kit.NewEnds(v.text, v.cancel), kit.NewInset(kit.Inset{Bottom: 8}, v.bar))
	v.root.Hide()
	return v
}

// show shows text and progress.
func (v *workView) show(text string, done, total int64) {
	v.text.SetText(text)
	v.bar.SetShare(done, total)
	kit.SetVisible(v.root, true)
}

// showJob shows a job's progress and hides without one.
func (v *workView) showJob(j *job, now time.Time) {
	kit.SetVisible(v.root, j.running())
	if j.running() {
		_, done, total := j.progress(now)
		v.show(j.text(now), done, total)
		kit.SetEnabled(v.cancel, !j.stopping)
	}
}
