package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// statusBar is the line at the bottom. At the left it tells what is going on, with a pause
// button, and at the right the model and the problems. Nothing ever covers the line.
type statusBar struct {
	root     fyne.CanvasObject
	row      *fyne.Container
	left     *fyne.Container
	text     *kit.Line
	pause    *kit.Button
	model    *kit.Line
	problems *kit.Button

	status  service.Status
	folders []library.Folder
	places  []library.Place
	now     func() time.Time
	work    string // work under way with a model
}

// statusActions are what the bar's buttons do.
type statusActions struct {
	pause    func(paused bool)
	problems func()
	models   func()
}

func newStatusBar(keys kit.KeySink, actions statusActions, now func() time.Time) *statusBar {
	b := &statusBar{now: now, text: kit.NewHint(""), model: kit.NewHint("")}
	b.text.Colour = fynetheme.ColorNameForeground
	b.model.Whole = true
	b.pause = kit.NewIconButton(keys, fynetheme.MediaPauseIcon(), message.Text("pause-tip", nil), func() { actions.pause(b.status.Phase != service.Paused) })
	b.problems = kit.NewIconButton(keys, fynetheme.WarningIcon(), message.Text("problems-tip", nil), actions.problems)
	b.pause.Hide()
	b.problems.Hide()
	b.left = kit.NewBehindText(b.text, b.pause)
	right := container.NewHBox(container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), container.NewCenter(kit.NewTappable(b.model, actions.models))), b.problems)
	b.row = container.NewBorder(nil, nil, nil, right, b.left)
	b.root = kit.NewPanel(theme.ColorNamePanel, container.New(layout.NewCustomPaddedLayout(0, 0, 12, 4), b.row))
	return b
}

// setStatus shows what is going on.
func (b *statusBar) setStatus(s service.Status) {
	b.status = s
	b.showModel()
	kit.SetVisible(b.problems, s.Problems > 0)
	if text := message.FormatCount(s.Problems); b.problems.Text != text {
		b.problems.SetText(text)
	}
	icon, hint := fynetheme.MediaPauseIcon(), message.Text("pause-tip", nil)
	if s.Phase == service.Paused {
		icon, hint = fynetheme.MediaPlayIcon(), message.Text("resume-tip", nil)
	}
	b.pause.Hint = hint
	if b.pause.Icon != icon {
		b.pause.SetIcon(icon)
	}
	b.update()
}

// setFolders updates how the folders and the places in them are doing.
func (b *statusBar) setFolders(folders []library.Folder, places []library.Place) {
	b.folders, b.places = folders, places
	b.update()
}

// setWork updates the text about work under way with a model, "" for none.
func (b *statusBar) setWork(work string) {
	if work != b.work {
		b.work = work
		b.showModel()
	}
}

// showModel names the model. A notice about the model changes the colour of its name.
func (b *statusBar) showModel() {
	text := ModelText(b.status)
	if b.work != "" {
		text = strings.TrimSuffix(b.work+" · "+text, " · ")
	}
	colour := theme.ColorNameMuted
	if !b.status.ModelNotice.IsZero() {
		colour = fynetheme.ColorNameWarning
	}
	if text != b.model.Text || colour != b.model.Colour {
		b.model.Text, b.model.Colour = text, colour
		b.model.Refresh()
		b.row.Refresh() // the name takes another width
	}
}

func (b *statusBar) update() {
	l := b.library()
	b.text.SetText(StatusText(l))
	kit.SetVisible(b.pause, l.CanPause())
	kit.Relayout(b.left)
}

// library is the state of the library as the bar knows it.
func (b *statusBar) library() LibraryState {
	return LibraryState{Status: b.status, Folders: b.folders, Places: b.places, At: b.now()}
}
