package ui

import (
	"image"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/learn"
)

// learnPage is the Learn page among the pages of the window.
type learnPage struct{ *learn.Page }

var _ page = learnPage{}

func (p learnPage) object() fyne.CanvasObject { return p.Object() }
func (p learnPage) shown()                    { p.Shown() }
func (p learnPage) left()                     { p.Left() }
func (p learnPage) takeRune(r rune) bool      { return p.TakeRune(r) }
func (p learnPage) name() string              { return learnName() }

func (w *Window) newLearnPage(dispatch func(func())) *learn.Page {
	return learn.New(learn.Options{
		Shell: learnShell{pageShell{w}}, Backend: w.backend, Tasks: w.tasks, Dispatch: dispatch, Now: w.now, After: w.after, Log: w.log,
	})
}

func (w *Window) openLearn()   { w.openPage(learnPage{w.learn}) }
func (w *Window) toggleLearn() { w.togglePage(learnPage{w.learn}) }

// hearLearned follows a change of what was learned: searches find other photos.
func (w *Window) hearLearned() {
	w.learn.Changed()
	w.tasks.Apply(w.search.AnswersChanged)
}

// nameChosen opens the sheet in which the chosen photos get a name.
func (w *Window) nameChosen() {
	if ids := w.chosen(); len(ids) > 0 {
		w.learn.NamePhotos(ids)
	}
}

// learnShell implements learn.Shell with the window.
type learnShell struct{ pageShell }

var _ learn.Shell = learnShell{}

func (s learnShell) Canvas() fyne.Canvas           { return s.win.Canvas() }
func (s learnShell) OpenPage()                     { s.openLearn() }
func (s learnShell) UsedTags(tags []library.Tag)   { s.tags.Used(tags) }
func (s learnShell) ShowQuery(text string)         { s.showQuery(text) }
func (s learnShell) View(t []library.Tile, at int) { s.viewTiles(t, at) }

func (s learnShell) Cached(id library.PhotoID) image.Image { return s.grid.Cached(id) }
