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

// Window is a window of 1,000 × 800 units around one feature, with what the Shells of several
// have in common: sheets, messages, and keys that nothing had a use for. A test's shell embeds
// it and adds what else its feature wants.
type Window struct {
	Queue
	Clock
	Tasks   *kit.Tasks
	Tips    *kit.Tips
	Window  fyne.Window
	Sheets  []*kit.Sheet      // that are open, the one in front last
	Spoken  []string          // what messages said
	Offered func()            // what the last message's button does; nil without one
	Unused  []fyne.KeyName    // keys that came to the window
	Copied  string            // what was put on the clipboard, after what it is
	Shown   string            // the path that the file manager was to show
	Menu    []*fyne.MenuItem  // that was opened last
	Paths   []kit.PathRequest // that were asked for
}

// NewWindow opens one in the dark theme, which ends with the test.
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

// SheetSays reports whether a sheet is open and the one in front has a text in view.
func (w *Window) SheetSays(text string) bool {
	return len(w.Sheets) > 0 && slices.Contains(Said(w.Sheets[len(w.Sheets)-1].Pop), text)
}

// Rows are what the rows of the sheet in front say, none while none is open.
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

// CloseSheet closes one and calls its OnClose.
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

// Change does something and calls then.
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

// SayError notes what went wrong; nil is nothing.
func (w *Window) SayError(err error) {
	if err != nil {
		w.Say(message.OfError(err), "", nil)
	}
}

// DropDown notes a menu.
func (w *Window) DropDown(_ fyne.CanvasObject, items ...*fyne.MenuItem) { w.Menu = items }

// Labels are those of the menu that was opened last.
func (w *Window) Labels() []string {
	labels := make([]string, len(w.Menu))
	for i, item := range w.Menu {
		labels[i] = item.Label
	}
	return labels
}

// ChooseItem does what an item of the menu does. The test fails where there is none.
func (w *Window) ChooseItem(t *testing.T, label string) {
	t.Helper()
	at := slices.Index(w.Labels(), label)
	if at < 0 {
		t.Fatalf("the menu has no %q: %q", label, w.Labels())
	}
	w.Menu[at].Action()
}

// AskForPath notes what a path is asked for.
func (w *Window) AskForPath(r kit.PathRequest) { w.Paths = append(w.Paths, r) }

// Focus gives the keyboard to a widget.
func (w *Window) Focus(on fyne.Focusable) { w.Window.Canvas().Focus(on) }

// CopyText notes what is copied.
func (w *Window) CopyText(what, text string) { w.Copied = what + ": " + text }

// Reveal notes what is shown.
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
