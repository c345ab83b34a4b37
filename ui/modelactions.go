package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service/models"
	"descry/internal/filesize"
	"descry/ui/kit"
)

// start begins something with the row's pack.
func (r *modelRow) start(stage string, do work, done string) {
	r.p.w.startJob(&job{key: r.model.ID, name: r.model.Name, stage: stage}, do, func(j *job, err error) {
		if err == nil {
			j.note = done
		}
	})
}

// plain is work without progress.
func plain(do func(context.Context, string) error, id string) work {
	return func(ctx context.Context, _ func(string, int64, int64)) error { return do(ctx, id) }
}

// welcome says on its row, or in a message, that a new pack is there.
func (w *Window) welcome(id, name string) {
	j := &job{key: id, name: name, ended: true, note: "Ready. “Use” makes it the model that searches."}
	w.jobs[id] = j
	w.sayEnded(j)
}

func (r *modelRow) useIt() {
	r.start("Changing to this model", plain(r.p.w.backend.UseModel, r.model.ID), "")
}

func (r *modelRow) measureIt() {
	r.start("Measuring", plain(r.p.w.backend.MeasureModel, r.model.ID), "")
}

func (r *modelRow) verifyIt() {
	b, id := r.p.w.backend, r.model.ID
	r.start("Verifying", func(ctx context.Context, report func(string, int64, int64)) error {
		return b.VerifyModel(ctx, id, func(done, total int64) { report("", done, total) })
	}, "All its files are as they should be.")
}

// cancelIt stops what is under way: a job, or else the switch to this pack.
func (r *modelRow) cancelIt() {
	if r.p.w.jobs[r.model.ID].running() {
		r.p.w.cancelJob(r.model.ID)
		return
	}
	r.start("Stopping", func(ctx context.Context, _ func(string, int64, int64)) error {
		return r.p.w.backend.KeepModel(ctx)
	}, "")
}

// removal is what can be deleted of a pack: with the pack in use or on its way there nothing, of the
// one that comes with the program only what it knows of the photos.
type removal struct{ files, index bool }

func removalOf(m models.Model) removal {
	what := removal{files: !m.BuiltIn, index: m.Vectors > 0 || m.VectorBytes > 0}
	if m.Active || m.Next || !what.files && !what.index {
		return removal{}
	}
	return what
}

// deletionText says what would be deleted, what it takes to have it again, and
// what stays.
func deletionText(m models.Model, what removal) string {
	text := ""
	if what.files {
		text = "Its files (" + filesize.Format(m.Bytes) + ") come back only by downloading or importing the model again. "
	}
	if what.index {
		text += "What it knows of " + message.Plural(m.Vectors, "photo", "photos") + sizeInBrackets(m.VectorBytes) +
			" comes back only by looking at all of them again. "
	}
	return text + "Your photos stay, and so does what other models know of them."
}

func sizeInBrackets(bytes int64) string {
	if bytes <= 0 {
		return ""
	}
	return " (" + filesize.Format(bytes) + ")"
}

// askToDelete asks first: this is one of the few things that can't be undone.
func (r *modelRow) askToDelete() {
	w, m, what := r.p.w, r.model, removalOf(r.model)
	var asking *kit.Sheet
	answer := func(text string, do func(context.Context, string) error, done string) *kit.Button {
		return kit.NewButton(w, text, func() {
			w.closeSheet(asking)
			r.start("Deleting", plain(do, m.ID), done)
		})
	}
	keep := kit.NewButton(w, "Keep", func() { w.closeSheet(asking) })
	buttons := []fyne.CanvasObject{keep}
	if what.index {
		buttons = append(buttons, answer("Delete what it knows"+sizeInBrackets(m.VectorBytes),
			w.backend.DeleteVectors, "Deleted what it knew of your photos."))
	}
	if what.files {
		buttons = append(buttons, answer("Delete the model"+sizeInBrackets(m.Bytes+m.VectorBytes), w.backend.DeleteModel, ""))
	}
	buttons[len(buttons)-1].(*kit.Button).Importance = widget.DangerImportance
	asking = w.openSheet("Delete "+m.Name+"?", fyne.NewSize(560, 0), kit.Wrapped(deletionText(m, what)), buttons...)
	w.win.Canvas().Focus(keep)
}
