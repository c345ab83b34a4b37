package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"descry/app/service"
)

func (f *fakeBackend) BackupPath() string {
	return filepath.Join("/home", "ann", "copies", "today.jsonl.gz")
}

func (f *fakeBackend) Backups(context.Context) ([]service.Backup, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.backups, nil
}

func (f *fakeBackend) BackUp(_ context.Context, path string) (int, error) {
	f.called("BackUp " + path)
	return 1204, f.backUpErr
}

func (f *fakeBackend) CompareBackup(_ context.Context, path string, merge bool) (service.BackupChanges, error) {
	f.called(fmt.Sprint("CompareBackup ", path, " ", merge))
	return f.compareBackup(path)
}

func (f *fakeBackend) RestoreBackup(_ context.Context, path string, merge bool, progress func(int)) (string, error) {
	f.called(fmt.Sprint("RestoreBackup ", path, " ", merge))
	progress(1000)
	return "/home/ann/copies/before.jsonl.gz", f.restoreErr
}

func toastSaid(r *rig) string {
	if len(r.toasts.list) == 0 {
		return ""
	}
	return r.toasts.list[len(r.toasts.list)-1].text.Words.Text
}

func TestBackUpFromTheWindow(t *testing.T) {
	b := oneFolder()
	r := newRig(t, b)
	r.tapMenu(t, "Back up…")
	r.until(t, "the sheet", func() bool { return len(r.sheets) == 1 })
	if got := entries(r)[0].Text; got != b.BackupPath() {
		t.Errorf("the field says %q", got)
	}
	b.backUpErr = errors.New("the disk is full")
	test.Tap(inSheet(t, r, "Back up"))
	r.until(t, "the reason", func() bool { return sheetSays(r, "The disk is full.") })
	b.backUpErr = nil
	path := filepath.Join(t.TempDir(), "mine.jsonl")
	entries(r)[0].SetText(path)
	test.Tap(inSheet(t, r, "Back up"))
	r.until(t, "the backup", func() bool { return len(r.sheets) == 0 })
	if got := toastSaid(r); b.count("BackUp "+path) != 1 || got != "Backed up 1,204 records to "+path+"." {
		t.Errorf("says %q", got)
	}
}

// What a backup changes is shown before it can be restored, and again when another one
// is named.
func TestRestoreFromTheWindow(t *testing.T) {
	b := oneFolder()
	b.compareBackup = func(path string) (service.BackupChanges, error) {
		switch filepath.Base(path) {
		case "bad.jsonl":
			return service.BackupChanges{}, errors.New("/home/bad.jsonl is damaged: line 7: it is no JSON")
		case "same.jsonl":
			return service.BackupChanges{Made: thursday}, nil
		}
		return service.BackupChanges{Made: thursday, Kinds: []string{"Tags: 12 added, 3 taken back", "Captions: 1 changed"}, Photos: 14, Waiting: 2}, nil
	}
	r := newRig(t, b)
	r.tapMenu(t, "Restore…")
	r.openRestore() // a second time it is the same sheet
	if len(r.sheets) != 1 {
		t.Fatalf("%d sheets are open", len(r.sheets))
	}
	dir := t.TempDir()
	look := func(name string) {
		entries(r)[0].SetText(filepath.Join(dir, name))
		test.Tap(inSheet(t, r, lookWord))
	}
	test.Tap(inSheet(t, r, lookWord))
	r.until(t, "a hint", func() bool { return sheetSays(r, "Type or paste the path of a backup, or choose one.") })
	look("bad.jsonl")
	r.until(t, "the damage", func() bool { return sheetSays(r, "/home/bad.jsonl is damaged: line 7: it is no JSON.") })
	look("same.jsonl")
	r.until(t, "that nothing changes", func() bool { return sheetSays(r, "Nothing changes: what this backup says is said already.") })
	look("good.jsonl")
	r.until(t, "what changes", func() bool { return sheetSays(r, "Tags: 12 added, 3 taken back\nCaptions: 1 changed") })
	if got := r.restoring.note.Words.Text; !strings.Contains(got, "14 photos") || !strings.Contains(got, "2 are not in the library") || !strings.HasPrefix(got, "Made on ") {
		t.Errorf("says %q", got)
	}
	r.restoring.merge.SetChecked(true) // which is another question
	if b.count("RestoreBackup "+filepath.Join(dir, "good.jsonl")+" false") != 0 || r.restoring.confirm.Text != lookWord {
		t.Errorf("the button says %q", r.restoring.confirm.Text)
	}
	test.Tap(inSheet(t, r, lookWord))
	path := filepath.Join(dir, "good.jsonl")
	r.until(t, "what changes", func() bool {
		return b.count("CompareBackup "+path+" true") == 1 && r.restoring.confirm.Text == restoreWord
	})
	b.restoreErr = errors.New("the disk is full")
	test.Tap(inSheet(t, r, restoreWord))
	r.until(t, "the reason", func() bool { return sheetSays(r, "The disk is full.") })
	b.restoreErr = nil
	test.Tap(inSheet(t, r, lookWord))
	r.until(t, "what changes", func() bool { return r.restoring.confirm.Text == restoreWord })
	test.Tap(inSheet(t, r, restoreWord))
	r.until(t, "the restore", func() bool { return len(r.sheets) == 0 })
	if got := toastSaid(r); b.count("RestoreBackup "+path+" true") != 2 || got != "Restored. What you had said before is kept in /home/ann/copies/before.jsonl.gz." {
		t.Errorf("says %q", got)
	}
	if r.restoring != nil {
		t.Error("the sheet is still known")
	}
}

// The copies there are can be chosen by their date, and are looked at at once.
func TestRestoreOffersTheCopies(t *testing.T) {
	b := oneFolder()
	b.compareBackup = func(string) (service.BackupChanges, error) {
		return service.BackupChanges{Made: thursday, Kinds: []string{"Tags: 12 added"}, Photos: 14}, nil
	}
	r := newRig(t, b)
	r.tapMenu(t, "Restore…")
	r.until(t, "an end of the look for copies", func() bool { return r.idle() })
	if r.restoring.kept.Visible() {
		t.Error("copies are offered where there are none")
	}
	r.closeSheet(r.restoring.sheet)
	b.mu.Lock() // the first look for copies may not have begun
	for i := range mostCopies + 5 {
		b.backups = append(b.backups, service.Backup{Path: fmt.Sprintf("/copies/%d.jsonl.gz", i), Made: thursday.Add(-time.Duration(i) * 24 * time.Hour)})
	}
	b.backups[1].Note = "before forgetting"
	b.mu.Unlock()
	r.tapMenu(t, "Restore…")
	r.until(t, "the copies", func() bool { return r.restoring.kept.Visible() })
	test.Tap(r.restoring.kept)
	seen := strings.Join(r.seen(), "\n")
	for _, want := range []string{"Today, 14:00\n", "Yesterday, 14:00 · before forgetting\n"} {
		if strings.Count(seen, want) != 1 {
			t.Errorf("%q is not offered in\n%s", want, seen)
		}
	}
	if strings.Index(seen, "Today") > strings.Index(seen, "Yesterday") || strings.Count(seen, ", 14:00") != mostCopies {
		t.Errorf("it offers\n%s", seen)
	}
	r.tapItem(t, "Yesterday, 14:00 · before forgetting")
	r.until(t, "what changes", func() bool {
		return b.count("CompareBackup /copies/1.jsonl.gz false") == 1 && sheetSays(r, "Tags: 12 added")
	})
	if got := entries(r)[0].Text; got != "/copies/1.jsonl.gz" {
		t.Errorf("the field says %q", got)
	}
}
