package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"descry/library"
)

// problemList is the sheet that lists what could not be read and what to do.
type problemList struct {
	w        *Window
	list     *widget.List
	title    *line
	problems []library.Problem
}

// showProblems opens the list, or closes it when it is open.
func (w *Window) showProblems() {
	if w.problems != nil {
		w.closeSheet(w.problemsSheet)
		return
	}
	p := &problemList{w: w, title: newHint("Loading…")}
	p.list = widget.NewList(func() int { return len(p.problems) },
		func() fyne.CanvasObject { return newProblemRow(w) },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*problemRow).show(w, p.problems[i]) })
	body := container.NewBorder(container.New(layout.NewCustomPaddedLayout(0, 8, 4, 4), p.title), nil, nil, nil, p.list)
	w.problems = p
	w.problemsSheet = w.openSheet("Files that could not be read", fyne.NewSize(760, 520), body,
		newButton(w, "Copy all paths", p.copyAll), newButton(w, "Retry all", p.retry),
		newMainButton(w, "Close", func() { w.closeSheet(w.problemsSheet) }))
	w.problemsSheet.onClose = func() { w.problems = nil }
	p.load()
}

// load fetches the problems anew.
func (p *problemList) load() {
	load(p.w.tasks, p.w.backend.Problems, func(found []library.Problem, err error) {
		p.problems = found
		switch {
		case err != nil:
			p.title.setText(sentence(err))
		case len(found) == 0:
			p.title.setText("Every file could be read.")
		default:
			p.title.setText("The other photos are not affected. A file is read again by itself when it changes.")
		}
		p.list.Refresh()
	})
}

func (p *problemList) retry() {
	p.title.setText("Trying again…")
	load(p.w.tasks, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, p.w.backend.RetryProblems(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.title.setText(sentence(err))
			return
		}
		p.load()
	})
}

func (p *problemList) copyAll() {
	paths := make([]string, len(p.problems))
	for i, problem := range p.problems {
		paths[i] = problem.Path
	}
	p.w.copyText(Plural(len(paths), "path", "paths"), strings.Join(paths, "\n"))
}
