package kittest

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
	"descry/ui/theme"
)

// Window is a window of 1,000 × 800 units around one feature, with the common part of several
// Shells: sheets, messages, and unused keys. A test's shell embeds a Window and adds what its
// feature needs.
type Window struct {
	Queue
	Clock
	Tasks   *kit.Tasks
	Tips    *kit.Tips
	Window  fyne.Window
	Sheets  []*kit.Sheet      // open sheets, the one in front last
	Spoken  []string          // texts of messages
	Offered func()            // action of the last message's button; nil without one
	Unused  []fyne.KeyName    // keys that came to the window
	Copied  string            // text on the clipboard, behind the sentence that says so
	Shown   string            // path that the file manager was to show
	Menu    []*fyne.MenuItem  // menu that was opened last
	Paths   []kit.PathRequest // requests for paths
}

// NewWindow opens a window in the dark theme. The window ends with the test.
func NewWindow(t *testing.T) *Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark))
	w := &Window{}
	w.Tasks, w.Tips = kit.NewTasks(w.Dispatch), kit.NewTips(w.After)
	t.Cleanup(w.Tasks.Close)
	w.Window = test.NewTempWindow(t, widget.NewLabel(""))
	w.Window.Resize(fyne.NewSize(1000, 800))
	return w
}

// Front is the sheet in front. The test fails without one.
func (w *Window) Front(t *testing.T) fyne.CanvasObject {
	t.Helper()
	if len(w.Sheets) == 0 {
		t.Fatal("no sheet is open")
	}
	return w.Sheets[len(w.Sheets)-1].Pop
}

// SheetSays reports whether a sheet is open and the sheet in front has a text in view.
func (w *Window) SheetSays(text string) bool {
	return len(w.Sheets) > 0 && slices.Contains(Said(w.Sheets[len(w.Sheets)-1].Pop), text)
}

// Rows are the rows of the sheet in front, none while no sheet is open.
func (w *Window) Rows() []string {
	if len(w.Sheets) == 0 {
		return nil
	}
	return Rows(w.Sheets[len(w.Sheets)-1].Pop)
}

// TypeKey types a key where the keyboard is.
func (w *Window) TypeKey(name fyne.KeyName) {
	w.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
}

// OpenSheet shows a sheet.
func (w *Window) OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet {
	s := kit.NewSheet(w.Window.Canvas(), title, size, body, buttons, container.NewWithoutLayout(), container.NewWithoutLayout())
	w.Sheets = append(w.Sheets, s)
	s.Show()
	return s
}

// CloseSheet closes a sheet and calls its OnClose.
func (w *Window) CloseSheet(s *kit.Sheet) {
	at := slices.Index(w.Sheets, s)
	if at < 0 {
		return
	}
	w.Sheets = slices.Delete(w.Sheets, at, at+1)
	s.Pop.Hide()
	if s.OnClose != nil {
		s.OnClose()
	}
}

// Change makes a change and calls then.
func (w *Window) Change(do func(context.Context) (service.Change, error), then func(error)) {
	w.Tasks.Run(func(ctx context.Context) {
		_, err := do(ctx)
		w.Tasks.Apply(func() { then(err) })
	})
}

// Say notes a message.
func (w *Window) Say(text, _ string, do func()) {
	w.Spoken, w.Offered = append(w.Spoken, text), do
}

// SayDone notes a message.
func (w *Window) SayDone(text, action string, do func()) { w.Say(text, action, do) }

// SayError notes an error. Nil is no error.
func (w *Window) SayError(err error) {
	if err != nil {
		w.Say(message.OfError(err), "", nil)
	}
}

// DropDown notes a menu.
func (w *Window) DropDown(_ fyne.CanvasObject, items ...*fyne.MenuItem) { w.Menu = items }

// Labels are the labels of the menu that was opened last.
func (w *Window) Labels() []string {
	labels := make([]string, len(w.Menu))
	for i, item := range w.Menu {
		labels[i] = item.Label
	}
	return labels
}

// ChooseItem calls the action of an item of the menu. The test fails where there is no such
// item.
func (w *Window) ChooseItem(t *testing.T, label string) {
	t.Helper()
	at := slices.Index(w.Labels(), label)
	if at < 0 {
		t.Fatalf("the menu has no %q: %q", label, w.Labels())
	}
	w.Menu[at].Action()
}

// AskForPath notes a request for a path.
func (w *Window) AskForPath(r kit.PathRequest) { w.Paths = append(w.Paths, r) }

// Focus gives the keyboard to a widget.
func (w *Window) Focus(on fyne.Focusable) { w.Window.Canvas().Focus(on) }

// CopyText notes a copied text.
func (w *Window) CopyText(sentence, text string) { w.Copied = sentence + " " + text }

// Reveal notes a shown path.
func (w *Window) Reveal(path string) { w.Shown = path }

// TypedRune implements kit.KeySink.
func (w *Window) TypedRune(rune) {}

// TypedKey implements kit.KeySink.
func (w *Window) TypedKey(ev *fyne.KeyEvent) { w.Unused = append(w.Unused, ev.Name) }

// TakeShortcut implements kit.KeySink.
func (w *Window) TakeShortcut(fyne.Shortcut) bool { return false }

// TakeTyped implements kit.FieldKeys.
func (w *Window) TakeTyped(*widget.Entry, fyne.Shortcut) bool { return false }

// Escape implements kit.FieldKeys.
func (w *Window) Escape() { w.Unused = append(w.Unused, fyne.KeyEscape) }

// Hints implements kit.KeySink.
func (w *Window) Hints() *kit.Tips { return w.Tips }
