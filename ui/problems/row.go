package problems

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
)

// problemRow is a row of the list: the heading of a group with how many files are in it
// and what to do about them, or one file with its folder and what is wrong with it.
type problemRow struct {
	widget.BaseWidget
	fold         *widget.Icon
	name, note   *kit.Line
	copy, reveal *kit.Button
	ignore       *kit.Button
}

func newProblemRow(keys kit.KeySink) *problemRow {
	r := &problemRow{fold: widget.NewIcon(nil), name: kit.NewLine(""), note: kit.NewHint("")}
	r.name.Middle, r.note.Middle = true, true
	r.copy = kit.NewIconButton(keys, fynetheme.ContentCopyIcon(), message.Text("copy-path-tip", nil), nil)
	r.reveal = kit.NewIconButton(keys, fynetheme.FolderOpenIcon(), message.Text("show-in-file-manager", nil), nil)
	r.ignore = kit.NewQuietButton(keys, "", nil, nil)
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *problemRow) show(p *problemList, at problemIndex) {
	g := p.groups[at.group]
	heading, ignored := at.file < 0, at.group == p.ignored
	r.name.Style.Bold = heading
	if heading {
		icon := fynetheme.MenuExpandIcon()
		if p.open[g.Kind] {
			icon = fynetheme.MenuDropDownIcon()
		}
		r.fold.SetResource(icon)
		r.name.SetText(message.Phrases([]string{g.Title, message.FormatCount(len(g.Problems))}))
		r.note.SetText(g.Advice)
	} else {
		problem := g.Problems[at.file]
		r.fold.SetResource(nil)
		r.name.SetText(message.BaseName(problem.Path))
		note := message.AsHeading(message.InLanguage(problem.Reason))
		if again := message.RetryWords(problem.RetryAt, p.Now()); again != "" {
			note = message.Text("problems-reason-retry", message.Params{"Reason": note, "Retry": again})
		}
		r.note.SetText(message.Phrases([]string{note, filepath.Dir(problem.Path)}))
		r.copy.OnTapped = func() { p.Shell.CopyText(message.Count("copied-paths", 1, nil), problem.Path) }
		r.reveal.OnTapped = func() { p.Shell.Reveal(problem.Path) }
	}
	kit.SetVisible(r.copy, !heading)
	kit.SetVisible(r.reveal, !heading)
	about := p.about(at)
	r.ignore.OnTapped = func() { p.setIgnored(about, !ignored) }
	r.ignore.SetText(ignoreText(ignored, heading))
	r.name.Refresh()
}

func ignoreText(ignored, all bool) string {
	switch {
	case ignored && all:
		return message.Text("problems-show-all", nil)
	case ignored:
		return message.Text("problems-show", nil)
	case all:
		return message.Text("problems-ignore-all", nil)
	}
	return message.Text("problems-ignore", nil)
}

// CreateRenderer is for Fyne.
func (r *problemRow) CreateRenderer() fyne.WidgetRenderer {
	text := container.New(layout.NewCustomPaddedVBoxLayout(1), r.name, r.note)
	buttons := container.NewCenter(container.NewHBox(r.copy, r.reveal, r.ignore))
	row := container.NewBorder(nil, nil, container.NewCenter(r.fold), buttons, text)
	return widget.NewSimpleRenderer(container.New(layout.NewCustomPaddedLayout(6, 6, 4, 4), row))
}
