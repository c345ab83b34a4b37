package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// moreRow stands below the last photo of an answer: a quiet button across all the
// width that shows what is less certain, and when nothing is left a line that says so.
type moreRow struct {
	root *fyne.Container
	show *kit.Button
	end  *kit.Line
}

// moreHigh is the height of the row.
const moreHigh float32 = 32

func newMoreRow(keys kit.KeySink, more func()) *moreRow {
	r := &moreRow{show: kit.NewQuietButton(keys, "", nil, more), end: kit.NewHint("")}
	r.end.Align = fyne.TextAlignCenter
	r.root = container.New(moreLayout{}, r.show, r.end)
	r.root.Hide()
	return r
}

// set says what the button does, or what stands in its place; with neither the row
// goes.
func (r *moreRow) set(button, end string) {
	if r.show.Text != button {
		r.show.SetText(button)
	}
	r.end.SetText(end)
	kit.SetVisible(r.show, button != "")
	kit.SetVisible(r.end, end != "")
	kit.SetVisible(r.root, button != "" || end != "")
}

// moreLayout gives the button all the room and puts the line in its middle.
type moreLayout struct{}

// Layout is for Fyne.
func (moreLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	kit.Put(objects[0], 0, 0, size.Width, size.Height)
	high := objects[1].MinSize().Height
	kit.Put(objects[1], 0, (size.Height-high)/2, size.Width, high)
}

// MinSize is for Fyne; the photos say how wide it gets.
func (moreLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, moreHigh) }

// moreText is what the button says: exactly how many photos it brings.
func moreText(l listing) string {
	if !l.Ranked || l.Left == 0 || len(l.Tiles) == 0 {
		return ""
	}
	text := "Show " + message.FormatCount(min(l.Left, service.PageSize)) + " more"
	if l.matchesLeft() == 0 {
		text += ", less certain"
	}
	return text
}

// endText says that an answer has come to its end, once the owner has gone beyond the
// matches; pending is how many files in scope were not looked at yet.
func endText(l listing, pending int) string {
	if l.Left > 0 || !l.opened() {
		return ""
	}
	photos := message.Plural(len(l.Tiles), "photo", "photos")
	if pending > 0 {
		return "That was all so far: " + photos + ". " + message.Plural(pending, "file is", "files are") + " still to be looked at."
	}
	return "That was all: " + photos
}

// updateMore says below the photos how the answer goes on.
func (w *Window) updateMore() {
	l := w.listed
	if l.Place != w.nav.at || l.Place.Kind != searching || w.err != nil {
		w.more.set("", "")
	} else {
		w.more.set(moreText(l), endText(l, w.pendingIn(l.Place.Scope)))
	}
	w.grid.SetTail(w.more.root)
}

// pendingIn is how many files in scope were not looked at yet, as far as is known of
// its folder.
func (w *Window) pendingIn(scope library.Scope) int {
	n := 0
	for _, f := range w.side.Folders() {
		if scope.Folder == 0 || scope.Folder == f.ID {
			n += f.Counts.Pending
		}
	}
	return n
}

// showMore shows the next page of the answer.
func (w *Window) showMore() {
	if w.nav.at.Kind == searching && w.nav.loaded && w.listed.Ranked && w.listed.Left == 0 {
		w.toasts.say("All photos of this search are shown.", "", nil)
		return
	}
	w.nav.more()
}

// pressMore is a press of the row, which gives the keyboard to the photos.
func (w *Window) pressMore() {
	w.win.Canvas().Focus(w.grid)
	w.showMore()
}

// reachedEnd goes on by itself where the end of the photos comes into view, and in
// the viewer at the last of them.
func (w *Window) reachedEnd() {
	if w.nav.loaded && w.listed.Place == w.nav.at {
		w.nav.goOn()
	}
}
