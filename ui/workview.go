package ui

import "fyne.io/fyne/v2"

// workView shows what is under way with something: words, a button that stops it
// and a bar below.
type workView struct {
	root   *fyne.Container
	text   *line
	bar    *progressBar
	cancel *button
}

func newWorkView(keys keySink, cancel func()) *workView {
	v := &workView{text: newHint(""), bar: newProgressBar()}
	v.cancel = newQuietButton(keys, "Cancel", nil, cancel)
	v.root = newColumn(2, newEnds(v.text, v.cancel), newInset(inset{bottom: 8}, v.bar))
	v.root.Hide()
	return v
}

// show says how far it is.
func (v *workView) show(text string, done, total int64) {
	v.text.setText(text)
	v.bar.setShare(done, total)
	setVisible(v.root, true)
}

// showJob follows a job and hides without one.
func (v *workView) showJob(j *job, w *Window) {
	setVisible(v.root, j.running())
	if j.running() {
		_, done, total := j.progress()
		v.show(j.text(w.tree.now()), done, total)
		setEnabled(v.cancel, !j.stopping)
	}
}
