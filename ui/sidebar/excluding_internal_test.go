package sidebar

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"descry/library"
)

func TestLeaveOutAFolderAndLetItIn(t *testing.T) {
	r := pictures(t)
	r.b.subs = []library.Subfolder{{Rel: "private", Photos: 1}}
	r.Toggle(r.rowOf(t, "Pictures"))
	r.until(t, "the directory", func() bool { return slices.ContainsFunc(r.rows, func(row Row) bool { return row.Name == "private" }) })
	r.OpenMenu(r.rowOf(t, "private"), fyne.Position{})
	r.item(t, "Leave out this folder").Action()
	if r.b.called("exclude /home/ann/Pictures/private") != 1 {
		t.Errorf("asked for %q", r.b.calls)
	}

	r.OpenMenu(r.rowOf(t, "Pictures"), fyne.Position{})
	for _, item := range r.shell.menu {
		if item.Label == "Let in again" || item.Label == "Leave out this folder" {
			t.Errorf("offered: %s", item.Label)
		}
	}
	r.b.mu.Lock()
	r.b.excluded = []string{"/home/ann/Pictures/private/old", "*.tmp", "/mnt/card/x"}
	r.b.mu.Unlock()
	r.loadExcluded()
	r.until(t, "what is left out", func() bool { return len(r.excluded) == 3 })
	r.OpenMenu(r.rowOf(t, "Pictures"), fyne.Position{})
	again := r.item(t, "Let in again").ChildMenu.Items
	if len(again) != 2 || again[0].Label != "private/old" || again[1].Label != "*.tmp" {
		t.Fatalf("%d items can be let in again", len(again))
	}
	again[0].Action()
	if r.b.called("include /home/ann/Pictures/private/old") != 1 {
		t.Errorf("asked for %q", r.b.calls)
	}
}
