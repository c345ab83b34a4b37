package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/library"
	"descry/ui/kit/kittest"
	"descry/ui/query"
)

func TestStateIsRememberedAndRestored(t *testing.T) {
	b := oneFolder()
	r := newRig(t, b)
	test.Tap(kittest.Button(t, r.search.Root(), "Newest first"))
	r.tapItem(t, "Oldest first")
	r.waitBrowsing(t)
	r.toggleSidebar()
	r.toggleDetails()
	r.TakeShortcut(plusKeys()[0])
	test.Type(r.search.Box(), "dog")
	r.search.Box().TypedKey(key(fyne.KeyReturn))
	r.waitSearching(t)
	r.Close()
	s := b.saved
	if s.Query != "dog" || s.Sort != library.OldestFirst || s.SidebarShown || !s.DetailsShown || s.RowHeight <= 144 ||
		!slices.Equal(s.History, []string{"dog"}) {
		t.Errorf("saved %+v", s)
	}

	again := oneFolder()
	again.state = s
	r = newRig(t, again)
	if r.search.At() != (query.Place{Searching: true, Text: "dog"}) || r.search.Text() != "dog" || r.zones.side.shown() {
		t.Errorf("restored to %+v with text %q", r.search.At(), r.search.Text())
	}
	r.Escape()
	r.Escape()
	r.until(t, "browsing", func() bool { return r.search.Loaded() && r.search.At() == (query.Place{Sort: library.OldestFirst}) })
}
