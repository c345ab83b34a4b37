package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/ui/kit"
)

// disk makes a backend with folders in a folder.
func disk(folder string, names ...string) *fakeBackend {
	b := oneFolder()
	b.names = func(_ context.Context, in, start string) ([]string, error) {
		var found []string
		for _, name := range names {
			if in == folder && kit.NameBegins(name, start) {
				found = append(found, name)
			}
		}
		return found, nil
	}
	return b
}

// offeredFolders waits until the list below the path has so many rows, and reads them.
func (r *rig) offeredFolders(t *testing.T, count int) []string {
	t.Helper()
	r.until(t, "the folders on offer", func() bool {
		return len(r.folderOffers.Offers) == count && (count == 0 || r.folderOffers.List.Root.Visible())
	})
	var labels []string
	for _, o := range r.folderOffers.List.Body.Objects {
		labels = append(labels, o.(*kit.OfferRow).Label.Text)
	}
	return labels
}

func TestTabCompletesAPath(t *testing.T) {
	t.Setenv("HOME", "/home/ann")
	r := newRig(t, disk("/home/ann", "Photos", "Pictures", "Public"))
	r.folders.Ask()
	e := entries(r)[0]
	if e.AcceptsTab() {
		t.Error("Tab is taken from the empty field")
	}
	test.Type(e, "~/p")
	if got := r.offeredFolders(t, 3); !slices.Equal(got, []string{"Photos", "Pictures", "Public"}) {
		t.Fatalf("on offer: %q", got)
	}
	if r.win.Canvas().Focused() != fyne.Focusable(e) || !e.AcceptsTab() {
		t.Error("the list has taken the keyboard, or Tab is not for it")
	}
	e.KeyDown(key(desktop.KeyShiftLeft))
	if e.AcceptsTab() {
		t.Error("Shift+Tab doesn't go back")
	}
	e.KeyUp(key(desktop.KeyShiftLeft))
	test.Type(e, "u")
	r.offeredFolders(t, 1)
	e.TypedKey(key(fyne.KeyTab))
	if e.Text != "~/Public/" || !e.AtEnd() || e.AcceptsTab() {
		t.Errorf("Tab makes it %q, cursor behind it: %v, Tab taken: %v", e.Text, e.AtEnd(), e.AcceptsTab())
	}
	r.offeredFolders(t, 0)
	if inSheet(t, r, "Add").Disabled() {
		t.Error("it can't be added")
	}
}

func TestRightAndEndCompleteAPathAtItsEnd(t *testing.T) {
	for _, name := range []fyne.KeyName{fyne.KeyRight, fyne.KeyEnd} {
		r := newRig(t, disk("/mnt", "card", "cat"))
		r.folders.Ask()
		e := entries(r)[0]
		test.Type(e, "/mnt/ca")
		r.offeredFolders(t, 2)
		e.TypedKey(key(fyne.KeyLeft))
		if r.offeredFolders(t, 0); e.AcceptsTab() {
			t.Error("it is completed in its middle")
		}
		e.TypedKey(key(name))
		if e.Text != "/mnt/ca" || !e.AtEnd() {
			t.Errorf("%s in the text makes it %q", name, e.Text)
		}
		e.TypedKey(key(fyne.KeyDown)) // asks for the list
		r.offeredFolders(t, 2)
		e.TypedKey(key(name))
		if e.Text != "/mnt/card/" {
			t.Errorf("%s at its end makes it %q", name, e.Text)
		}
	}
}

// TestTabWaitsForTheFolders, for it may follow the letters faster than a disk answers; of
// a share that hangs it goes on soon.
func TestTabWaitsForTheFolders(t *testing.T) {
	b := disk("/mnt", "card")
	names, hang := b.names, make(chan struct{})
	b.names = func(ctx context.Context, in, start string) ([]string, error) {
		if in != "/mnt" {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		<-hang
		return names(ctx, in, start)
	}
	r := newRig(t, b)
	r.folders.Ask()
	e := entries(r)[0]
	test.Type(e, "/mnt/c")
	if !e.AcceptsTab() {
		t.Fatal("Tab doesn't wait")
	}
	e.TypedKey(key(fyne.KeyTab))
	close(hang)
	r.until(t, "the path to be completed", func() bool { return e.Text == "/mnt/card/" })
	test.Type(e, "x")
	e.TypedKey(key(fyne.KeyTab))
	r.clock.elapse(kit.TabPause)
	r.until(t, "the keyboard to go on", func() bool { return r.win.Canvas().Focused() != fyne.Focusable(e) })
	if e.Text != "/mnt/card/x" {
		t.Errorf("it becomes %q", e.Text)
	}
}

// TestAWholeFolderIsLeftWithTab: what is typed names a folder, and the longer one beside
// it is taken only when it is chosen.
func TestAWholeFolderIsLeftWithTab(t *testing.T) {
	r := newRig(t, disk("/mnt", "card", "card 2"))
	r.folders.Ask()
	e := entries(r)[0]
	test.Type(e, "/mnt/")
	r.offeredFolders(t, 2)
	if e.AcceptsTab() {
		t.Error("Tab chooses though no name is begun")
	}
	test.Type(e, "card")
	r.until(t, "the answer", func() bool { return !r.folderOffers.Asking })
	if got := r.offeredFolders(t, 1); got[0] != "card 2" || e.AcceptsTab() {
		t.Fatalf("on offer: %q; Tab taken: %v", got, e.AcceptsTab())
	}
	e.TypedKey(key(fyne.KeyDown))
	if !e.AcceptsTab() {
		t.Error("Tab doesn't take what is chosen")
	}
	e.TypedKey(key(fyne.KeyReturn))
	if e.Text != "/mnt/card 2/" || r.b.count("AddFolders") != 0 {
		t.Errorf("Enter makes it %q", e.Text)
	}
	e.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the dialog to close", func() bool { return len(r.sheets) == 0 })
}

func TestAClickTakesAFolder(t *testing.T) {
	r := newRig(t, disk("/mnt", "card", "cat"))
	r.folders.Ask()
	e := entries(r)[0]
	test.Type(e, "/mnt/")
	r.offeredFolders(t, 2)
	r.win.Canvas().Unfocus() // as the click does
	test.Tap(r.folderOffers.List.Rows[1])
	r.clock.elapse(kit.ClickPause)
	r.queue.pump()
	if e.Text != "/mnt/cat/" || r.win.Canvas().Focused() != fyne.Focusable(e) {
		t.Errorf("a click makes it %q, the keyboard is at %T", e.Text, r.win.Canvas().Focused())
	}
	test.Type(e, "x")
	e.TypedKey(key(fyne.KeyBackspace))
	e.TypedKey(key(fyne.KeyBackspace))
	r.offeredFolders(t, 0)
	e.TypedKey(key(fyne.KeyBackspace))
	r.offeredFolders(t, 2)
	r.win.Canvas().Unfocus()
	r.clock.elapse(kit.ClickPause)
	r.offeredFolders(t, 0)
}

// TestEscapeClosesTheFoldersFirst: the form stays for a second Escape.
func TestEscapeClosesTheFoldersFirst(t *testing.T) {
	r := newRig(t, disk("/mnt", "card"))
	r.folders.Ask()
	e := entries(r)[0]
	test.Type(e, "/mnt/c")
	r.offeredFolders(t, 1)
	e.TypedKey(key(fyne.KeyEscape))
	if r.offeredFolders(t, 0); len(r.sheets) == 0 || e.Text != "/mnt/c" {
		t.Fatal("Escape closes the form, or changes the path")
	}
	e.TypedKey(key(fyne.KeyEscape))
	if len(r.sheets) > 0 {
		t.Error("the second Escape leaves it open")
	}
}

// TestPastedPathsAreNotCompleted, nor those that the program sets.
func TestPastedPathsAreNotCompleted(t *testing.T) {
	r := newRig(t, disk("/mnt", "card"))
	r.folders.Ask()
	e := entries(r)[0]
	r.app.Clipboard().SetContent("/mnt/c")
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: r.app.Clipboard()})
	e.SetText("/mnt/c")
	for _, text := range []string{"Pictures", `"/mnt/c`, "file:///mnt/c"} {
		e.SetText("")
		test.Type(e, text)
	}
	if n := r.b.count("FolderNames"); n != 0 {
		t.Errorf("the disk is asked %d times", n)
	}
}

// TestLateFoldersAreDropped has a share that hangs: the form goes on, what was asked for
// is cancelled with the text and with the form, and its answer is not shown.
func TestLateFoldersAreDropped(t *testing.T) {
	b := oneFolder()
	asked, ended := make(chan string, 9), make(chan string, 9)
	b.names = func(ctx context.Context, _, start string) ([]string, error) {
		asked <- start
		<-ctx.Done()
		ended <- start
		return []string{"c-late"}, nil
	}
	r := newRig(t, b)
	r.folders.Ask()
	test.Type(entries(r)[0], "/")
	<-asked
	test.Type(entries(r)[0], "c")
	<-asked
	if first := <-ended; first != "" {
		t.Errorf("ended first: %q", first)
	}
	r.TypedKey(key(fyne.KeyEscape))
	if len(r.sheets) > 0 {
		t.Fatal("the form can't be closed")
	}
	if last := <-ended; last != "c" {
		t.Errorf("ended last: %q", last)
	}
	r.queue.pump()
	if r.folderOffers.List.Root.Visible() || len(r.folderOffers.Offers) > 0 {
		t.Error("a late answer is shown")
	}
}

// TestTheFoldersFitTheWindow: in a small one the list gets fewer rows, and it is never
// cut off.
func TestTheFoldersFitTheWindow(t *testing.T) {
	names := strings.Fields("aa ab ac ad ae af ag ah ai")
	r := newRig(t, disk("/mnt", names...))
	for _, size := range []fyne.Size{{Width: 1200, Height: 800}, {Width: 500, Height: 400}} {
		r.win.Resize(size)
		r.folders.Ask()
		test.Type(entries(r)[0], "/mnt/a")
		r.until(t, "the folders", func() bool { return r.folderOffers.Open(entries(r)[0]) })
		root := r.folderOffers.List.Root
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(root).Y
		field := fyne.CurrentApp().Driver().AbsolutePositionForObject(entries(r)[0]).Y
		covered := top < field+entries(r)[0].Size().Height && top+root.Size().Height > field
		if top < 0 || top+root.Size().Height > size.Height || covered || root.Size().Width < 300 {
			t.Errorf("in %v %d rows lie at %v, %v large, the field at %v", size, len(r.folderOffers.Offers), top, root.Size(), field)
		}
		r.closeSheet(r.sheets[0])
	}
}
