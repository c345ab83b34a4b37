//go:build !headless

package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/service"
	"descry/library/sqlite"
	"descry/ui/kit"
	"descry/ui/trouble"
)

// whyNot opens a library and returns what the window says that stands for it.
func whyNot(t *testing.T, home string) (said string, r trouble.Report) {
	t.Helper()
	paths := config.PathsIn(home, home, home, home)
	e, err := service.Open(t.Context(), paths)
	if err == nil {
		_ = e.Close()
		t.Fatal("the library opens")
	}
	r = troubleOf(err, paths)
	w := trouble.New(test.NewTempApp(t), r, service.OpenFile)
	w.Show()
	defer w.Close()
	return labels(w.Content()), r
}

// labels is all text below o that is to be seen.
func labels(o fyne.CanvasObject) (said string) {
	if !o.Visible() {
		return ""
	}
	switch c := o.(type) {
	case *kit.Paragraph:
		return c.Words + "\n"
	case *widget.Label:
		return c.Text + "\n"
	case *fyne.Container:
		for _, child := range c.Objects {
			said += labels(child)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(c).Objects() {
			said += labels(child)
		}
	}
	return said
}

// expect checks what the window says; log and folder are always there.
func expect(t *testing.T, said string, r trouble.Report, want ...string) {
	t.Helper()
	for _, text := range append(want, r.Title, r.Log) {
		if text == "" || !strings.Contains(said, text) {
			t.Errorf("the window doesn't say %q:\n%s", text, said)
		}
	}
	if r.Folder == "" {
		t.Error("no folder can be opened")
	}
}

func TestADamagedCatalogueIsSaidInAWindow(t *testing.T) {
	home := t.TempDir()
	catalogue := filepath.Join(home, "catalogue.db")
	apptest.MustWrite(t, catalogue, string(bytes.Repeat([]byte("no database "), 500)))
	apptest.MustWrite(t, catalogue+".before-5", "a copy")
	said, r := whyNot(t, home)
	expect(t, said, r, "damaged", "photos are untouched", catalogue, "catalogue.db.before-5", "descry doctor")
}

func TestANewerCatalogueIsSaidInAWindow(t *testing.T) {
	home := t.TempDir()
	catalogue := filepath.Join(home, "catalogue.db")
	s, err := sqlite.Open(context.Background(), catalogue, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raiseSchema(t, catalogue)
	said, r := whyNot(t, home)
	expect(t, said, r, "newer Descry", config.Version)
}

// TestACatalogueWithACopyIsSaidInAWindow has the catalogue be nonsense beside a copy.
func TestACatalogueWithACopyIsSaidInAWindow(t *testing.T) {
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	e, err := service.Open(t.Context(), paths)
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.CopyBefore(t.Context(), "a test")
	if err := errors.Join(err, e.Close()); err != nil {
		t.Fatal(err)
	}
	apptest.MustWrite(t, paths.Catalogue, strings.Repeat("no catalogue ", 2000))
	said, r := whyNot(t, home)
	expect(t, said, r, "descry doctor", "copy of "+service.NewestCopy(paths).At.Format("2 January 2006"))
}

// raiseSchema writes a version that no migration leads to into the file's header: see
// "user version" in https://www.sqlite.org/fileformat.html.
func raiseSchema(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte{0, 0, 0x7f, 0xff}, 60); err != nil {
		t.Fatal(err)
	}
}

func TestAHomeThatIsUnknownIsSaidInAWindow(t *testing.T) {
	r := troubleOf(fmt.Errorf("no home folder is known; set HOME"), config.Paths{})
	w := trouble.New(test.NewTempApp(t), r, service.OpenFile)
	if said := labels(w.Content()); !strings.Contains(said, "No home folder is known") {
		t.Errorf("the window says %s", said)
	}
}
