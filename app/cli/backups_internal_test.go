package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/app/service"
)

// TestBackupsAreListed: copies, those made before something, and backups of the user's own
// that lie beside them, newest first, each of which can be compared.
func TestBackupsAreListed(t *testing.T) {
	e, _, _ := awayLibrary(t)
	b := service.NewSession(e)
	list, err := b.Backups(t.Context())
	if err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := e.MakeCopies(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"2026-03-01 101500.jsonl.gz", "2026-03-02 091500 before forgetting.jsonl.gz", "2026-03-01 180000 backup.jsonl.gz"} {
		if _, err := e.WriteAnnotations(t.Context(), filepath.Join(e.Paths.Copies, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"lock", "2026-03-01 180000 backup.jsonl.gz.part", "holiday backup.jsonl.gz"} {
		apptest.MustWrite(t, filepath.Join(e.Paths.Copies, name), "")
	}
	if list, err = b.Backups(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range list {
		got = append(got, c.Made.Format("2 Jan 15:04")+" "+message.OfNotice(c.Note, time.Now()))
		if _, err := b.CompareBackup(t.Context(), c.Path, false); err != nil {
			t.Errorf("%s: %v", c.Path, err)
		}
	}
	if want := "2 Mar 09:15 before forgetting, 1 Mar 18:00 backup, 1 Mar 10:15 "; strings.Join(got, ", ") != want {
		t.Errorf("listed are %q, want %q", got, want)
	}
	path := b.BackupPath()
	if at, own := service.BackupTime(filepath.Base(path)); !own || at.IsZero() {
		t.Errorf("%s is not known again", path)
	}
}
