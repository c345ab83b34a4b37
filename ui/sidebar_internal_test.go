package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// sideRow draws a row of the side as the list would.
func (r *rig) sideRow(t *testing.T, name string) *sidebarRow {
	t.Helper()
	drawn := newSidebarRow(r.Window, r.side.actions.add)
	drawn.Resize(fyne.NewSize(220, kit.RowLow))
	r.side.fill(r.rowOf(t, name), drawn)
	drawn.box.Resize(fyne.NewSize(220, kit.RowLow))
	return drawn
}

// TestSideStandsInOrder: what is few stands above what is many, and headings close
// and hold what is indented below them.
func TestSideStandsInOrder(t *testing.T) {
	b := taggedFolder()
	b.searches = []library.SavedSearch{{ID: 1, Name: "Dogs", Query: "dog"}}
	r := newRig(t, b)
	r.waitTags(t)
	r.until(t, "the search", func() bool { return slices.Contains(drawn(r.side.rows), "Dogs") })
	want := []string{"All photos", "Untagged", "v Searches", "Dogs", "v Folders", "> Pictures", "v People", "Anna", "v Tags", "animals/dogs", "Bella", "vacation"}
	if got := drawn(r.side.rows); !slices.Equal(got, want) {
		t.Fatalf("rows %q, want %q", got, want)
	}
	heading, folder := r.sideRow(t, "Folders"), r.sideRow(t, "Pictures")
	if folder.name.Position().X <= heading.name.Position().X || r.sideRow(t, "Dogs").name.Position().X != folder.name.Position().X {
		t.Error("what stands below a heading isn't indented")
	}
	if end := folder.count.Position().X + folder.count.Size().Width; end > 220-12 {
		t.Errorf("the numbers end at %v, where the scroll bar is", end)
	}
	for _, name := range []string{"Searches", "Folders"} {
		r.side.toggle(r.rowOf(t, name))
	}
	want = []string{"All photos", "Untagged", "> Searches", "> Folders", "v People", "Anna", "v Tags", "animals/dogs", "Bella", "vacation"}
	if got := drawn(r.side.rows); !slices.Equal(got, want) {
		t.Errorf("closed: %q, want %q", got, want)
	}
	if !heading.plus.Visible() || folder.plus.Visible() {
		t.Error("the plus doesn't stand at the folders' heading alone")
	}
	test.Tap(heading.plus)
	if r.adding == nil {
		t.Error("the plus doesn't add a folder")
	}
}

// TestBranchesAreKept over a restart: headings, folders, tags.
func TestBranchesAreKept(t *testing.T) {
	made := func() *fakeBackend {
		b := taggedFolder()
		b.extra = []library.TagCount{{Tag: tag("animals"), Photos: 3}}
		b.subfolders = func(library.FolderID) ([]library.Subfolder, error) {
			return []library.Subfolder{{Rel: "norway", Photos: 1}, {Rel: "norway/fjord", Photos: 1}}, nil
		}
		return b
	}
	b := made()
	r := newRig(t, b)
	r.waitTags(t)
	r.side.toggle(r.rowOf(t, "Pictures"))
	r.until(t, "the directories", func() bool { return slices.Contains(drawn(r.side.rows), "  > norway") })
	r.side.toggle(r.rowOf(t, "norway"))
	r.side.toggle(r.rowOf(t, "animals"))
	r.side.toggle(r.rowOf(t, "People"))
	want := drawn(r.side.rows)
	r.Close()

	again := made()
	again.state = b.saved
	r = newRig(t, again)
	r.until(t, "the side as it was", func() bool { return slices.Equal(drawn(r.side.rows), want) })
	r.side.toggle(r.rowOf(t, "Folders"))
	want = drawn(r.side.rows)
	r.Close()
	last := made()
	last.state = again.saved
	r = newRig(t, last)
	r.until(t, "the closed heading", func() bool { return slices.Equal(drawn(r.side.rows), want) })
}

// TestTagsAreFiltered by a field below their heading, where there are many.
func TestTagsAreFiltered(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.waitTags(t)
	if slices.ContainsFunc(r.side.rows, func(row folderRow) bool { return row.Filter }) {
		t.Error("three tags have a filter")
	}
	b.fakeTags.mu.Lock()
	for i := range 30 {
		b.extra = append(b.extra, library.TagCount{Tag: tag(fmt.Sprintf("places/Town %d", i)), Photos: i})
	}
	b.fakeTags.mu.Unlock()
	b.notify(service.Event{Kind: service.TagsChanged})
	r.until(t, "the field", func() bool { return slices.ContainsFunc(r.side.rows, func(row folderRow) bool { return row.Filter }) })

	r.win.Canvas().Focus(r.side.filter)
	if r.win.Canvas().Focused() != fyne.Focusable(r.side.filter) {
		t.Fatal("the field can't have the keyboard")
	}
	test.Type(r.side.filter, "town 2")
	var names []string
	for _, row := range r.side.rows {
		if row.Section == tagsSection && row.Tag.Name != "" {
			names = append(names, row.Name)
		}
	}
	if len(names) != 11 || names[0] != "places/Town 2" { // 2 and 20 to 29
		t.Errorf("filtered: %q", names)
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.side.filter) {
		t.Error("typing loses the field")
	}
	r.side.filter.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the first tag", func() bool { return r.nav.loaded && r.nav.at.Text == `tag:"places/Town 2"` })
	test.Type(r.side.filter, "xyz")
	if !slices.Contains(drawn(r.side.rows), "  No such tag") {
		t.Errorf("without a match: %q", drawn(r.side.rows))
	}
	r.side.filter.TypedKey(key(fyne.KeyEscape))
	if r.side.filter.Text != "" || len(r.side.rows) < 33 {
		t.Errorf("Escape leaves %q and %d rows", r.side.filter.Text, len(r.side.rows))
	}
}

// TestKeyboardIsSeenAtTheSide on whichever row, the selected one too, whose ground
// would hide it.
func TestKeyboardIsSeenAtTheSide(t *testing.T) {
	r := newRig(t, taggedFolder())
	r.waitTags(t)
	if r.sideRow(t, "All photos").ring.Visible() {
		t.Error("a ring without the keyboard")
	}
	r.win.Canvas().Focus(r.side.list)
	at := r.sideRow(t, "All photos")
	if !at.ring.Visible() || at.ring.StrokeWidth < 2 {
		t.Error("no ring on the selected row")
	}
	r.side.list.TypedKey(key(fyne.KeyDown))
	if r.sideRow(t, "All photos").ring.Visible() || !r.sideRow(t, "Untagged").ring.Visible() {
		t.Error("the ring doesn't follow the keyboard")
	}
	r.win.Canvas().Focus(r.grid)
	if r.sideRow(t, "Untagged").ring.Visible() {
		t.Error("the ring stays")
	}
}

// TestTabOrder: the search first, then the photos, then the side, the problems last.
func TestTabOrder(t *testing.T) {
	b := oneFolder()
	b.status = func() service.Status { return service.Status{Photos: 3, Problems: 2} }
	r := newRig(t, b)
	r.until(t, "the problems", func() bool { return r.status.problems.Visible() })
	canvas := r.win.Canvas()
	canvas.Unfocus()
	var order []fyne.Focusable
	for range 40 {
		canvas.FocusNext()
		if slices.Contains(order, canvas.Focused()) {
			break
		}
		order = append(order, canvas.Focused())
	}
	at := -1
	for _, f := range []fyne.Focusable{r.box, r.row.filter, r.row.menu, r.grid, r.side.list, r.side.learn, r.status.problems} {
		next := slices.Index(order, f)
		if next <= at {
			t.Errorf("%T is stop %d, after %d", f, next, at)
		}
		at = next
	}
	if len(order) == 0 || order[0] != fyne.Focusable(r.box) || order[len(order)-1] != fyne.Focusable(r.status.problems) {
		t.Errorf("the order is %T", order)
	}
}
