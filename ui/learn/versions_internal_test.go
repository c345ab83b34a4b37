package learn

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"descry/app/service/learning"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/learn/learntest"
)

// openVersions shows three versions: one in use, one before, one of another model.
func openVersions(t *testing.T) (*learntest.LearnBackend, *fakeShell) {
	t.Helper()
	b := teaching()
	b.Page.Heads = []learning.Head{
		{ID: "h3", Created: thursday, Note: "12 tags, 240 photos", Model: "Starter model", Fits: true, Bytes: 412_000, Report: learntest.HeadReport()},
		{ID: "h2", Created: thursday.Add(-24 * time.Hour), Model: "Starter model", Fits: true},
		{ID: "h1", Created: thursday.Add(-48 * time.Hour), Model: "Large", Fits: false},
	}
	b.Page.Used, b.Page.Before, b.Page.CanRollBack = "h3", "h2", true
	r := openShell(t, b)
	r.tabs.Turn(versionsTab)
	return b, r
}

func TestVersionsAreListed(t *testing.T) {
	_, r := openVersions(t)
	rows := r.versions.rows
	if rows[0].mark.Text != "In use" || rows[0].use.Visible() || rows[0].erase.Visible() {
		t.Error("the one in use isn't marked, or can be used or deleted")
	}
	if got := rows[0].facts.Words.Text; got != "12 tags, 240 photos · Starter model · 412 kB" {
		t.Errorf("facts %q", got)
	}
	if got := rows[0].scores.Words.Text; got != "Mean average precision 63.0, before 42.0 · general search -0.4" {
		t.Errorf("scores %q", got)
	}
	if rows[1].mark.Text != "" || !rows[1].use.Visible() || !rows[1].erase.Visible() {
		t.Error("another one is marked, or can't be used or deleted")
	}
	if rows[2].use.Visible() || rows[2].note.Words.Text != "It belongs to Large; make that the model in use first." {
		t.Errorf("that of another model says %q", rows[2].note.Words.Text)
	}
	if got := r.versions.back.Text; !strings.HasPrefix(got, "Back to yesterday") {
		t.Errorf("rolling back is called %q", got)
	}
}

func TestUseAndRollBack(t *testing.T) {
	b, r := openVersions(t)
	l := r.versions
	test.Tap(l.rows[1].use)
	r.until(t, "the version to be used", func() bool { return b.Calls("UseHead h2") == 1 && !l.busy })
	r.change(b, func(page *learning.Page) { page.Used, page.Before = "h2", "" })
	r.until(t, "the mark to move", func() bool { return l.rows[1].mark.Text != "" && l.rows[0].mark.Text == "" })
	if l.back.Text != "Back to none" {
		t.Errorf("rolling back is called %q", l.back.Text)
	}
	test.Tap(l.back)
	r.until(t, "rolling back", func() bool { return b.Calls("RollBack") == 1 && l.note.Words.Text == "Back to the version before." })
	test.Tap(l.stop)
	r.until(t, "none to be used", func() bool { return b.Calls("UseHead ") == 1 && !l.busy })
	b.OnUseHead = func(string) error { return errors.New("the file is damaged") }
	test.Tap(l.rows[0].use)
	r.until(t, "the reason", func() bool { return l.note.Words.Text == "The file is damaged." })
}

func TestVersionsAreComparedAndDeleted(t *testing.T) {
	b, r := openVersions(t)
	test.Tap(r.versions.rows[0].compare)
	if z := r.wizard; !z.shownNow() || z.at != compareAt || z.compare.head != "h3" {
		t.Errorf("comparing leads to step %d", z.at)
	}
	r.tabs.Turn(versionsTab)
	row := r.versions.rows[1]
	test.Tap(row.erase)
	test.Tap(kittest.Button(t, r.front(), "Keep"))
	if len(r.sheets) != 0 || b.Calls("DeleteHead h2") != 0 {
		t.Fatal("what is kept is deleted, or asked about on")
	}
	test.Tap(row.erase)
	test.Tap(kittest.Button(t, r.front(), "Delete"))
	r.until(t, "the version to go", func() bool { return b.Calls("DeleteHead h2") == 1 })
}

func TestVersionsAreExportedAndImported(t *testing.T) {
	b, r := openVersions(t)
	test.Tap(r.versions.rows[0].export)
	ask := r.paths[0]
	path := kit.CleanPath("~/descry-" + thursday.Format("2006-01-02") + headEnding)
	if ask.Start != path || ask.Chosen("/copies") != filepath.Join("/copies", filepath.Base(path)) || ask.File {
		t.Errorf("asks for %+v", ask)
	}
	if err := ask.Do(t.Context(), path); err != nil || b.Calls("ExportHead h3 "+path) != 1 {
		t.Errorf("exporting: %v", err)
	}
	ask.Done(path)
	if got := r.versions.note.Words.Text; got != "Exported to "+path+"." {
		t.Errorf("says %q", got)
	}
	b.OnImportHead = func(string) (string, error) { return "", errors.New("it is of another model") }
	test.Tap(r.versions.bring)
	ask = r.paths[1]
	if err := ask.Do(t.Context(), "x"+headEnding); err == nil || !ask.File {
		t.Error("what is of another model is imported, or a folder is asked for")
	}
	ask.Done("x" + headEnding)
	if got := r.versions.note.Words.Text; got != "Imported; “Use” makes searches use it." {
		t.Errorf("says %q", got)
	}
}
