package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
	"descry/ui/undo"
)

// learnName is the name of the Learn page, as its button at the side has it.
func learnName() string { return message.Text("page-learn", nil) }

// modelsName is the name of the Models page.
func modelsName() string { return message.Text("page-models", nil) }

// page takes the place of the photos. Keys that no control of the page takes come to the page.
type page interface {
	object() fyne.CanvasObject
	shown()                     // called when the page was opened; the page asks anew for what it shows
	left()                      // called when the page was closed; work that the page began goes on
	TypedKey(ev *fyne.KeyEvent) // takes a key while no control has the focus
	takeRune(r rune) bool       // reports whether the letter means something to the page
	name() string               // name of the page's button at the side, which is marked while the page is open
}

// openPage puts a page in place of the photos or of another page.
func (w *Window) openPage(p page) {
	if w.page == p || w.zones.viewing {
		return
	}
	if w.page == nil {
		w.before = w.win.Canvas().Focused()
	} else {
		w.page.object().Hide()
		w.page.left()
	}
	w.page, w.zones.page, w.zones.paging = p, p.object(), true
	w.side.MarkPage(p.name())
	w.rearrange()
	w.win.Canvas().Unfocus()
	p.shown()
	w.showJobs()
}

// closePage goes back to the photos.
func (w *Window) closePage() {
	if w.page == nil {
		return
	}
	p := w.page
	w.page, w.zones.paging = nil, false
	p.left()
	w.side.MarkPage("")
	w.rearrange()
	w.win.Canvas().Unfocus() // a control of the page may have the keyboard
	if w.before != fyne.Focusable(w.grid) || !w.grid.Visible() {
		w.win.Canvas().Focus(w.search.Box())
	} else {
		w.win.Canvas().Focus(w.grid)
	}
	w.selectionChanged()
}

func (w *Window) togglePage(p page) {
	if w.page == p {
		w.closePage()
	} else {
		w.openPage(p)
	}
}

func (w *Window) newPageKeys(of kit.Stopper) kit.PageKeys {
	return kit.NewPageKeys(w, w.win.Canvas(), func() bool { return w.zones.paging }, of)
}

// pageShell is what pages and sheets want of the window.
type pageShell struct{ *Window }

func (s pageShell) ClosePage()                                { s.closePage() }
func (s pageShell) CloseSheet(sheet *kit.Sheet)               { s.closeSheet(sheet) }
func (s pageShell) Say(message, action string, do func())     { s.toasts.say(message, action, do) }
func (s pageShell) SayDone(message, action string, do func()) { s.toasts.sayDone(message, action, do) }
func (s pageShell) SayError(err error)                        { s.sayError(err) }
func (s pageShell) Focus(on fyne.Focusable)                   { s.win.Canvas().Focus(on) }
func (s pageShell) CopyText(sentence, text string)            { s.copyText(sentence, text) }
func (s pageShell) AskForPath(r kit.PathRequest)              { s.askForPath(r) }
func (s pageShell) DropDown(below fyne.CanvasObject, items ...*fyne.MenuItem) {
	s.dropDown(below, items...)
}
func (s pageShell) FoldersChanged()     { s.foldersChanged.Fire() }
func (s pageShell) PhotosChanged()      { s.photosChanged.Fire() }
func (s pageShell) Remember()           { s.remember() }
func (s pageShell) Reveal(path string)  { s.reveal(path) }
func (s pageShell) AnnotationsChanged() { s.annotationsChanged() }
func (s pageShell) ShowJobs()           { s.showJobs() }
func (s pageShell) JobsChanged()        { s.jobsChanged.Fire() }

func (s pageShell) OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet {
	return s.openSheet(title, size, body, buttons...)
}

// Change makes a change that can be undone.
func (s pageShell) Change(do func(context.Context) (service.Change, error), then func(error)) {
	s.changes.Change(do, then)
}

// ChangeAnnotations changes annotations of photos in a way that can be undone.
func (s pageShell) ChangeAnnotations(do func(context.Context) (service.Change, error), then func(error)) {
	s.changes.ChangeAnnotations(do, then)
}

// Hold shows a message until it is removed.
func (s pageShell) Hold(message, action string, do func()) undo.Held {
	return heldToast{s.toasts.hold(message, action, do)}
}

// heldToast is a message that stays on show.
type heldToast struct{ *toast }

func (h heldToast) SetText(text string) { h.setText(text) }
func (h heldToast) Remove()             { h.of.remove(h.toast) }

// Restored lists anew what a backup brought back.
func (s pageShell) Restored() {
	s.annotationsChanged()
	s.foldersChanged.Fire()
}
