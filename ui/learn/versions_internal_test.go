package learn

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

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
	r.see.Tap("Versions  3")
	return b, r
}

// Names of the three versions.
var versionNames = []string{"Today, 14:00", "Yesterday, 14:00", "Tuesday, 14:00"}

// version is what the page shows of a version, 0 being the newest.
func (s *fakeShell) version(i int) kittest.View { return s.see.Part(versionNames[i], versionNames...) }

func TestVersionsAreListed(t *testing.T) {
	_, r := openVersions(t)
	newest, before, other := r.version(0), r.version(1), r.version(2)
	if !newest.Says("In use") || newest.Has("Use") || newest.Has("Delete…") {
		t.Error("the one in use isn't marked, or can be used or deleted")
	}
	for _, want := range []string{"12 tags, 240 photos · Starter model · 412 kB", "Mean average precision 63.0, before 42.0 · general search -0.4"} {
		if !newest.Says(want) {
			t.Errorf("it says %q, not %q", newest.Texts(), want)
		}
	}
	if before.Says("In use") || !before.Has("Use") || !before.Has("Delete…") {
		t.Error("another one is marked, or can't be used or deleted")
	}
	if other.Has("Use") || !other.Says("It belongs to Large; make that the model in use first.") {
		t.Errorf("that of another model says %q", other.Texts())
	}
	if !r.see.Mentions("Back to yesterday") {
		t.Errorf("rolling back is not among %q", r.see.Texts())
	}
}

func TestUseAndRollBack(t *testing.T) {
	b, r := openVersions(t)
	r.version(1).Tap("Use")
	r.until(t, "the version to be used", func() bool { return b.Calls("UseHead h2") == 1 && !r.versions.busy })
	r.change(b, func(page *learning.Page) { page.Used, page.Before = "h2", "" })
	r.until(t, "the mark to move", func() bool { return r.version(1).Says("In use") && !r.version(0).Says("In use") })
	if !r.see.Has("Back to none") {
		t.Errorf("rolling back is not among %q", r.see.Texts())
	}
	r.see.Tap("Back to none")
	r.until(t, "rolling back", func() bool { return b.Calls("RollBack") == 1 && r.see.Says("Back to the version before.") })
	r.see.Tap("Use none")
	r.until(t, "none to be used", func() bool { return b.Calls("UseHead ") == 1 && !r.versions.busy })
	b.OnUseHead = func(string) error { return errors.New("the file is damaged") }
	r.version(0).Tap("Use")
	r.until(t, "the reason", func() bool { return r.see.Says("The file is damaged.") })
}

func TestVersionsAreComparedAndDeleted(t *testing.T) {
	b, r := openVersions(t)
	r.version(0).Tap("Compare")
	if !r.see.Says(sideBySideTitle) || r.wizard.compare.head != "h3" {
		t.Errorf("comparing leads to %q", r.see.Texts())
	}
	r.see.Tap("Versions  3")
	r.version(1).Tap("Delete…")
	r.see.Front().Tap("Keep")
	if len(r.sheets) != 0 || b.Calls("DeleteHead h2") != 0 {
		t.Fatal("what is kept is deleted, or asked about on")
	}
	r.version(1).Tap("Delete…")
	r.see.Front().Tap("Delete")
	r.until(t, "the version to go", func() bool { return b.Calls("DeleteHead h2") == 1 })
}

func TestVersionsAreExportedAndImported(t *testing.T) {
	b, r := openVersions(t)
	r.version(0).Tap("Export…")
	ask := r.paths[0]
	path := kit.CleanPath("~/descry-" + thursday.Format("2006-01-02") + headEnding)
	if ask.Start != path || ask.Chosen("/copies") != filepath.Join("/copies", filepath.Base(path)) || ask.File {
		t.Errorf("asks for %+v", ask)
	}
	if err := ask.Do(t.Context(), path); err != nil || b.Calls("ExportHead h3 "+path) != 1 {
		t.Errorf("exporting: %v", err)
	}
	ask.Done(path)
	if !r.see.Says("Exported to " + path + ".") {
		t.Errorf("says %q", r.see.Texts())
	}
	b.OnImportHead = func(string) (string, error) { return "", errors.New("it is of another model") }
	r.see.Tap("Import…")
	ask = r.paths[1]
	if err := ask.Do(t.Context(), "x"+headEnding); err == nil || !ask.File {
		t.Error("what is of another model is imported, or a folder is asked for")
	}
	ask.Done("x" + headEnding)
	if !r.see.Says("Imported; “Use” makes searches use it.") {
		t.Errorf("says %q", r.see.Texts())
	}
}
