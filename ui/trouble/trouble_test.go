package trouble_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
	"descry/ui/trouble"
)

// all lists the widgets below o that are to be seen.
func all[T fyne.CanvasObject](o fyne.CanvasObject) (found []T) {
	if !o.Visible() {
		return nil
	}
	if w, ok := o.(T); ok {
		return []T{w}
	}
	switch c := o.(type) {
	case *fyne.Container:
		for _, child := range c.Objects {
			found = append(found, all[T](child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(c).Objects() {
			found = append(found, all[T](child)...)
		}
	}
	return found
}

func texts(w fyne.Window) (said string) {
	for _, l := range all[*widget.Label](w.Content()) {
		said += l.Text + "\n"
	}
	for _, p := range all[*kit.Paragraph](w.Content()) {
		said += p.Words + "\n"
	}
	return said
}

func press(t *testing.T, w fyne.Window, name string) {
	t.Helper()
	for _, b := range all[*widget.Button](w.Content()) {
		if b.Text == name {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("no button %q", name)
}

var report = trouble.Report{
	Title: "Descry can’t start", What: "The disk is full.", Advice: []string{"Free some space.", "Then start again."},
	Log: "/home/anna/descry.log", Folder: "/home/anna",
}

func TestTheWindowSaysAllOfIt(t *testing.T) {
	app := test.NewTempApp(t)
	w := trouble.New(app, report, nil)
	w.Show()
	for _, want := range []string{report.Title, report.What, report.Advice[0], report.Advice[1], report.Log} {
		if !strings.Contains(texts(w), want) {
			t.Errorf("the window doesn't say %q:\n%s", want, texts(w))
		}
	}
	press(t, w, "Copy")
	if got := app.Clipboard().Content(); got != report.Text() || !strings.Contains(got, report.Advice[1]) || !strings.Contains(texts(w), "Copied.") {
		t.Errorf("copied %q", got)
	}
}

func TestOpenFolderOpensIt(t *testing.T) {
	app := test.NewTempApp(t)
	opened := ""
	w := trouble.New(app, report, func(path string) error {
		opened = path
		return errors.New("xdg-open could not be started")
	})
	w.Show()
	press(t, w, "Open folder")
	if opened != report.Folder || !strings.Contains(texts(w), "xdg-open could not be started") {
		t.Errorf("opened %q; the window says\n%s", opened, texts(w))
	}
}

func TestQuitAndEscapeCloseTheWindow(t *testing.T) {
	for name, act := range map[string]func(fyne.Window){
		"Quit":   func(w fyne.Window) { press(t, w, "Quit") },
		"Escape": func(w fyne.Window) { w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape}) },
	} {
		w := trouble.New(test.NewTempApp(t), trouble.Report{Title: "No", What: "No."}, nil)
		closed := false
		w.SetOnClosed(func() { closed = true })
		w.Show()
		if act(w); !closed {
			t.Errorf("%s leaves the window open", name)
		}
	}
}
