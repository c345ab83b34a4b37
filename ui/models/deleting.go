package models

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service/models"
	"descry/internal/filesize"
	"descry/ui/kit"
)

// removal is what can be deleted of a pack: nothing of the pack in use or of the one that is
// being switched to, and only the vectors of the built-in pack.
type removal struct{ files, index bool }

func removalOf(m models.Model) removal {
	what := removal{files: !m.BuiltIn, index: m.Vectors > 0 || m.VectorBytes > 0}
	if m.Active || m.Next || !what.files && !what.index {
		return removal{}
	}
	return what
}

// deletionText says what would be deleted, how to get it again, and what stays.
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

// askToDelete asks first, since deleting a pack can't be undone.
func (r *modelRow) askToDelete() {
	p, m, what := r.p, r.model, removalOf(r.model)
	var asking *kit.Sheet
	answer := func(text string, do func(context.Context, string) error, done string) *kit.Button {
		return kit.NewButton(p.shell, text, func() {
			p.shell.CloseSheet(asking)
			r.start("Deleting", plain(do, m.ID), done)
		})
	}
	keep := kit.NewButton(p.shell, "Keep", func() { p.shell.CloseSheet(asking) })
	buttons := []fyne.CanvasObject{keep}
	if what.index {
		buttons = append(buttons, answer("Delete what it knows"+sizeInBrackets(m.VectorBytes),
			p.backend.DeleteVectors, "Deleted what it knew of your photos."))
	}
	if what.files {
		buttons = append(buttons, answer("Delete the model"+sizeInBrackets(m.Bytes+m.VectorBytes), p.backend.DeleteModel, ""))
	}
	buttons[len(buttons)-1].(*kit.Button).Importance = widget.DangerImportance
	asking = p.shell.OpenSheet("Delete "+m.Name+"?", fyne.NewSize(560, 0), kit.NewSheetText(deletionText(m, what)), buttons...)
	p.shell.Focus(keep)
}
