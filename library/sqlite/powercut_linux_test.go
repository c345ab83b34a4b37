package sqlite_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"descry/library"
	"descry/library/journal"
	"descry/library/sqlite"
)

// TestPowerCut copies a disk as it is the moment an edit was reported, which is what a
// power cut leaves of it: the edit is on the copy, in the catalogue and in the journal.
func TestPowerCut(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may mount a disk's image")
	}
	dir := t.TempDir()
	image, disk := filepath.Join(dir, "disk.img"), filepath.Join(dir, "disk")
	run := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			t.Skipf("no image of a disk here: %s %q: %v: %s", name, args, err, out)
		}
	}
	mount := func(image, at string) (unmount func()) {
		t.Helper()
		if err := os.MkdirAll(at, 0o755); err != nil {
			t.Fatal(err)
		}
		run("mount", "-o", "loop", image, at)
		return func() {
			if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
				t.Errorf("umount: %v: %s", err, out)
			}
		}
	}
	run("truncate", "-s", "48M", image)
	run("mkfs.ext4", "-q", "-F", image)
	t.Cleanup(mount(image, disk))

	open := func(disk string) *sqlite.Store {
		path := filepath.Join(disk, "catalogue.db")
		s, err := sqlite.Open(t.Context(), path, sqlite.Options{Journal: journalBeside(path)})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open(disk)
	defer s.Close()
	scan(t, s, addFolder(t, s, "/a"), newFile("1.jpg", 1), newFile("2.jpg", 2))
	commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size) - 1000)}
	})

	// said is what a disk tells in its two places.
	said := func(disk string) (catalogue, journaled int) {
		s := open(disk)
		defer s.Close()
		if err := s.Statements(t.Context(), func(library.TagEdit) { catalogue++ }); err != nil {
			t.Fatal(err)
		}
		if err := s.AllFeedback(t.Context(), func(library.Feedback) { catalogue++ }); err != nil {
			t.Fatal(err)
		}
		if err := s.Captions(t.Context(), func(_ library.PhotoID, text string) { catalogue += len(text) }); err != nil {
			t.Fatal(err)
		}
		checkClean(t, s)
		damaged, err := journal.Read(filepath.Join(disk, "journal"), 0, func(library.OwnerChange) error { journaled++; return nil })
		if err != nil || len(damaged) > 0 {
			t.Fatalf("journal: damaged %v, %v", damaged, err)
		}
		return catalogue, journaled
	}
	_, before := said(disk)
	caption := ""
	for n := 1; n <= 9; n++ {
		var err error
		switch n % 3 {
		case 0:
			_, err = s.TagPhotos(t.Context(), []library.PhotoID{1}, []library.Tag{tag(fmt.Sprint("tag ", n))}, nil)
		case 1:
			caption += "x"
			text := caption
			_, err = s.ApplyEdit(t.Context(), library.Edit{Captions: []library.CaptionEdit{{Photo: 2, Text: &text}}})
		case 2:
			err = s.SetFeedback(t.Context(), fmt.Sprint("description ", n), []library.PhotoID{1}, library.Yes)
		}
		if err != nil {
			t.Fatal(err)
		}
		cut := filepath.Join(dir, fmt.Sprintf("cut%d.img", n))
		run("cp", "--sparse=always", image, cut) // as it is at this moment
		at := filepath.Join(dir, "cut")
		unmount := mount(cut, at)
		catalogue, journaled := said(at)
		if catalogue != n || journaled != before+n {
			t.Errorf("after %d edits the disk has %d in the catalogue and %d in the journal", n, catalogue, journaled-before)
		}
		unmount()
	}
}
