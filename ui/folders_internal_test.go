package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
)

func TestFirstRunOffersAFolder(t *testing.T) {
	b := &fakeBackend{suggested: "/home/ann/Pictures"}
	var added []string
	b.add = func(paths []string) error {
		added = append(added, paths...)
		return nil
	}
	r := newRig(t, b)
	r.until(t, "the Pictures folder to be offered", func() bool { return len(r.empty.buttons.Objects) == 2 })
	if !r.empty.root.Visible() || r.grid.Visible() || r.line() != "" {
		t.Error("the first run shows something else")
	}
	test.Tap(r.empty.buttons.Objects[1].(*kit.Button))
	r.until(t, "the folder to be added", func() bool { return strings.HasPrefix(r.said(), "Added /") })
	r.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/mnt/card"), storage.NewFileURI("/tmp/a.jpg")})
	r.until(t, "what was dropped to be added", func() bool { return strings.HasSuffix(r.said(), "/tmp/a.jpg") })
	if want := []string{"/home/ann/Pictures", "/mnt/card", "/tmp/a.jpg"}; !slices.Equal(added, want) {
		t.Errorf("added %q, want %q", added, want)
	}
}

func TestFolderDialogTakesATypedPath(t *testing.T) {
	b := oneFolder()
	b.add = func(paths []string) error {
		if paths[0] != "/photos" {
			return errors.New("there is no such folder")
		}
		return nil
	}
	r := newRig(t, b)
	r.box().TypedShortcut(kit.Ctrl(fyne.KeyO)[0])
	if len(r.sheets) == 0 || r.win.Canvas().Focused() != fyne.Focusable(entries(r)[0]) {
		t.Fatal("Ctrl+O in the search box does not open the dialog with the path focused")
	}
	if !inSheet(t, r, "Add").Disabled() {
		t.Error("nothing can be added")
	}
	test.Type(entries(r)[0], "/nowhere")
	if inSheet(t, r, "Add").Disabled() {
		t.Error("a typed path can't be added")
	}
	entries(r)[0].TypedKey(key(fyne.KeyReturn))
	r.until(t, "the error", func() bool { return slices.Contains(kittest.Said(r.sheets[0].Pop), "There is no such folder.") })
	test.Type(entries(r)[0], "/else")
	if said := kittest.Said(r.sheets[0].Pop); slices.Contains(said, "There is no such folder.") {
		t.Errorf("of another path it says %q", said)
	}
	entries(r)[0].SetText(` "/photos" `)
	entries(r)[0].TypedKey(key(fyne.KeyReturn))
	r.until(t, "the dialog to close", func() bool { return len(r.sheets) == 0 })
}

func TestFolderChooser(t *testing.T) {
	r := newRig(t, oneFolder())
	r.folders.Ask()
	entries(r)[0].SetText(t.TempDir())
	test.Tap(inSheet(t, r, "Choose…"))
	r.until(t, "the chooser", func() bool { return r.chooser.Dialog != nil })
	r.TypedKey(key(fyne.KeyEscape))
	if r.chooser.Dialog != nil || len(r.sheets) == 0 {
		t.Error("Escape does not close the chooser alone")
	}
	if got := r.win.Canvas().Focused(); got != fyne.Focusable(entries(r)[0]) {
		t.Errorf("after the chooser the keyboard is at %T", got)
	}
}

func TestRemovingAFolderCanBeUndone(t *testing.T) {
	b := oneFolder()
	var removed library.FolderID
	b.remove = func(id library.FolderID) error { removed = id; return nil }
	r := newRig(t, b)
	r.side.OpenMenu(r.rowOf(t, "Pictures"), fyne.NewPos(10, 10))
	r.tapItem(t, "Remove from Descry")
	r.until(t, "undo to be offered", func() bool { return r.offered() == "Undo" && r.said() == "Removed" })
	r.tapOffer(t)
	r.until(t, "the folder to be back", func() bool { return b.count("restored") == 1 && r.said() == "Undid: “Removed”" })
	if removed != 1 || b.count("AddFolders") != 0 {
		t.Errorf("removed %d, added anew %d", removed, b.count("AddFolders"))
	}
	r.clock.elapse(messageTime)
	r.until(t, "the message to go", func() bool { return r.said() == "" })
}
