package ui

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/models"
	"descry/ui/kit"
)

// shelf is a backend with three packs and an offer, of which the test moves what
// changes.
type shelf struct {
	*fakeBackend
	lock sync.Mutex
	page models.ModelPage
	stat service.Status
}

func newShelf() *shelf {
	s := &shelf{fakeBackend: oneFolder()}
	s.page = models.ModelPage{
		Device: "Automatic", Devices: []string{"Automatic", "AMD Radeon 780M · Vulkan", "CPU"}, RunsOn: "CPU", Folder: "/models",
		Models: []models.Model{
			{ID: "starter", Name: "Starter model", BuiltIn: true, Active: true, Vectors: 3, Photos: 3},
			{ID: "one", Name: "One", Path: "/models/one", Bytes: 1_640_000_000, Photos: 3, Vectors: 2, VectorBytes: 47_000_000},
			{ID: "two", Name: "Two", Path: "/models/two", Bytes: 2_000_000, Photos: 3},
		},
		Offers: []models.ModelOffer{{ID: "pair", Name: "The pair", Bytes: 5_700_000_000, Pages: []string{"https://huggingface.co/a/b"}}},
	}
	s.models = func() (models.ModelPage, error) {
		s.lock.Lock()
		defer s.lock.Unlock()
		page := s.page
		page.Models = append([]models.Model(nil), page.Models...)
		return page, nil
	}
	s.status = func() service.Status {
		s.lock.Lock()
		defer s.lock.Unlock()
		return s.stat
	}
	return s
}

// change alters what the backend answers and tells the window.
func (s *shelf) change(fn func()) {
	s.lock.Lock()
	fn()
	s.lock.Unlock()
	s.mu.Lock()
	notify := s.notify
	s.mu.Unlock()
	notify(service.Event{Kind: service.ModelsChanged})
}

// openShelf is a window with the Models page open.
func openShelf(t *testing.T, s *shelf) *rig {
	t.Helper()
	r := newRig(t, s.fakeBackend)
	r.TypedKey(key(fyne.KeyF6))
	r.until(t, "the packs", func() bool { return len(r.models.packs) == 3 })
	return r
}

func TestModelsAreListed(t *testing.T) {
	r := openShelf(t, newShelf())
	starter, one := r.models.packs[0], r.models.packs[1]
	if starter.mark.Text != "✓ In use" || starter.use.Visible() || starter.remove.Visible() {
		t.Error("the pack in use is not marked, or can be used or deleted")
	}
	if one.mark.Text != "" || !one.use.Visible() || !one.remove.Visible() {
		t.Error("another pack is marked, or can't be used or deleted")
	}
	if got := one.speed.Words.Text; got != "Knows 2 of 3 photos, 47.0 MB" {
		t.Errorf("index %q", got)
	}
	if r.centre.Visible() || !r.models.root.Visible() {
		t.Error("the photos are still to be seen")
	}
	r.TypedKey(key(fyne.KeyEscape))
	if r.models.root.Visible() || !r.centre.Visible() {
		t.Error("Escape does not close the page")
	}
}

func TestModelsThatCannotBeListedSayWhy(t *testing.T) {
	b := oneFolder()
	b.models = func() (models.ModelPage, error) { return models.ModelPage{}, errors.New("the folder can't be read") }
	r := newRig(t, b)
	r.openModels()
	r.until(t, "the reason", func() bool { return r.models.trouble.Words.Text == "The folder can't be read." })
}

func TestUseShowsProgressAndCancelKeeps(t *testing.T) {
	s := newShelf()
	s.useModel = func(id string) error {
		go s.change(func() {
			s.page.Models[1].Next = true
			s.stat = service.Status{Phase: service.Indexing, Filling: "One", Done: 1, Total: 3, SecondsTo: 290}
		})
		return nil
	}
	r := openShelf(t, s)
	one := r.models.packs[1]
	test.Tap(one.use)
	const want = "Preparing: 1 of 3 photos · 5 min left · search still uses Starter model"
	r.until(t, "the progress", func() bool { return one.work.root.Visible() && one.work.text.Text == want })
	if one.use.Visible() || one.remove.Visible() || one.work.bar.Share != 1.0/3 {
		t.Errorf("while it is prepared: use %v, delete %v, share %v", one.use.Visible(), one.remove.Visible(), one.work.bar.Share)
	}
	if got := r.status.text.Text; got != "Preparing One: 1 of 3 · 5 min left" {
		t.Errorf("status bar %q", got)
	}
	test.Tap(one.work.cancel)
	r.until(t, "the switch to be given up", func() bool { return s.count("KeepModel") == 1 })
	s.change(func() { s.page.Models[1].Next, s.stat = false, service.Status{} })
	r.until(t, "the row to be as before", func() bool { return !one.work.root.Visible() && one.use.Visible() })
	s.change(func() { s.page.Models[0].Active, s.page.Models[1].Active = false, true })
	r.until(t, "the mark to move", func() bool { return one.mark.Text != "" && r.models.packs[0].mark.Text == "" })
}

func TestVerifyGoesOnBehindAClosedPage(t *testing.T) {
	s := newShelf()
	finish := make(chan error)
	s.verify = func(ctx context.Context, _ string, progress func(done, total int64)) error {
		progress(1_200_000_000, 1_640_000_000)
		return <-finish
	}
	r := openShelf(t, s)
	one := r.models.packs[1]
	test.Tap(one.verify)
	r.until(t, "the progress", func() bool { return one.work.text.Text == "Verifying: 1.2 of 1.6 GB" })
	if !one.verify.Disabled() || !one.use.Disabled() {
		t.Error("more can be begun with a pack that is busy")
	}
	r.TypedKey(key(fyne.KeyEscape))
	r.until(t, "progress in the status bar", func() bool { return r.status.model.Text == "Verifying 73 %" })
	r.openModels()
	if !r.models.packs[1].work.root.Visible() {
		t.Error("the page forgot what is under way")
	}
	r.closePage()
	finish <- errors.New("the file text.onnx was changed")
	r.until(t, "the message", func() bool { return r.said() == "One: The file text.onnx was changed." })
	r.openModels()
	if got := one.note.Words.Text; got != "The file text.onnx was changed." {
		t.Errorf("the row says %q", got)
	}
	r.closePage()
	r.openModels()
	if one.note.Words.Text != "" {
		t.Error("what was read is still there")
	}
}

func TestDeleteAsksFirst(t *testing.T) {
	s := newShelf()
	r := openShelf(t, s)
	r.models.packs[1].askToDelete()
	r.TypedKey(key(fyne.KeyEscape))
	if len(r.sheets) != 0 || !r.zones.paging {
		t.Fatal("Escape does not close the question alone")
	}
	text := deletionText(r.models.packs[1].model, removalOf(r.models.packs[1].model))
	for _, part := range []string{"1.64 GB", "2 photos (47.0 MB)", "Your photos stay"} {
		if !strings.Contains(text, part) {
			t.Errorf("the question %q lacks %q", text, part)
		}
	}
	tapInSheet(t, r, "Delete what it knows (47.0 MB)")
	r.until(t, "the vectors to go", func() bool { return s.count("DeleteVectors one") == 1 && !r.jobs["one"].running() })
	if s.count("DeleteModel one") != 0 {
		t.Error("the model went too")
	}
	tapInSheet(t, r, "Delete the model (1.69 GB)")
	r.until(t, "the model to go", func() bool { return s.count("DeleteModel one") == 1 })
	s.change(func() { s.page.Models = append(s.page.Models[:1], s.page.Models[2]) })
	r.until(t, "the row to go", func() bool { return len(r.models.packs) == 2 && r.models.packs[1].id() == "two" })
}

// tapInSheet asks to delete the second pack and answers with a button.
func tapInSheet(t *testing.T, r *rig, text string) {
	t.Helper()
	r.models.packs[1].askToDelete()
	for _, o := range test.LaidOutObjects(r.sheets[0].Pop) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("no button %q", text)
}

func TestImportShowsErrorsAndThenThePack(t *testing.T) {
	s := newShelf()
	var asked models.ImportRequest
	fails := errors.New("the towers don't fit: the image tower gives 1,280 numbers, the text adapter 1,152")
	s.importing = func(_ context.Context, r models.ImportRequest, progress func(done, total int64)) (string, error) {
		s.lock.Lock()
		defer s.lock.Unlock()
		asked = r
		progress(1, 2)
		return "three", fails
	}
	r := openShelf(t, s)
	r.win.Resize(fyne.NewSize(900, 600))
	f := r.models.form
	test.Tap(f.open)
	f.submit()
	for e, want := range map[*kit.PathEntry]string{f.vision: "Choose the folder of the image model.", f.text: "Choose the folder of the text model."} {
		if got := f.wrongs[e].Words.Text; got != want || !f.wrongs[e].Visible() {
			t.Errorf("below an empty path stands %q, want %q", got, want)
		}
	}
	if s.count("ImportModel") != 0 || r.win.Canvas().Focused() != fyne.Focusable(f.vision) {
		t.Error("an empty form is imported, or the keyboard is not where something is missing")
	}
	test.Type(f.vision, "/down/image")
	test.Type(f.text, " '/down/text' ")
	f.choice.set(models.QuantizeInt4)
	f.text.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the error", func() bool { return f.note.Words.Text == message.OfError(fails) })
	r.queue.pump()
	driver := fyne.CurrentApp().Driver()
	bottom := driver.AbsolutePositionForObject(f.note).Y + f.note.Size().Height
	if view := driver.AbsolutePositionForObject(r.models.Scroll).Y + r.models.Scroll.Size().Height; bottom > view {
		t.Errorf("the error ends at %v, below the view at %v", bottom, view)
	}
	if want := (models.ImportRequest{Vision: "/down/image", Text: "/down/text", Quantize: "int4"}); asked != want {
		t.Errorf("asked for %+v, want %+v", asked, want)
	}
	if f.wrongs[f.vision].Visible() || f.wrongs[f.text].Visible() {
		t.Error("what was missing is said though it is there")
	}
	if !f.asks.Visible() || f.vision.Text != "/down/image" {
		t.Error("what was filled in is gone")
	}
	s.change(func() {
		fails = nil
		s.page.Models = append(s.page.Models, models.Model{ID: "three", Name: "Three"})
	})
	f.submit()
	r.until(t, "the new pack", func() bool {
		return len(r.models.packs) == 4 && strings.HasPrefix(r.models.packs[3].note.Words.Text, "Ready.")
	})
	if f.asks.Visible() || f.vision.Text != "" {
		t.Error("the form stays filled in")
	}
}

func TestDownloadOnlyOnAClickAndResumable(t *testing.T) {
	s := newShelf()
	s.download = func(ctx context.Context, _, _ string, progress func(string, int64, int64)) (string, error) {
		progress("Downloading", 3_100_000_000, 5_700_000_000)
		<-ctx.Done()
		return "", ctx.Err()
	}
	r := openShelf(t, s)
	o := r.models.onOffer[0]
	test.Tap(o.get)
	if got := o.question.Words.Text; !strings.HasPrefix(got, "This fetches 5.70 GB from huggingface.co. It goes to /models.") {
		t.Errorf("the question is %q", got)
	}
	if s.count("DownloadModel pair int8") != 0 {
		t.Fatal("the first click downloads")
	}
	test.Tap(o.start)
	r.until(t, "the progress", func() bool { return o.work.text.Text == "Downloading: 3.1 of 5.7 GB" })
	test.Tap(o.work.cancel)
	s.change(func() {
		s.page.Offers = []models.ModelOffer{{ID: "pair", Name: "The pair", Bytes: 5_700_000_000, Partial: 3_100_000_000}}
	})
	r.until(t, "resuming to be offered", func() bool {
		return o.get.Visible() && o.get.Text == "Resume…" && o.here.Words.Text == "3.1 of 5.7 GB are here."
	})
	if o.note.Words.Text != "" {
		t.Errorf("stopping is called an error: %q", o.note.Words.Text)
	}
	s.download = func(context.Context, string, string, func(string, int64, int64)) (string, error) {
		return "", errors.New("huggingface.co can't be reached; try again when this computer is online")
	}
	o.download()
	r.until(t, "the message", func() bool { return strings.HasPrefix(o.note.Words.Text, "Huggingface.co can't be reached") })
}

func TestClosingTheWindowEndsADownload(t *testing.T) {
	s := newShelf()
	started, ended := make(chan struct{}), make(chan struct{})
	s.download = func(ctx context.Context, _, _ string, _ func(string, int64, int64)) (string, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return "", ctx.Err()
	}
	r := openShelf(t, s)
	r.models.onOffer[0].download()
	<-started
	r.Close()
	select {
	case <-ended:
	default:
		t.Error("Close returned before the download did")
	}
}

func TestModelsByKeyboard(t *testing.T) {
	s := newShelf()
	r := openShelf(t, s)
	focused := func() fyne.Focusable { return r.win.Canvas().Focused() }
	press := func(names ...fyne.KeyName) {
		for _, name := range names {
			if f := focused(); f != nil {
				f.TypedKey(key(name))
			} else {
				r.TypedKey(key(name))
			}
		}
	}
	press(fyne.KeyDown)
	if focused() != fyne.Focusable(r.models.packs[0].verify) {
		t.Fatalf("Down leads to %T", focused())
	}
	press(fyne.KeyDown, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn)
	if focused() != fyne.Focusable(r.models.packs[1].work.cancel) {
		t.Errorf("while the pack is changed the keyboard is at %T", focused())
	}
	r.until(t, "Enter to use the pack", func() bool { return s.count("UseModel one") == 1 && !r.jobs["one"].running() })
	if focused() != fyne.Focusable(r.models.packs[1].verify) {
		t.Errorf("then it is at %T", focused())
	}
	press(fyne.KeyEnd)
	for range 20 {
		press(fyne.KeyDown)
	}
	if focused() != fyne.Focusable(r.models.form.open) {
		t.Errorf("the last is %T", focused())
	}
	press(fyne.KeyReturn)
	if focused() != fyne.Focusable(r.models.form.vision) {
		t.Errorf("the form begins at %T", focused())
	}
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn)
	if r.models.form.asks.Visible() || focused() != fyne.Focusable(r.models.form.open) {
		t.Errorf("leaving the form leads to %T", focused())
	}
	press(fyne.KeyEscape)
	if r.zones.paging {
		t.Error("Escape does not close the page")
	}
}

func TestPhotoKeysRestOnTheModelsPage(t *testing.T) {
	r := openShelf(t, newShelf())
	r.TypedRune('i')
	r.TypedRune('s')
	if r.zones.detailsShown() || r.nav.at.Kind != browsing || r.b.count("Similar") != 0 {
		t.Error("a key acted on photos that can't be seen")
	}
	r.TypedRune('/')
	if r.zones.paging || r.win.Canvas().Focused() != fyne.Focusable(r.box) {
		t.Error("/ does not lead to the search box")
	}
	test.Tap(r.side.models)
	r.side.choose(0)
	if r.zones.paging {
		t.Error("a place at the side does not close the page")
	}
}

func TestDroppedFilesBecomeAnImport(t *testing.T) {
	s := newShelf()
	r := openShelf(t, s)
	r.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/down/image"), storage.NewFileURI("/down/text.safetensors")})
	f := r.models.form
	if f.vision.Text != "/down/image" || f.text.Text != "/down/text.safetensors" || s.count("AddFolders") != 0 {
		t.Errorf("dropping fills in %q and %q", f.vision.Text, f.text.Text)
	}
}

func TestWhyItRunsThereIsShown(t *testing.T) {
	const why = "photos: measured 34 photos/s, CPU 21"
	for notice, want := range map[string]string{"": "P" + why[1:] + ".", "A driver crashed.": "P" + why[1:] + ".", why + ".": ""} {
		s := newShelf()
		s.page.RunsOn, s.page.DeviceWhy, s.page.DeviceNotice = "AMD Radeon 780M, text on CPU", why, notice
		r := openShelf(t, s)
		if r.models.runsOn.Text != "Runs on AMD Radeon 780M, text on CPU" || r.models.why.Words.Text != want || r.models.why.Visible() != (want != "") {
			t.Errorf("shows %q, %q", r.models.runsOn.Text, r.models.why.Words.Text)
		}
	}
}

// TestShareOfTheCard changes how much of a card indexing takes, on the Models page, with
// the mouse and the keyboard.
func TestShareOfTheCard(t *testing.T) {
	s := newShelf()
	r := openShelf(t, s)
	card := r.models.card
	if card.root.Visible() || len(card.stops()) != 0 {
		t.Error("without a card there is something to set")
	}
	s.change(func() { s.page.Card = &models.CardUse{Share: 30, OnBattery: models.BatteryFull} })
	r.until(t, "the share", func() bool { return card.root.Visible() })
	if card.share.Text != "30 %" || card.saving.Visible() || len(card.stops()) != 1 {
		t.Errorf("without a battery: %q, on battery %v, %d stops", card.share.Text, card.saving.Visible(), len(card.stops()))
	}
	items := card.shareItems()
	if len(items) != 6 || items[3].Label != "30 %" || !items[3].Checked || items[0].Label != "100 %" || items[0].Checked {
		t.Errorf("offers %d shares, the fourth is %q", len(items), items[3].Label)
	}
	s.change(func() { s.page.Card.HasBattery = true })
	r.until(t, "the choice for the battery", func() bool { return card.saving.Visible() })
	if card.battery.Text != "Full speed" || len(card.stops()) != 2 {
		t.Errorf("on battery %q, %d stops", card.battery.Text, len(card.stops()))
	}
	r.win.Canvas().Focus(r.models.device)
	r.models.TypedKey(key(fyne.KeyDown))
	if r.win.Canvas().Focused() != fyne.Focusable(card.share) {
		t.Error("the keyboard doesn't get to the share")
	}
	r.models.TypedKey(key(fyne.KeyRight))
	if r.win.Canvas().Focused() != fyne.Focusable(card.battery) {
		t.Error("the keyboard doesn't get to the battery")
	}
	test.Tap(card.share)
	if r.win.Canvas().Overlays().Top() == nil {
		t.Error("the choice of shares doesn't open")
	}
	r.win.Canvas().Overlays().Remove(r.win.Canvas().Overlays().Top())
	menuItem(card.shareItems(), "50 %").Action()
	if card.share.Text != "50 %" {
		t.Errorf("shows %q just after the choice", card.share.Text)
	}
	r.until(t, "the share to be changed", func() bool { return s.count("SetCardUse 50 full") == 1 && !r.jobs[cardKey].running() })
	s.change(func() { s.page.Card.Share = 50 })
	menuItem(card.batteryItems(), "Pause").Action()
	r.until(t, "the battery to be heeded", func() bool { return s.count("SetCardUse 50 pause") == 1 && !r.jobs[cardKey].running() })
	// What can't be written is told, and the page shows what is so.
	s.cardUse = errors.New("the settings are left as they are")
	menuItem(card.batteryItems(), "Slower").Action()
	r.until(t, "the reason", func() bool {
		return r.models.notice.Words.Text == "The settings are left as they are." && card.battery.Text == "Full speed"
	})
}

func TestDeviceIsChosenAndItsNoticeShown(t *testing.T) {
	s := newShelf()
	r := openShelf(t, s)
	if r.models.runsOn.Text != "Runs on CPU" || r.models.device.Text != "Automatic" || r.models.notice.Visible() {
		t.Errorf("shows %q, %q, notice %v", r.models.runsOn.Text, r.models.device.Text, r.models.notice.Visible())
	}
	test.Tap(r.models.device)
	if r.win.Canvas().Overlays().Top() == nil {
		t.Error("the choice of devices doesn't open")
	}
	items := r.models.deviceItems()
	if len(items) != 3 || !menuItem(items, "Automatic").Checked || menuItem(items, "CPU").Checked {
		t.Errorf("%d choices", len(items))
	}
	menuItem(items, "AMD Radeon 780M · Vulkan").Action()
	r.until(t, "the adapter to be chosen", func() bool { return s.count("SetDevice AMD Radeon 780M · Vulkan") == 1 })
	s.change(func() { s.page.DeviceNotice = "CUDA ran out of memory" })
	r.until(t, "the notice", func() bool {
		return r.models.notice.Visible() && r.models.notice.Words.Text == "CUDA ran out of memory."
	})
	r.closePage()
	s.change(func() { s.stat.Model, s.stat.ModelNotice = "Starter model", "CUDA is out of memory" })
	r.until(t, "the message", func() bool { return r.said() == "CUDA is out of memory." })
}
