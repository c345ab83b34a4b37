package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/library"
)

// problemRow is one file of the list: its name and folder, why it could not be
// read, and what to do.
type problemRow struct {
	widget.BaseWidget
	name, folder, reason, advice *line
	copy, reveal                 *button
}

func newProblemRow(keys keySink) *problemRow {
	r := &problemRow{name: newLine(""), folder: newHint(""), reason: newHint(""), advice: newHint("")}
	r.name.middle, r.folder.middle, r.name.style.Bold = true, true, true
	r.reason.colour = fynetheme.ColorNameWarning
	r.copy = newQuietButton(keys, "", fynetheme.ContentCopyIcon(), nil)
	r.reveal = newQuietButton(keys, "", fynetheme.FolderOpenIcon(), nil)
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *problemRow) show(w *Window, p library.Problem) {
	r.name.setText(baseName(p.Path))
	r.folder.setText(filepath.Dir(p.Path))
	r.reason.setText(AsSentence(p.Reason))
	r.advice.setText(adviceFor(p.Reason))
	r.copy.OnTapped = func() { w.copyText("path", p.Path) }
	r.reveal.OnTapped = func() { w.reveal(p.Path) }
}

// CreateRenderer is for Fyne.
func (r *problemRow) CreateRenderer() fyne.WidgetRenderer {
	text := container.New(layout.NewCustomPaddedVBoxLayout(1), r.name, r.folder, r.reason, r.advice)
	buttons := container.NewCenter(container.NewHBox(r.copy, r.reveal))
	row := container.NewBorder(nil, nil, nil, buttons, text)
	return widget.NewSimpleRenderer(container.New(layout.NewCustomPaddedLayout(4, 4, 8, 4), row))
}
