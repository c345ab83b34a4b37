package ui

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	appnotice "descry/app/notice"
	"descry/app/service"
	"descry/app/service/models"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
)

// packs is a backend with two packs and an offer, of which the test moves what changes.
type packs struct {
	*fakeBackend
	lock sync.Mutex
	page models.Page
	stat service.Status
}

func newPacks() *packs {
	p := &packs{fakeBackend: oneFolder(), page: models.Page{
		Models: []models.Model{
			{ID: "starter", Name: "Starter model", BuiltIn: true, Active: true},
			{ID: "one", Name: "One", Bytes: 1_640_000_000},
		},
		Offers: []models.Offer{{ID: "pair", Name: "The pair", Bytes: 5_700_000_000}},
	}}
	p.models = func() (models.Page, error) {
		p.lock.Lock()
		defer p.lock.Unlock()
		page := p.page
		page.Models = slices.Clone(page.Models)
		return page, nil
	}
	p.status = func() service.Status {
		p.lock.Lock()
		defer p.lock.Unlock()
		return p.stat
	}
	return p
}

// change alters what the backend answers and tells the window.
func (p *packs) change(fn func()) {
	p.lock.Lock()
	fn()
	p.lock.Unlock()
	p.mu.Lock()
	notify := p.notify
	p.mu.Unlock()
	notify(service.Event{Kind: service.ModelsChanged})
}

// openPacks is a window with the Models page open.
func openPacks(t *testing.T, p *packs) *rig {
	t.Helper()
	r := newRig(t, p.fakeBackend)
	r.TypedKey(key(fyne.KeyF6))
	r.until(t, "the packs", func() bool { return r.onModelsPage("Starter model") && r.onModelsPage("One") })
	return r
}

// onModelsPage reports that a text is to be read on the Models page.
func (r *rig) onModelsPage(text string) bool {
	return slices.ContainsFunc(kittest.Visible(r.models.Object()), func(o fyne.CanvasObject) bool {
		t, ok := o.(*canvas.Text)
		return ok && t.Text == text
	})
}

// tapOnModelsPage taps the last of the buttons of the page that have a text.
func (r *rig) tapOnModelsPage(t *testing.T, text string) {
	t.Helper()
	var last *kit.Button
	for _, o := range kittest.Visible(r.models.Object()) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			last = b
		}
	}
	if last == nil {
		t.Fatalf("no button %q", text)
	}
	test.Tap(last)
}

func TestModelsPageTakesThePlaceOfThePhotos(t *testing.T) {
	r := openPacks(t, newPacks())
	if r.search.Root().Visible() || !r.models.Object().Visible() {
		t.Error("the photos are still to be seen")
	}
	r.TypedKey(key(fyne.KeyEscape))
	if r.models.Object().Visible() || !r.search.Root().Visible() {
		t.Error("Escape does not close the page")
	}
}

func TestStatusBarShowsHowFarTheNextModelIs(t *testing.T) {
	p := newPacks()
	r := openPacks(t, p)
	p.change(func() {
		p.page.Models[1].Next = true
		p.stat = service.Status{Phase: service.Indexing, Filling: "One", Done: 1, Total: 3, SecondsTo: 290}
	})
	r.until(t, "the progress", func() bool { return r.status.text.Text == "Preparing One: 1 of 3 · 5 min left" })
	r.until(t, "the progress on the page", func() bool {
		return r.onModelsPage("Preparing: 1 of 3 photos · 5 min left · search still uses Starter model")
	})
}

func TestVerifyGoesOnBehindAClosedPage(t *testing.T) {
	p := newPacks()
	finish := make(chan error)
	p.verify = func(_ context.Context, _ string, progress func(done, total int64)) error {
		progress(1_200_000_000, 1_640_000_000)
		return <-finish
	}
	r := openPacks(t, p)
	r.tapOnModelsPage(t, "Verify")
	r.until(t, "the progress", func() bool { return r.onModelsPage("Verifying: 1.2 of 1.6 GB") })
	r.TypedKey(key(fyne.KeyEscape))
	r.until(t, "progress in the status bar", func() bool { return r.status.model.Text == "Verifying 73 %" })
	r.openModels()
	if !r.onModelsPage("Verifying: 1.2 of 1.6 GB") {
		t.Error("the page forgot what is under way")
	}
	r.closePage()
	finish <- errors.New("the file text.onnx was changed")
	r.until(t, "the message", func() bool { return r.said() == "One: The file text.onnx was changed." })
	if r.offered() != "Models" {
		t.Errorf("the message offers %q", r.offered())
	}
	r.tapOffer(t)
	if !r.modelsShown() || !r.onModelsPage("The file text.onnx was changed.") {
		t.Error("the page doesn't say what the message said")
	}
}

func TestEscapeClosesTheQuestionAlone(t *testing.T) {
	r := openPacks(t, newPacks())
	r.tapOnModelsPage(t, "Delete…")
	if len(r.sheets) != 1 {
		t.Fatalf("%d sheets ask", len(r.sheets))
	}
	r.TypedKey(key(fyne.KeyEscape))
	if len(r.sheets) != 0 || !r.zones.paging {
		t.Fatal("Escape does not close the question alone")
	}
}

func TestClosingTheWindowEndsADownload(t *testing.T) {
	p := newPacks()
	started, ended := make(chan struct{}), make(chan struct{})
	p.download = func(ctx context.Context, _, _ string, _ func(appnotice.Notice, int64, int64)) (string, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return "", ctx.Err()
	}
	r := openPacks(t, p)
	r.tapOnModelsPage(t, "Download…")
	r.tapOnModelsPage(t, "Start the download")
	<-started
	r.Close()
	select {
	case <-ended:
	default:
		t.Error("Close returned before the download did")
	}
}

func TestPhotoKeysRestOnTheModelsPage(t *testing.T) {
	r := openPacks(t, newPacks())
	r.TypedRune('i')
	r.TypedRune('s')
	if r.zones.detailsShown() || r.search.At().Searching || r.b.count("Similar") != 0 {
		t.Error("a key acted on photos that can't be seen")
	}
	r.TypedRune('/')
	if r.zones.paging || r.win.Canvas().Focused() != r.search.Box() {
		t.Error("/ does not lead to the search box")
	}
	test.Tap(kittest.Button(t, r.side.Root, modelsName()))
	r.side.Choose(0)
	if r.zones.paging {
		t.Error("a place at the side does not close the page")
	}
}

func TestFilesDroppedOntoTheModelsPageBecomeAnImport(t *testing.T) {
	p := newPacks()
	r := openPacks(t, p)
	r.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/down/image"), storage.NewFileURI("/down/text.safetensors")})
	var paths []string
	for _, e := range kittest.Entries(r.models.Object()) {
		if e.Text != "" {
			paths = append(paths, e.Text)
		}
	}
	if !slices.Equal(paths, []string{"/down/image", "/down/text.safetensors"}) || p.count("AddFolders") != 0 {
		t.Errorf("dropping fills in %q", paths)
	}
}

func TestNoticeOfTheModelIsSaidWhileItsPageIsClosed(t *testing.T) {
	p := newPacks()
	r := openPacks(t, p)
	r.closePage()
	p.change(func() { p.stat.Model, p.stat.ModelNotice = "Starter model", appnotice.AsItIs("CUDA is out of memory") })
	r.until(t, "the message", func() bool { return r.said() == "CUDA is out of memory." })
}
