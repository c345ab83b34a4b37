package models

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/problem"
	"descry/app/service/models"
)

// longPage opens a page that has so many offers that the form is out of view at first.
func longPage(t *testing.T) (*fakeBackend, *rig) {
	t.Helper()
	s := newBackend()
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		s.page.Offers = append(s.page.Offers, models.Offer{ID: id, Name: "Offer " + id, Bytes: 1 << 30})
	}
	r := openPage(t, s)
	r.win.Resize(fyne.NewSize(900, 520))
	r.Press(fyne.KeyEnd)
	return s, r
}

// Names of the fields of the form.
const (
	imageField = "Image model: folder or weights file"
	textField  = "Text model: folder or weights file"
	nameField  = "The model's own name"
)

// TestImportFormStaysInView opens it, types, and sends it off with Enter in the last
// field, though both parts are missing.
func TestImportFormStaysInView(t *testing.T) {
	s, r := longPage(t)
	if r.InView(offerName) {
		t.Fatal("the page is too short for the test")
	}
	r.Tap("Import…")
	if !r.InView(imageField) || r.Keyboard() != imageField {
		t.Errorf("the form is at %v of %v", r.Scroll.Offset, r.Scroll.Content.Size())
	}
	r.Type("/down")
	if !r.InView("/down") {
		t.Error("typing hides the field")
	}
	const missing = "Choose the folder or the weights file of the text model."
	r.Tap(nameField)
	r.Press(fyne.KeyReturn)
	if !r.InView(textField) || !r.InView(missing) {
		t.Errorf("Enter in the last field says %q", r.row(formName).Texts())
	}
	if r.Says("Choose the folder or the weights file of the image model.") {
		t.Error("what is there is missed")
	}
	r.Fill(textField, "/down/text")
	if r.Says(missing) {
		t.Error("what was missing is still said")
	}
	r.Tap(nameField)
	r.Press(fyne.KeyReturn)
	r.until(t, "the import", func() bool { return s.count("ImportModel") == 1 })
}

func TestImportErrorsStandBelowTheirField(t *testing.T) {
	s, r := longPage(t)
	reason := "This folder has no weights: choose the folder that holds *.safetensors or *.pt."
	s.importing = func(context.Context, models.ImportRequest, func(done, total int64)) (string, error) {
		return "", &models.FieldError{Field: models.ImportText, Err: problem.New("import-no-weights", nil)}
	}
	r.Tap("Import…")
	r.Fill(imageField, "/down/image")
	r.Fill(textField, "/down/text")
	r.Tap("Import")
	form := r.row(formName)
	r.until(t, "the error", func() bool { return form.Says(reason) && r.Keyboard() == textField })
	said := 0
	for i, text := range form.Texts() {
		if text != reason {
			continue
		}
		if said++; form.Texts()[i-1] != "Choose" || form.Texts()[i-2] != "/down/text" {
			t.Errorf("it is said elsewhere: %q", form.Texts())
		}
	}
	if said != 1 {
		t.Errorf("it is said %d times", said)
	}
	if !r.InView(reason) {
		t.Error("the error is out of view")
	}
	r.shell.ClosePage()
	r.shell.OpenPage()
	said = 0
	for _, text := range form.Texts() {
		if text == reason {
			said++
		}
	}
	if said > 1 {
		t.Errorf("it is said again: %q", form.Texts())
	}
}

func TestModelFoldersAreCompleted(t *testing.T) {
	s, r := longPage(t)
	s.names = []string{"image", "text"}
	offered := func(names ...string) {
		t.Helper()
		r.until(t, "the folders on offer", func() bool {
			for _, name := range s.names {
				want := false
				for _, n := range names {
					want = want || n == name
				}
				if r.Says(name) != want {
					return false
				}
			}
			return true
		})
	}
	r.Tap("Import…")
	r.Fill(imageField, "/down/i")
	offered("image")
	r.Press(fyne.KeyTab)
	if !r.Says("/down/image/") {
		t.Errorf("it becomes %q", r.row(formName).Texts())
	}
	r.Fill(textField, "/down/")
	offered("image", "text")
	r.Scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 40)})
	offered()
	r.Fill(nameField, "/down/i")
	if offered(); r.win.Canvas().Focused().(fyne.Tabbable).AcceptsTab() {
		t.Error("the model's name is completed")
	}
	r.Tap("/down/")
	r.Type("t")
	offered("text")
	r.shell.ClosePage()
	offered()
}
