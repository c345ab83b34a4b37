package ui

import (
	"slices"
	"testing"

	"descry/library"
)

func TestStateIsRememberedAndRestored(t *testing.T) {
	b := oneFolder()
	r := newRig(t, b)
	r.nav.setSort(library.OldestFirst)
	r.waitKind(t, browsing)
	r.toggleSidebar()
	r.toggleDetails()
	r.larger()
	r.box.set("dog")
	r.submit()
	r.waitKind(t, searching)
	r.Close()
	s := b.saved
	if s.Query != "dog" || s.Sort != library.OldestFirst || s.SidebarShown || !s.DetailsShown || s.RowHeight <= 144 ||
		!slices.Equal(s.History, []string{"dog"}) {
		t.Errorf("saved %+v", s)
	}

	again := oneFolder()
	again.state = s
	r = newRig(t, again)
	if r.nav.at != (place{Kind: searching, Text: "dog"}) || r.box.Text != "dog" || r.zones.side.shown() {
		t.Errorf("restored to %+v with text %q", r.nav.at, r.box.Text)
	}
	r.Escape()
	r.Escape()
	r.until(t, "browsing", func() bool { return r.nav.loaded && r.nav.at == (place{Sort: library.OldestFirst}) })
}
