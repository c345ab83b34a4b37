package index_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/internal/sandbox"
	"descry/library"
)

func TestUnreadableFoldersAreTold(t *testing.T) {
	if !sandbox.Inside(t, 1000) { // root may read everything
		return
	}
	f := newFixture(t)
	f.photo("locked/a.jpg", 1)
	f.photo("b.jpg", 2)
	locked := filepath.Join(f.photos, "locked")
	must(t, os.Chmod(locked, 0))
	t.Cleanup(func() { must(t, os.Chmod(locked, 0o755)) })
	f.once()
	unreadable := func() []library.UnreadableFolder {
		t.Helper()
		list, err := f.store.UnreadableFolders(t.Context(), f.folder().ID)
		must(t, err)
		if n := f.folder().Unreadable; n != len(list) {
			t.Errorf("%d are counted of %+v", n, list)
		}
		return list
	}
	if got := unreadable(); len(got) != 1 || got[0].Rel != "locked" || got[0].Reason != "no permission to read it" {
		t.Errorf("unreadable: %+v", got)
	}
	_, err := f.x.Sync(t.Context(), f.folder(), "b.jpg") // which says nothing of the other
	must(t, err)
	if got := unreadable(); len(got) != 1 {
		t.Errorf("after a look at another part: %+v", got)
	}
	must(t, os.Chmod(locked, 0o755))
	_, err = f.x.Sync(t.Context(), f.folder(), "locked")
	must(t, err)
	if got := unreadable(); len(got) != 0 {
		t.Errorf("still unreadable: %+v", got)
	}
	must(t, os.Chmod(locked, 0))
	f.once()
	must(t, os.Chmod(locked, 0o755))
	f.once()
	if got := unreadable(); len(got) != 0 {
		t.Errorf("still unreadable: %+v", got)
	}
}

// TestPermissionGivenIsNoticed has the change of a file's mode bring it back.
func TestPermissionGivenIsNoticed(t *testing.T) {
	if !sandbox.Inside(t, 1000) { // root may read everything
		return
	}
	f := newFixture(t)
	path := f.photo("a.jpg", 1)
	must(t, os.Chmod(path, 0))
	f.once()
	problems, err := f.store.Problems(t.Context(), 0)
	must(t, err)
	if len(problems) != 1 || problems[0].RetryAt.IsZero() || !strings.Contains(problems[0].Reason, "permission") {
		t.Fatalf("problems %+v", problems)
	}
	must(t, os.Chmod(path, 0o644))
	_, err = f.x.Sync(t.Context(), f.folder(), filepath.Base(path))
	must(t, err)
	if c := f.totals(); c.Pending != 1 {
		t.Errorf("counts %+v", c)
	}
}
