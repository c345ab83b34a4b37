package models

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service/models"
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
	var sentences []string
	if what.files {
		sentences = append(sentences, message.Text("models-delete-files", message.Params{"Size": message.FormatBytes(m.Bytes)}))
	}
	switch {
	case what.index && m.VectorBytes > 0:
		sentences = append(sentences, message.Count("models-delete-vectors-size", m.Vectors, message.Params{"Size": message.FormatBytes(m.VectorBytes)}))
	case what.index:
		sentences = append(sentences, message.Count("models-delete-vectors", m.Vectors, nil))
	}
	return message.JoinSentences(append(sentences, message.Text("models-delete-stays", nil)))
}

// deleteVectorsText is the label of the button that deletes vectors of a size.
func deleteVectorsText(bytes int64) string {
	if bytes <= 0 {
		return message.Text("models-delete-vectors-button", nil)
	}
	return message.Text("models-delete-vectors-button-size", message.Params{"Size": message.FormatBytes(bytes)})
}

// deleteModelText is the label of the button that deletes files and vectors of a size.
func deleteModelText(bytes int64) string {
	if bytes <= 0 {
		return message.Text("models-delete-button", nil)
	}
	return message.Text("models-delete-button-size", message.Params{"Size": message.FormatBytes(bytes)})
}

// askToDelete asks first, since deleting a pack can't be undone.
func (r *modelRow) askToDelete() {
	p, m, what := r.p, r.model, removalOf(r.model)
	var asking *kit.Sheet
	answer := func(text string, do func(context.Context, string) error, done string) *kit.Button {
		return kit.NewButton(p.shell, text, func() {
			p.shell.CloseSheet(asking)
			r.start(notice.New("models-stage-deleting", nil), plain(do, m.ID), done)
		})
	}
	keep := kit.NewButton(p.shell, message.Text("models-delete-keep", nil), func() { p.shell.CloseSheet(asking) })
	buttons := []fyne.CanvasObject{keep}
	if what.index {
		buttons = append(buttons, answer(deleteVectorsText(m.VectorBytes), p.backend.DeleteVectors, message.Text("models-vectors-deleted", nil)))
	}
	if what.files {
		buttons = append(buttons, answer(deleteModelText(m.Bytes+m.VectorBytes), p.backend.DeleteModel, ""))
	}
	buttons[len(buttons)-1].(*kit.Button).Importance = widget.DangerImportance
	asking = p.shell.OpenSheet(message.Text("models-delete-question", message.Params{"Model": m.Name}), fyne.NewSize(560, 0), kit.NewSheetText(deletionText(m, what)), buttons...)
	p.shell.Focus(keep)
}
