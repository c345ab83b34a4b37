package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	appnotice "descry/app/notice"
	"descry/app/service"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
)

// told is what the window of these tests has to tell.
var told = About{
	Licence: "MIT, copyright 2026 the Descry authors",
	Weights: "weights for evaluation and personal use; parents are Apache-2.0",
	Folders: []NamedFolder{{"Settings", "/home/ann/.config/descry"}, {"Catalogue", "/home/ann/.local/share/descry"},
		{"Log", "/home/ann/.local/state/descry"}, {"Thumbnails", "/home/ann/.cache/descry/thumbnails"}},
	Parts: []LinkedPart{{"libheif", "LGPL-3.0", "https://example.org/libheif"}, {"libde265", "LGPL-3.0", "https://example.org/libde265"},
		{"golang.org/x/text", "BSD-3-Clause", "https://example.org/text"}},
}

// walkShown visits what can be seen of o, what stands around a part before the part.
func walkShown(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	for _, part := range kittest.Visible(o) {
		visit(part)
	}
}

// tapMenu opens the menu in the corner and taps one of its items.
func (r *rig) tapMenu(t *testing.T, label string) {
	t.Helper()
	test.Tap(r.menuButton(t))
	r.tapItem(t, label)
}

// tapItem taps an item of the menu that is open.
func (r *rig) tapItem(t *testing.T, label string) {
	t.Helper()
	label = said(label)
	var last, item fyne.Tappable
	walkShown(r.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if tapped, ok := o.(fyne.Tappable); ok {
			last = tapped
		}
		if text, ok := o.(*canvas.Text); ok && text.Text == label {
			item = last
		}
	})
	if item == nil {
		t.Fatalf("the menu has no %q", label)
	}
	test.Tap(item)
}

// seen are the texts in front of the window.
func (r *rig) seen() []string {
	var texts []string
	walkShown(r.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			texts = append(texts, text.Text)
		}
	})
	return texts
}

// buttonsNamed are the buttons in front of the window that have a text.
func (r *rig) buttonsNamed(text string) []*kit.Button {
	var found []*kit.Button
	walkShown(r.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			found = append(found, b)
		}
	})
	return found
}

// tapButton taps the one button in front of the window that has a text.
func (r *rig) tapButton(t *testing.T, text string) {
	t.Helper()
	found := r.buttonsNamed(text)
	if len(found) != 1 {
		t.Fatalf("%d buttons %q", len(found), text)
	}
	test.Tap(found[0])
}

// openAbout makes a window of a size and opens About from its menu.
func openAbout(t *testing.T, size fyne.Size) *rig {
	t.Helper()
	b := oneFolder()
	b.status = func() service.Status {
		return service.Status{Photos: 1234, Model: "Descry starter 2", Device: appnotice.AsItIs("CPU")}
	}
	r := newRig(t, b)
	r.about = told
	r.sized(size.Width, size.Height)
	r.tapMenu(t, "About Descry")
	if len(r.sheets) != 1 {
		t.Fatalf("%d sheets", len(r.sheets))
	}
	return r
}

func TestAboutTellsLicencesAndWhereDataLies(t *testing.T) {
	r := openAbout(t, fyne.NewSize(1280, 800))
	all := strings.Join(r.seen(), " ")
	for _, want := range []string{
		"Version test", "Licence MIT, copyright 2026 the Descry authors",
		"Weights for evaluation and personal use; parents are Apache-2.0",
		"Settings /home/ann/.config/descry Open", "Catalogue /home/ann/.local/share/descry Open",
		"Log /home/ann/.local/state/descry Open", "Thumbnails /home/ann/.cache/descry/thumbnails Open",
		"Licences of what it is built with",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("About doesn't say %q: %s", want, all)
		}
	}
	if strings.Contains(all, "libheif") {
		t.Error("the list is open from the beginning")
	}
}

func TestAboutOpensTheFolders(t *testing.T) {
	r := openAbout(t, fyne.NewSize(1280, 800))
	var want []string
	for i, b := range r.buttonsNamed("Open") {
		test.Tap(b)
		want = append(want, told.Folders[i].Path)
		r.until(t, "the folder to be opened", func() bool { return slices.Equal(r.openedPaths(), want) })
	}
	if len(want) != len(told.Folders) {
		t.Errorf("%d folders can be opened", len(want))
	}
}

// openedPaths are the files and folders that were opened.
func (r *rig) openedPaths() []string {
	r.b.mu.Lock()
	defer r.b.mu.Unlock()
	return slices.Clone(r.b.opened)
}

// TestAboutListsTheParts: unfolded, the list has each part with its licence, and the
// sheet is higher by it and folds again.
func TestAboutListsTheParts(t *testing.T) {
	r := openAbout(t, fyne.NewSize(1280, 800))
	before := r.sheets[0].Pop.Size().Height
	r.tapButton(t, "Licences of what it is built with")
	all := strings.Join(r.seen(), " ")
	for _, want := range []string{"libheif LGPL-3.0", "libde265 LGPL-3.0", "golang.org/x/text BSD-3-Clause"} {
		if !strings.Contains(all, want) {
			t.Errorf("the list doesn't say %q: %s", want, all)
		}
	}
	if grown := r.sheets[0].Pop.Size().Height; grown < before+partsHigh || grown > 800-2*kit.SheetMargin {
		t.Errorf("the sheet is %v high, was %v", grown, before)
	}
	r.tapButton(t, "Licences of what it is built with")
	if slices.Contains(r.seen(), "libheif") {
		t.Error("the list doesn't fold")
	}
}

// TestAboutInALowWindow scrolls instead of losing its end: unfolded, the list is to be
// seen and Close is inside the window.
func TestAboutInALowWindow(t *testing.T) {
	r := openAbout(t, fyne.NewSize(520, 420))
	r.tapButton(t, "Licences of what it is built with")
	size := r.win.Canvas().Size()
	if s := r.sheets[0].Pop.Content.Size(); s.Width > size.Width-2*kit.SheetMargin+1 || s.Height > size.Height-2*kit.SheetMargin+1 {
		t.Errorf("the sheet is %v in a window of %v", s, size)
	}
	var list *widget.List
	walkShown(r.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if l, ok := o.(*widget.List); ok {
			list = l
		}
	})
	shut := r.buttonsNamed("Close")
	if list == nil || len(shut) != 1 {
		t.Fatalf("list %v, %d buttons Close", list, len(shut))
	}
	place := r.app.Driver().AbsolutePositionForObject
	if bottom := place(list).Y + list.Size().Height; bottom > place(shut[0]).Y {
		t.Errorf("the list ends at %v, below the top of Close at %v", bottom, place(shut[0]).Y)
	}
	test.Tap(shut[0])
	if len(r.sheets) > 0 {
		t.Error("Close doesn't close it")
	}
}
