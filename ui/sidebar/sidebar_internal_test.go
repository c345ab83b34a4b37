package sidebar

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/library"
)

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

// TestRowsStandInOrder: what is few stands above what is many, and headings close
// and hold what is indented below them.
func TestRowsStandInOrder(t *testing.T) {
	r := pictures(t)
	want := []string{"All photos", "Untagged", "v Searches", "Dogs", "v Folders", "> Pictures", "v People", "Anna", "v Tags", "animals/dogs", "Bella", "vacation"}
	if got := drawn(r.Rows()); !slices.Equal(got, want) {
		t.Fatalf("rows %q, want %q", got, want)
	}
	heading, folder := r.view(t, "Folders"), r.view(t, "Pictures")
	if folder.name.Position().X <= heading.name.Position().X || r.view(t, "Dogs").name.Position().X != folder.name.Position().X {
		t.Error("what stands below a heading isn't indented")
	}
	if end := folder.count.Position().X + folder.count.Size().Width; end > 220-12 {
		t.Errorf("the numbers end at %v, where the scroll bar is", end)
	}
	for _, name := range []string{"Searches", "Folders"} {
		r.see.Tap(name)
	}
	want = []string{"All photos", "Untagged", "> Searches", "> Folders", "v People", "Anna", "v Tags", "animals/dogs", "Bella", "vacation"}
	if got := drawn(r.Rows()); !slices.Equal(got, want) {
		t.Errorf("closed: %q, want %q", got, want)
	}
	if !heading.plus.Visible() || folder.plus.Visible() {
		t.Error("the plus doesn't stand at the folders' heading alone")
	}
	r.shell.took()
	test.Tap(heading.plus)
	if got := r.shell.took(); !slices.Equal(got, []string{"add"}) {
		t.Errorf("the plus asks for %q", got)
	}
}

// TestRowsLeadAndAreMarked: each row leads to what it counts, and is marked then, alone.
func TestRowsLeadAndAreMarked(t *testing.T) {
	r := pictures(t)
	if r.Rows()[1].Count != 2 {
		t.Errorf("untagged %+v", r.Rows()[1])
	}
	if row := r.tags.untaggedRow(1); row.Count != 1 { // photos went since they were counted
		t.Errorf("%d untagged of one photo", row.Count)
	}
	for _, row := range r.Rows() {
		if v := newRowView(r.shell, nil); row.Heading {
			if v.show(row, false); v.count.Text != "" {
				t.Errorf("%s is said to have %s, which are no photos", row.Name, v.count.Text)
			}
		}
	}
	for _, tt := range []struct{ name, want string }{
		{"Untagged", "query tag:none"}, {"animals/dogs", "query tag:animals/dogs"}, {"Anna", "query person:Anna"},
		{"Dogs", "search Dogs"}, {"Pictures", "scope 1"}, {"All photos", "scope 0"},
	} {
		r.shell.took()
		r.see.Tap(tt.name)
		if got := r.shell.took(); !slices.Equal(got, []string{"leave", tt.want}) {
			t.Errorf("%s asks for %q", tt.name, got)
		}
		marked := 0
		for _, row := range r.Rows() {
			if r.isCurrent(row) {
				marked++
			}
		}
		if row, ok := r.Current(); !ok || row.Name != tt.name || marked != 1 {
			t.Errorf("%s leads to the mark at %q, %d rows marked", tt.name, row.Name, marked)
		}
	}
	r.shell.took()
	for _, name := range []string{"Tags", "Searches"} {
		if r.Choose(r.rowOf(t, name)); len(r.shell.asked) != 0 {
			t.Errorf("%s leads to %q", name, r.shell.asked)
		}
	}
	if r.shell.goTo(Place{Searching: true, Query: "a cat"}); !r.isCurrent(r.Rows()[0]) {
		t.Error("a search in all photos isn't marked there")
	}
	r.b.tags = nil
	r.list()
	if got := drawn(r.Rows()); !slices.Equal(got, []string{"All photos", "Untagged", "v Searches", "Dogs", "v Folders", "> Pictures"}) {
		t.Errorf("without tags: %q", got)
	}
}

// TestAnOpenPageIsMarked in place of a row.
func TestAnOpenPageIsMarked(t *testing.T) {
	r := pictures(t)
	r.MarkPage("Models")
	if r.pages[0].Importance != widget.LowImportance || r.pages[1].Importance != widget.MediumImportance {
		t.Error("another button is marked")
	}
	r.shell.took()
	r.see.Tap("Learn")
	if got := r.shell.took(); !slices.Equal(got, []string{"learn"}) {
		t.Errorf("the button asks for %q", got)
	}
	if r.MarkPage(""); r.pages[1].Importance != widget.LowImportance {
		t.Error("a page that was closed stays marked")
	}
}

// TestBranchesComeBack: what was open is open in a sidebar made anew.
func TestBranchesComeBack(t *testing.T) {
	r := pictures(t)
	r.b.subs = []library.Subfolder{{Rel: "norway", Photos: 1}, {Rel: "norway/fjord", Photos: 1}}
	r.Toggle(r.rowOf(t, "Pictures"))
	r.until(t, "the directories", func() bool { return slices.Contains(drawn(r.Rows()), "  > norway") })
	r.Toggle(r.rowOf(t, "norway"))
	r.Toggle(r.rowOf(t, "People"))
	r.Toggle(r.rowOf(t, "Searches"))
	if n := r.b.called("subfolders 1"); n != 1 {
		t.Errorf("directories asked for %d times", n)
	}
	want := drawn(r.Rows())
	if !slices.Contains(want, "    fjord") || !slices.Contains(want, "> People") {
		t.Fatalf("rows %q", want)
	}
	again := newRig(t, r.b)
	again.Restore(r.Branches())
	again.SetFolders(r.Folders(), nil)
	again.SetWork(3, r.tree.work)
	again.list()
	again.until(t, "its directories", func() bool { return slices.Contains(drawn(again.Rows()), "  v norway") })
	if got := drawn(again.Rows()); !slices.Equal(got, want) {
		t.Errorf("made anew: %q, want %q", got, want)
	}
}

// TestTagsAreFiltered by a field below their heading, where there are many.
func TestTagsAreFiltered(t *testing.T) {
	r := pictures(t)
	isFilter := func(row Row) bool { return row.Filter }
	if slices.ContainsFunc(r.Rows(), isFilter) {
		t.Error("three tags have a filter")
	}
	for i := range 30 {
		r.b.tags = append(r.b.tags, library.TagCount{Tag: tag(fmt.Sprintf("places/Town %d", i)), Photos: i})
	}
	r.list()
	if !slices.ContainsFunc(r.Rows(), isFilter) {
		t.Fatal("many tags have no filter")
	}
	if r.see.Tap("Filter tags…"); r.see.Keyboard() != "Filter tags…" {
		t.Fatal("the field can't have the keyboard")
	}
	r.see.Type("town 2")
	var names []string
	for _, row := range r.Rows() {
		if row.section == tagsSection && row.Tag.Name != "" {
			names = append(names, row.Name)
		}
	}
	if len(names) != 11 || names[0] != "places/Town 2" { // 2 and 20 to 29
		t.Errorf("filtered: %q", names)
	}
	if r.see.Keyboard() != "Filter tags…" {
		t.Error("typing loses the field")
	}
	r.shell.took()
	r.see.Press(fyne.KeyReturn)
	if got := r.shell.took(); !slices.Equal(got, []string{"leave", `query tag:"places/Town 2"`}) {
		t.Errorf("Enter asks for %q", got)
	}
	r.see.Type("xyz")
	if !slices.Contains(drawn(r.Rows()), "  No such tag") {
		t.Errorf("without a match: %q", drawn(r.Rows()))
	}
	r.see.Press(fyne.KeyEscape)
	if !r.see.Says("Filter tags…") || len(r.Rows()) < 33 {
		t.Errorf("Escape leaves %q and %d rows", r.see.Texts(), len(r.Rows()))
	}
}

// TestKeyboardIsSeen on whichever row, the selected one too, whose ground would hide it.
func TestKeyboardIsSeen(t *testing.T) {
	r := pictures(t)
	if r.view(t, "All photos").ring.Visible() {
		t.Error("a ring without the keyboard")
	}
	r.win.Canvas().Focus(r.Sidebar.list)
	at := r.view(t, "All photos")
	if !at.ring.Visible() || at.ring.StrokeWidth < 2 {
		t.Error("no ring on the selected row")
	}
	r.Sidebar.list.TypedKey(key(fyne.KeyDown))
	if r.view(t, "All photos").ring.Visible() || !r.view(t, "Untagged").ring.Visible() {
		t.Error("the ring doesn't follow the keyboard")
	}
	r.win.Canvas().Focus(r.pages[0])
	if r.view(t, "Untagged").ring.Visible() {
		t.Error("the ring stays")
	}
}

// TestMenus: each row's menu asks for what it says.
func TestMenus(t *testing.T) {
	r := pictures(t)
	for _, tt := range []struct{ row, item, want string }{
		{"Pictures", "Show in file manager", "reveal /home/ann/Pictures"},
		{"Pictures", "Copy path", "Copied the path. /home/ann/Pictures"},
		{"Dogs", "Show", "leave"},
		{"Dogs", "Rename…", "rename Dogs"},
		{"Bella", "Show", "query tag:Bella"},
		{"Bella", "Rename…", "rename Bella"},
		{"Bella", "Merge into…", "merge Bella"},
		{"Bella", "Remove from all photos", "remove Bella"},
		{"Tags", "Import tags…", "import"},
	} {
		r.see.TapSecondary(tt.row)
		r.shell.took()
		r.item(t, tt.item).Action()
		if got := r.shell.took(); len(got) == 0 || got[0] != tt.want {
			t.Errorf("%s, %s asks for %q, want %q", tt.row, tt.item, got, tt.want)
		}
	}
	for _, tt := range []struct{ row, item, call string }{
		{"Pictures", "Pause", "pause 1 true"}, {"Pictures", "Look for changes now", "rescan 1"},
	} {
		r.see.TapSecondary(tt.row)
		r.item(t, tt.item).Action()
		r.until(t, tt.item, func() bool { return len(r.shell.asked) > 0 })
		if got := r.shell.took(); r.b.called(tt.call) != 1 || !slices.Equal(got, []string{"folders"}) {
			t.Errorf("%s asks the window for %q", tt.item, got)
		}
	}
	r.see.TapSecondary("Pictures")
	r.item(t, "Remove from Descry").Action()
	if got := r.shell.took(); r.b.called("remove 1") != 1 || !slices.Equal(got, []string{"folders", "photos"}) {
		t.Errorf("removing asks the window for %q", got)
	}
}
