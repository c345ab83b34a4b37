package ui

import (
	"context"

	fynetheme "fyne.io/fyne/v2/theme"
)

// importKey is the job that imports files.
const importKey = "import"

// submit imports what was filled in.
func (f *importForm) submit() {
	r := ImportRequest{Vision: cleanPath(f.vision.Text), Text: cleanPath(f.text.Text), Quantize: f.choice.value, Name: f.name.Text}
	if r.Vision == "" || r.Text == "" {
		f.say("Both parts are needed: the image tower and the text encoder.")
		return
	}
	w, name := f.p.w, r.Name
	if name == "" {
		name = baseName(r.Vision)
	}
	f.wrong = ""
	var id string
	w.startJob(&job{key: importKey, name: name, stage: "Importing"},
		func(ctx context.Context, report func(string, int64, int64)) (err error) {
			id, err = w.backend.ImportModel(ctx, r, func(done, total int64) { report("", done, total) })
			return err
		}, func(_ *job, err error) {
			if err == nil {
				f.clear()
				w.welcome(id, name)
				return
			}
			w.tasks.apply(func() { f.p.reveal(f.note) }) // once it is there
		})
}

// clear empties the form after an import; the next pair is another one.
func (f *importForm) clear() {
	f.shown = false
	for _, e := range []*pathEntry{f.vision, f.text, f.name} {
		e.SetText("")
	}
}

// showWork shows the import and reports whether that changed the height.
func (f *importForm) showWork() bool {
	j := f.p.w.jobs[importKey]
	note := f.wrong
	if note == "" && j != nil && j.ended {
		note = j.note
	}
	changed := f.work.root.Visible() != j.running() || note != f.note.words.Text
	setVisible(f.open, !j.running() && !f.shown)
	setVisible(f.asks, !j.running() && f.shown)
	f.work.showJob(j, f.p.w)
	f.note.set(note, fynetheme.ColorNameError)
	return changed
}
