package ui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	appnotice "descry/app/notice"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/grid"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/learn/learntest"
)

// teaching is a backend with a folder and three tags to learn from.
func teaching() *fakeBackend {
	b := oneFolder()
	b.Page = learntest.Sample()
	return b
}

// openLearn is a window with the Learn page open.
func openLearn(t *testing.T, b *fakeBackend) *rig {
	t.Helper()
	r := newRig(t, b)
	r.TypedKey(key(fyne.KeyF7))
	r.until(t, "the page", func() bool {
		return slices.ContainsFunc(kittest.Visible(r.learn.Object()), func(o fyne.CanvasObject) bool {
			b, ok := o.(*kit.Button)
			return ok && strings.HasPrefix(b.Text, "Learn from")
		})
	})
	return r
}

// changeLearn alters what there is to learn from and tells the window.
func (r *rig) changeLearn(fn func(page *learning.Page)) {
	r.b.Change(fn)
	r.b.mu.Lock()
	notify := r.b.notify
	r.b.mu.Unlock()
	notify(service.Event{Kind: service.LearnChanged})
}

// tapLearn clicks on the first button of the page with a text.
func (r *rig) tapLearn(t *testing.T, text string) {
	t.Helper()
	test.Tap(kittest.Button(t, r.learn.Object(), text))
}

// learnGrid is the grid of the page once it has so many photos.
func (r *rig) learnGrid(t *testing.T, photos int) *grid.Grid {
	t.Helper()
	var g *grid.Grid
	for _, o := range kittest.Visible(r.learn.Object()) {
		if found, ok := o.(*grid.Grid); ok {
			g = found
		}
	}
	if g == nil {
		t.Fatal("the page shows no photos")
	}
	r.until(t, "the photos", func() bool { return g.Count() == photos })
	return g
}

// inSheet finds a button of the sheet in front.
func inSheet(t *testing.T, r *rig, text string) *kit.Button {
	t.Helper()
	return kittest.Button(t, r.sheets[len(r.sheets)-1].Pop, text)
}

// entries are the text fields of the sheet in front, from the top.
func entries(r *rig) []*kit.PathEntry { return kittest.Entries(r.sheets[len(r.sheets)-1].Pop) }

// sheetSays reports whether the sheet in front is open and shows a text.
func sheetSays(r *rig, text string) bool {
	return len(r.sheets) > 0 && kittest.Says(r.sheets[len(r.sheets)-1].Pop, text)
}

// TestLearningGoesOnWhileThePageIsClosed follows it in the status bar, and a message leads back.
func TestLearningGoesOnWhileThePageIsClosed(t *testing.T) {
	b := teaching()
	finish := make(chan struct{})
	b.OnTrain = func(_ context.Context, _ learning.Request, progress func(learning.TrainProgress)) (learning.Result, error) {
		progress(learning.TrainProgress{Stage: appnotice.AsItIs("Learning"), Step: 50, Total: 200, HeldOut: 60, Loss: 2, SecondsTo: 5})
		<-finish
		return learning.Result{Head: "h1", Report: learntest.Report()}, nil
	}
	r := openLearn(t, b)
	r.tapLearn(t, "Learn from 2 tags, captions and feedback")
	r.until(t, "the progress", func() bool { return r.status.model.Text == "Learning 25 %" })
	r.TypedKey(key(fyne.KeyEscape))
	if r.zones.paging {
		t.Error("Escape doesn't close the page")
	}
	close(finish)
	r.until(t, "the message", func() bool { return strings.HasPrefix(r.said(), "Learned from 2 tags") })
	if r.status.model.Text != "" {
		t.Errorf("the status bar says %q", r.status.model.Text)
	}
	r.tapOffer(t)
	if !r.zones.paging {
		t.Fatal("the message doesn't lead to the page")
	}
	r.tapLearn(t, "Use it")
	r.until(t, "it to be used", func() bool { return b.Calls("UseHead h1") == 1 })
}

func TestClosingTheWindowEndsLearning(t *testing.T) {
	b := teaching()
	started, ended := make(chan struct{}), make(chan struct{})
	b.OnTrain = func(ctx context.Context, _ learning.Request, _ func(learning.TrainProgress)) (learning.Result, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return learning.Result{}, ctx.Err()
	}
	r := openLearn(t, b)
	r.tapLearn(t, "Learn from 2 tags, captions and feedback")
	<-started
	r.Close()
	select {
	case <-ended:
	default:
		t.Error("Close returned before learning ended")
	}
}

// withVersion has one that is in use and one that isn't.
func withVersion() *fakeBackend {
	b := teaching()
	b.Page.Heads = []learning.Head{
		{ID: "h3", Created: thursday, Model: "Starter model", Fits: true, Report: learntest.HeadReport()},
		{ID: "h2", Created: thursday, Model: "Starter model", Fits: true},
	}
	b.Page.Used = "h3"
	return b
}

func TestAQuestionOfThePageClosesAlone(t *testing.T) {
	b := withVersion()
	r := openLearn(t, b)
	r.tapLearn(t, "Versions  2")
	r.tapLearn(t, "Delete…")
	r.TypedKey(key(fyne.KeyEscape))
	if len(r.sheets) != 0 || !r.zones.paging {
		t.Fatal("Escape doesn't close the question alone")
	}
	r.tapLearn(t, "Delete…")
	test.Tap(inSheet(t, r, "Delete"))
	r.until(t, "the version to go", func() bool { return b.Calls("DeleteHead h2") == 1 })
}

func TestVersionsAreExportedAndImported(t *testing.T) {
	b := withVersion()
	r := openLearn(t, b)
	r.tapLearn(t, "Versions  2")
	r.tapLearn(t, "Export…")
	test.Tap(inSheet(t, r, "Export"))
	path := kit.CleanPath("~/descry-" + thursday.Format("2006-01-02") + ".descryhead")
	r.until(t, "the export", func() bool { return b.Calls("ExportHead h3 "+path) == 1 && len(r.sheets) == 0 })
	if !kittest.Says(r.learn.Object(), "Exported to "+path+".") {
		t.Error("it isn't said")
	}
	b.OnImportHead = func(string) (string, error) { return "", errors.New("it is of another model") }
	r.tapLearn(t, "Import…")
	test.Tap(inSheet(t, r, "Import"))
	if b.Calls("ImportHead ") != 0 {
		t.Error("nothing is imported")
	}
	entries(r)[0].SetText(filepath.Join(t.TempDir(), "x.descryhead"))
	test.Tap(inSheet(t, r, "Import"))
	r.until(t, "the reason", func() bool { return sheetSays(r, "It is of another model.") })
}

func TestSearchingForANameLeavesThePage(t *testing.T) {
	b := teaching()
	b.Page.Named = []library.NamedConcept{{Tag: library.Tag{Name: "pets/Bella"}, Noun: "dog", Photos: []library.PhotoID{1, 2, 3}}}
	r := openLearn(t, b)
	r.tapLearn(t, "Named things  1")
	r.tapLearn(t, "Forget")
	r.until(t, "it to be forgotten", func() bool { return r.said() == "Forgot what pets/Bella means" && r.offered() == "Undo" })
	r.tapLearn(t, "Search")
	r.waitSearching(t)
	if r.zones.paging || r.search.At().Text != "Bella" {
		t.Errorf("searches %q", r.search.At().Text)
	}
}

func TestSuggestionsAreLookedAtInFullSize(t *testing.T) {
	b := teaching()
	learntest.Suggest(&b.LearnBackend, func(label string, undo, redo func()) service.Change {
		return b.remember(label, undo, redo, service.LearnChanged)
	})
	r := openLearn(t, b)
	r.tapLearn(t, "Suggested tags  6")
	g := r.learnGrid(t, 4)
	learnShell{pageShell{r.Window}}.View(g.Tiles(), g.Index(2))
	if !r.zones.viewing || r.viewer.Current() != 2 {
		t.Fatal("the viewer isn't open on the photo")
	}
	r.leaveViewer(3)
	if r.zones.viewing || !r.zones.paging || g.Focused() != 3 {
		t.Errorf("closing it leads to %d, on the page %v", g.Focused(), r.zones.paging)
	}
}

func TestNamingPhotos(t *testing.T) {
	b := teaching()
	var photos []library.PhotoID
	var tag library.Tag
	var noun string
	var fails error
	b.OnName = func(ids []library.PhotoID, name library.Tag, what string) (service.Change, error) {
		b.Lock.Lock()
		defer b.Lock.Unlock()
		photos, tag, noun = ids, name, what
		return service.Change{Label: appnotice.Notice{Kind: "Named 2 photos: Bella"}}, fails
	}
	r := newRig(t, b)
	r.TypedRune('n')
	if len(r.sheets) != 0 {
		t.Error("it names no photos")
	}
	r.grid.Select(3, 2)
	r.TypedRune('n')
	test.Tap(inSheet(t, r, "Name it"))
	if b.Calls("NameConcept") != 0 || !sheetSays(r, "Give it a name.") {
		t.Error("a name is taught that was not given")
	}
	fails = errors.New("the name has no word in it")
	test.Type(entries(r)[0], " Bella ")
	test.Type(entries(r)[1], "dog")
	test.Tap(inSheet(t, r, "Name it"))
	r.until(t, "the reason", func() bool { return sheetSays(r, "The name has no word in it.") })
	b.Lock.Lock()
	fails = nil
	b.Lock.Unlock()
	test.Tap(inSheet(t, r, "Name it"))
	r.until(t, "the name to be taught", func() bool { return len(r.sheets) == 0 })
	if len(photos) != 2 || tag.Name != "Bella" || noun != "dog" || r.said() != "Named 2 photos: Bella" {
		t.Errorf("taught %v, %+v, %q; says %q", photos, tag, noun, r.said())
	}
}
