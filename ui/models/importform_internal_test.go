package models

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/problem"
	"descry/app/service/models"
)

// inView reports that an object stands within what the page shows of itself.
func inView(r *rig, o fyne.CanvasObject) bool {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(r.Scroll).Y
	y := driver.AbsolutePositionForObject(o).Y
	return o.Visible() && y >= top && y+o.Size().Height <= top+r.Scroll.Size().Height
}

// longPage opens a page that has so many offers that the form is out of view at first.
func longPage(t *testing.T) (*fakeBackend, *rig) {
	t.Helper()
	s := newBackend()
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		s.page.Offers = append(s.page.Offers, models.Offer{ID: id, Name: "Offer " + id, Bytes: 1 << 30})
	}
	r := openPage(t, s)
	r.win.Resize(fyne.NewSize(900, 520))
	r.ScrollWith(fyne.KeyEnd)
	return s, r
}

// TestImportFormStaysInView opens it, types, and sends it off with Enter in the last
// field, though both parts are missing.
func TestImportFormStaysInView(t *testing.T) {
	s, r := longPage(t)
	f := r.form
	if inView(r, r.onOffer[0].root) {
		t.Fatal("the page is too short for the test")
	}
	test.Tap(f.open)
	if !inView(r, f.vision) || r.win.Canvas().Focused() != fyne.Focusable(f.vision) {
		t.Errorf("the form is at %v of %v", r.Scroll.Offset, r.Scroll.Content.Size())
	}
	test.Type(f.vision, "/down")
	if !inView(r, f.vision) {
		t.Error("typing hides the field")
	}
	r.win.Canvas().Focus(f.name)
	f.name.TypedKey(key(fyne.KeyReturn))
	if below := f.wrongs[f.text]; !inView(r, f.text) || !inView(r, below) || below.Words.Text != "Choose the folder of the text model." {
		t.Errorf("Enter in the last field says %q", below.Words.Text)
	}
	if below := f.wrongs[f.vision]; below.Visible() {
		t.Errorf("what is there is missed: %q", below.Words.Text)
	}
	test.Type(f.text, "/down/text")
	if f.wrongs[f.text].Visible() {
		t.Error("what was missing is still said")
	}
	f.name.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the import", func() bool { return s.count("ImportModel") == 1 })
}

func TestImportErrorsStandBelowTheirField(t *testing.T) {
	s, r := longPage(t)
	reason := "This folder has no weights: choose the folder that holds *.safetensors or *.pt."
	s.importing = func(context.Context, models.ImportRequest, func(done, total int64)) (string, error) {
		return "", &models.FieldError{Field: models.ImportText, Err: problem.New("import-no-weights", nil)}
	}
	f := r.form
	test.Tap(f.open)
	test.Type(f.vision, "/down/image")
	test.Type(f.text, "/down/text")
	f.submit()
	below := f.wrongs[f.text]
	r.until(t, "the error", func() bool { return below.Words.Text == reason })
	if f.note.Visible() || f.wrongs[f.vision].Visible() {
		t.Errorf("it is said elsewhere, too: %q, %q", f.note.Words.Text, f.wrongs[f.vision].Words.Text)
	}
	if !inView(r, below) || r.win.Canvas().Focused() != fyne.Focusable(f.text) {
		t.Error("the field is not where the keyboard is")
	}
	r.shell.ClosePage()
	r.shell.OpenPage()
	if f.note.Visible() {
		t.Errorf("it is said again: %q", f.note.Words.Text)
	}
}

func TestModelFoldersAreCompleted(t *testing.T) {
	s, r := longPage(t)
	s.names = []string{"image", "text"}
	f := r.form
	offered := func(count int) {
		t.Helper()
		r.until(t, "the folders on offer", func() bool {
			return len(r.folderOffers.Offers) == count && (count == 0 || r.folderOffers.List.Root.Visible())
		})
	}
	test.Tap(f.open)
	test.Type(f.vision, "/down/i")
	offered(1)
	f.vision.TypedKey(key(fyne.KeyTab))
	if f.vision.Text != "/down/image/" {
		t.Errorf("it becomes %q", f.vision.Text)
	}
	r.win.Canvas().Focus(f.text)
	test.Type(f.text, "/down/")
	offered(2)
	r.Scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 40)})
	offered(0)
	test.Type(f.name, "/down/i")
	if offered(0); f.name.AcceptsTab() {
		t.Error("the model's name is completed")
	}
	test.Type(f.text, "t")
	offered(1)
	r.shell.ClosePage()
	offered(0)
}
