package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

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
