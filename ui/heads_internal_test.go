package ui

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/kit"
)

// openHeads shows three versions: one in use, one before, one of another model.
func openHeads(t *testing.T) (*school, *rig) {
	t.Helper()
	s := newSchool()
	s.page.Heads = []learning.Head{
		{ID: "h3", Made: thursday, Note: "12 tags, 240 photos", Model: "Starter model", Fits: true, Bytes: 412_000, Proof: lesson()},
		{ID: "h2", Made: thursday.Add(-24 * time.Hour), Model: "Starter model", Fits: true},
		{ID: "h1", Made: thursday.Add(-48 * time.Hour), Model: "Large", Fits: false},
	}
	s.page.Used, s.page.Before, s.page.CanRollBack = "h3", "h2", true
	r := openSchool(t, s)
	r.learn.tabs.Turn(versionsTab)
	return s, r
}

// inSheet finds a button of the sheet in front.
func inSheet(t *testing.T, r *rig, text string) *kit.Button {
	t.Helper()
	for _, o := range test.LaidOutObjects(r.sheets[len(r.sheets)-1].Pop) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			return b
		}
	}
	t.Fatalf("no button %q", text)
	return nil
}

// entries are the text fields of the sheet in front, from the top.
func entries(r *rig) []*kit.PathEntry {
	var found []*kit.PathEntry
	for _, o := range test.LaidOutObjects(r.sheets[len(r.sheets)-1].Pop) {
		if e, ok := o.(*kit.PathEntry); ok {
			found = append(found, e)
		}
	}
	return found
}

// sheetSays reports whether the sheet in front is open and shows a text.
func sheetSays(r *rig, text string) bool {
	if len(r.sheets) == 0 {
		return false
	}
	for _, o := range test.LaidOutObjects(r.sheets[len(r.sheets)-1].Pop) {
		if p, ok := o.(*kit.Prose); ok && p.Words.Text == text {
			return true
		}
	}
	return false
}

func TestVersionsAreListed(t *testing.T) {
	_, r := openHeads(t)
	rows := r.learn.versions.rows
	if rows[0].mark.Text != "✓ In use" || rows[0].use.Visible() || rows[0].erase.Visible() {
		t.Error("the one in use isn't marked, or can be used or deleted")
	}
	if got := rows[0].facts.Words.Text; got != "12 tags, 240 photos · Starter model · 412 kB" {
		t.Errorf("facts %q", got)
	}
	if got := rows[0].scores.Words.Text; got != "Mean average precision 63.0, before 42.0 · general search −0.4" {
		t.Errorf("scores %q", got)
	}
	if rows[1].mark.Text != "" || !rows[1].use.Visible() || !rows[1].erase.Visible() {
		t.Error("another one is marked, or can't be used or deleted")
	}
	if rows[2].use.Visible() || rows[2].note.Words.Text != "It belongs to Large; make that the model in use first." {
		t.Errorf("that of another model says %q", rows[2].note.Words.Text)
	}
	if got := r.learn.versions.back.Text; !strings.HasPrefix(got, "Back to yesterday") {
		t.Errorf("rolling back is called %q", got)
	}
}

func TestUseAndRollBack(t *testing.T) {
	s, r := openHeads(t)
	l := r.learn.versions
	test.Tap(l.rows[1].use)
	r.until(t, "the version to be used", func() bool { return s.count("UseHead h2") == 1 && !l.busy })
	s.change(func(page *learning.LearnPage) { page.Used, page.Before = "h2", "" })
	r.until(t, "the mark to move", func() bool { return l.rows[1].mark.Text != "" && l.rows[0].mark.Text == "" })
	if l.back.Text != "Back to none" {
		t.Errorf("rolling back is called %q", l.back.Text)
	}
	test.Tap(l.back)
	r.until(t, "rolling back", func() bool { return s.count("RollBack") == 1 && l.note.Words.Text == "Back to the version before." })
	test.Tap(l.stop)
	r.until(t, "none to be used", func() bool { return s.count("UseHead ") == 1 && !l.busy })
	s.useHead = func(string) error { return errors.New("the file is damaged") }
	test.Tap(l.rows[0].use)
	r.until(t, "the reason", func() bool { return l.note.Words.Text == "The file is damaged." })
}

func TestVersionsAreComparedAndDeleted(t *testing.T) {
	s, r := openHeads(t)
	test.Tap(r.learn.versions.rows[0].compare)
	if z := r.learn.wizard; !z.shownNow() || z.at != compareAt || z.compare.head != "h3" {
		t.Errorf("comparing leads to step %d", z.at)
	}
	r.learn.tabs.Turn(versionsTab)
	row := r.learn.versions.rows[1]
	test.Tap(row.erase)
	r.TypedKey(key(fyne.KeyEscape))
	if len(r.sheets) != 0 || !r.zones.paging {
		t.Fatal("Escape doesn't close the question alone")
	}
	test.Tap(row.erase)
	test.Tap(inSheet(t, r, "Delete"))
	r.until(t, "the version to go", func() bool { return s.count("DeleteHead h2") == 1 })
}

func TestVersionsAreExportedAndImported(t *testing.T) {
	s, r := openHeads(t)
	test.Tap(r.learn.versions.rows[0].export)
	test.Tap(inSheet(t, r, "Export"))
	path := kit.CleanPath("~/descry-" + thursday.Format("2006-01-02") + headEnding)
	r.until(t, "the export", func() bool { return s.count("ExportHead h3 "+path) == 1 && len(r.sheets) == 0 })
	if got := r.learn.versions.note.Words.Text; got != "Exported to "+path+"." {
		t.Errorf("says %q", got)
	}
	s.importHead = func(string) (string, error) { return "", errors.New("it is of another model") }
	test.Tap(r.learn.versions.bring)
	test.Tap(inSheet(t, r, "Import"))
	if s.count("ImportHead ") != 0 {
		t.Error("nothing is imported")
	}
	file := filepath.Join(t.TempDir(), "x"+headEnding)
	entries(r)[0].SetText(file)
	test.Tap(inSheet(t, r, "Import"))
	r.until(t, "the reason", func() bool { return sheetSays(r, "It is of another model.") })
}

func TestNamedThingsAreSearchedAndForgotten(t *testing.T) {
	s := newSchool()
	s.page.Named = []library.NamedConcept{
		{Tag: library.Tag{Name: "pets/Bella"}, Noun: "dog", Photos: []library.PhotoID{1, 2, 3}},
		{Tag: library.Tag{Name: "my red bike"}, Photos: []library.PhotoID{1}},
	}
	r := openSchool(t, s)
	r.learn.tabs.Turn(namedTab)
	rows := r.learn.things.rows
	if rows[0].facts.Words.Text != "a kind of dog · 3 photos" || rows[1].facts.Words.Text != "1 photo; three or more work best" {
		t.Errorf("facts %q and %q", rows[0].facts.Words.Text, rows[1].facts.Words.Text)
	}
	test.Tap(rows[1].forget)
	r.until(t, "it to be forgotten", func() bool { return s.count("ForgetThing my red bike") == 1 && !rows[1].forget.Disabled() })
	if r.said() != "Forgot what my red bike means" || r.offered() != "Undo" {
		t.Errorf("says %q", r.said())
	}
	test.Tap(rows[0].search)
	r.waitKind(t, searching)
	if r.zones.paging || r.nav.at.Text != "Bella" {
		t.Errorf("searches %q", r.nav.at.Text)
	}
}

func TestNamingPhotos(t *testing.T) {
	s := newSchool()
	var photos []library.PhotoID
	var tag library.Tag
	var noun string
	var fails error
	s.naming = func(ids []library.PhotoID, name library.Tag, what string) (service.Change, error) {
		s.learnLock.Lock()
		defer s.learnLock.Unlock()
		photos, tag, noun = ids, name, what
		return service.Change{Label: "Named 2 photos: Bella"}, fails
	}
	r := newRig(t, s.fakeBackend)
	r.TypedRune('n')
	if len(r.sheets) != 0 {
		t.Error("it names no photos")
	}
	r.grid.Select(3, 2)
	r.TypedRune('n')
	test.Tap(inSheet(t, r, "Name it"))
	if s.count("NameThing") != 0 || !strings.Contains(namingText(2), "Three photos or more work best") {
		t.Error("a name is taught that was not given, or nothing is said of few photos")
	}
	fails = errors.New("the name has no word in it")
	test.Type(entries(r)[0], " Bella ")
	test.Type(entries(r)[1], "dog")
	test.Tap(inSheet(t, r, "Name it"))
	r.until(t, "the reason", func() bool { return sheetSays(r, "The name has no word in it.") })
	s.learnLock.Lock()
	fails = nil
	s.learnLock.Unlock()
	test.Tap(inSheet(t, r, "Name it"))
	r.until(t, "the name to be taught", func() bool { return len(r.sheets) == 0 })
	if len(photos) != 2 || tag.Name != "Bella" || noun != "dog" || r.said() != "Named 2 photos: Bella" {
		t.Errorf("taught %v, %+v, %q; says %q", photos, tag, noun, r.said())
	}
}
