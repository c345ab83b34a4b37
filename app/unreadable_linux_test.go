package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/internal/apptest"
	"descry/internal/sandbox"
)

// TestALockedSubfolderIsSaid has index and status name a folder that can't be looked into,
// until it can.
func TestALockedSubfolderIsSaid(t *testing.T) {
	apptest.WholeRunsOnly(t)
	if !sandbox.Inside(t, 1000) { // root may read everything
		return
	}
	dir := photoFolder(t)
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(locked, 0o755) })
	want := "Not looked into: " + locked + ": no permission to read it"
	if _, errs, code := descry(t, "index", dir); code != 0 || strings.Count(errs, want) != 1 {
		t.Errorf("exit %d: %s", code, errs)
	}
	if out := mustDescry(t, "status"); strings.Contains(out, "up to date") || !strings.Contains(out, "· 1 folder unreadable") || strings.Count(out, want) != 1 {
		t.Errorf("status says\n%s", out)
	}
	type status struct {
		Folders []struct {
			Unreadable []struct{ Path, Reason string }
		}
	}
	if s := parse[status](t, mustDescry(t, "status", "--json")); len(s.Folders) != 1 || len(s.Folders[0].Unreadable) != 1 || s.Folders[0].Unreadable[0].Path != locked {
		t.Errorf("as JSON: %+v", s)
	}
	if err := os.Chmod(locked, 0o755); err != nil {
		t.Fatal(err)
	}
	mustDescry(t, "index")
	if out := mustDescry(t, "status"); !strings.Contains(out, "· 1 file unreadable") || strings.Contains(out, "folder unreadable") || strings.Contains(out, "Not looked into") {
		t.Errorf("afterwards status says\n%s", out)
	}
}
