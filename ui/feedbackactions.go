package ui

import (
	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/kit"
)

// likeWord names what + does with answers.
func likeWord(liked bool, n int) string {
	switch {
	case liked:
		return "No longer a right answer"
	case n > 1:
		return "Right answers"
	}
	return "Right answer"
}

// wrongWord names what x does with answers.
func wrongWord(n int) string {
	if n > 1 {
		return "Wrong answers"
	}
	return "Wrong answer"
}

// exampleItems are what the context menu offers to say of photos: in a search how
// well they answer it, elsewhere whether others are to be like them.
func (w *Window) exampleItems(ids []library.PhotoID) []*fyne.MenuItem {
	this := "this"
	if len(ids) > 1 {
		this = "these"
	}
	more := fyne.NewMenuItem("More like "+this, func() { w.addExamples(ids, false) })
	if !w.judges() {
		more.Shortcut = kit.KeyHint("+")
		return []*fyne.MenuItem{more, kit.MenuItem("Not like "+this, "x", func() { w.addExamples(ids, true) })}
	}
	return []*fyne.MenuItem{
		kit.MenuItem(likeWord(likes(w.listed.Answer, ids), len(ids)), "+", func() { w.like(ids) }),
		kit.MenuItem(wrongWord(len(ids)), "x", func() { w.judge(ids, library.No) }),
		more,
	}
}

// exampleButtons are the same for the photo in the details, without the third.
func (d *details) exampleButtons(id library.PhotoID) (more, less fyne.CanvasObject) {
	if !d.actions.judges() {
		return kit.NewButton(d.keys, "More like this", func() { d.actions.like(id, false) }),
			kit.NewButton(d.keys, "Not like this", func() { d.actions.like(id, true) })
	}
	ids := []library.PhotoID{id}
	return kit.NewButton(d.keys, likeWord(d.actions.liked(ids), 1), func() { d.actions.good(ids) }),
		kit.NewButton(d.keys, wrongWord(1), func() { d.actions.bad(ids) })
}
