package ui

import (
	"context"
	"errors"

	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service/models"
	"descry/ui/kit"
)

// importKey is the job that imports files.
const importKey = "import"

// submit imports what was filled in.
func (f *importForm) submit() {
	r := models.ImportRequest{Vision: kit.CleanPath(f.vision.Text), Text: kit.CleanPath(f.text.Text), Quantize: f.choice.value, Name: f.name.Text}
	if r.Vision == "" || r.Text == "" {
		f.ask()
		return
	}
	w, name := f.p.w, r.Name
	if name == "" {
		name = message.BaseName(r.Vision)
	}
	f.forget()
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
			w.tasks.Apply(func() { f.blame(err) }) // once the form is there again
		})
}

// ask says which part is missing, and takes the keyboard there.
func (f *importForm) ask() {
	for _, missing := range []struct {
		e    *kit.PathEntry
		text string
	}{{f.text, "Choose the folder of the text model."}, {f.vision, "Choose the folder of the image model."}} {
		if kit.CleanPath(missing.e.Text) == "" {
			f.say(missing.e, missing.text)
			f.p.w.win.Canvas().Focus(missing.e)
		}
	}
}

// blame shows an import's error below the path it is about, or below the form.
func (f *importForm) blame(err error) {
	var at *models.FieldError
	if !errors.As(err, &at) {
		f.p.Reveal(f.note)
		return
	}
	e := f.vision
	if at.Field == models.ImportText {
		e = f.text
	}
	f.wrongs[e].Set(message.OfError(err), fynetheme.ColorNameError)
	f.showWork() // which says it no more
	f.p.refit()
	f.p.w.win.Canvas().Focus(e)
	f.p.Reveal(f.wrongs[e])
}

// clear empties the form after an import; the next pair is another one.
func (f *importForm) clear() {
	f.shown = false
	for _, e := range []*kit.PathEntry{f.vision, f.text, f.name} {
		e.SetText("")
	}
}

// showWork shows the import and reports whether that changed the height.
func (f *importForm) showWork() bool {
	j := f.p.w.jobs[importKey]
	note := ""
	if j != nil && j.ended && !f.said(j.note) {
		note = j.note
	}
	changed := f.work.root.Visible() != j.running() || note != f.note.Words.Text
	kit.SetVisible(f.open, !j.running() && !f.shown)
	kit.SetVisible(f.asks, !j.running() && f.shown)
	f.work.showJob(j, f.p.w)
	f.note.Set(note, fynetheme.ColorNameError)
	return changed
}
