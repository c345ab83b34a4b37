package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/models"
	"descry/ui/kit"
)

func TestModelsAreListed(t *testing.T) {
	r := openPage(t, newBackend())
	starter, one := r.packs[0], r.packs[1]
	if starter.mark.Text != "In use" || starter.use.Visible() || starter.remove.Visible() {
		t.Error("the pack in use is not marked, or can be used or deleted")
	}
	if one.mark.Text != "" || !one.use.Visible() || !one.remove.Visible() {
		t.Error("another pack is marked, or can't be used or deleted")
	}
	if got := one.speed.Words.Text; got != "Knows 2 of 3 photos, 47.0 MB" {
		t.Errorf("index %q", got)
	}
}

func TestModelsThatCannotBeListedSayWhy(t *testing.T) {
	b := newBackend()
	b.list = func() (models.Page, error) { return models.Page{}, errors.New("the folder can't be read") }
	r := newRig(t, b)
	r.shell.OpenPage()
	r.until(t, "the reason", func() bool { return r.trouble.Words.Text == "The folder can't be read." })
}

func TestUseShowsProgressAndCancelKeeps(t *testing.T) {
	s := newBackend()
	s.useModel = func(id string) error {
		go s.change(func() {
			s.page.Models[1].Next = true
			s.stat = service.Status{Phase: service.Indexing, Filling: "One", Done: 1, Total: 3, SecondsTo: 290}
		})
		return nil
	}
	r := openPage(t, s)
	one := r.packs[1]
	test.Tap(one.use)
	const want = "Preparing: 1 of 3 photos · 5 min left · search still uses Starter model"
	r.until(t, "the progress", func() bool { return one.work.root.Visible() && one.work.text.Text == want })
	if one.use.Visible() || one.remove.Visible() || one.work.bar.Share != 1.0/3 {
		t.Errorf("while it is prepared: use %v, delete %v, share %v", one.use.Visible(), one.remove.Visible(), one.work.bar.Share)
	}
	test.Tap(one.work.cancel)
	r.until(t, "the switch to be given up", func() bool { return s.count("KeepModel") == 1 })
	s.change(func() { s.page.Models[1].Next, s.stat = false, service.Status{} })
	r.until(t, "the row to be as before", func() bool { return !one.work.root.Visible() && one.use.Visible() })
	s.change(func() { s.page.Models[0].Active, s.page.Models[1].Active = false, true })
	r.until(t, "the mark to move", func() bool { return one.mark.Text != "" && r.packs[0].mark.Text == "" })
}

func TestVerifyGoesOnBehindAClosedPage(t *testing.T) {
	s := newBackend()
	finish := make(chan error)
	s.verify = func(ctx context.Context, _ string, progress func(done, total int64)) error {
		progress(1_200_000_000, 1_640_000_000)
		return <-finish
	}
	r := openPage(t, s)
	one := r.packs[1]
	test.Tap(one.verify)
	r.until(t, "the progress", func() bool { return one.work.text.Text == "Verifying: 1.2 of 1.6 GB" })
	if !one.verify.Disabled() || !one.use.Disabled() {
		t.Error("more can be begun with a pack that is busy")
	}
	r.shell.ClosePage()
	if got := r.Brief(); got != "Verifying 73 %" {
		t.Errorf("in few words %q", got)
	}
	r.shell.OpenPage()
	if !r.packs[1].work.root.Visible() {
		t.Error("the page forgot what is under way")
	}
	r.shell.ClosePage()
	finish <- errors.New("the file text.onnx was changed")
	r.until(t, "the message", func() bool { return r.said() == "One: The file text.onnx was changed." })
	r.shell.OpenPage()
	if got := one.note.Words.Text; got != "The file text.onnx was changed." {
		t.Errorf("the row says %q", got)
	}
	r.shell.ClosePage()
	r.shell.OpenPage()
	if one.note.Words.Text != "" {
		t.Error("what was read is still there")
	}
}

func TestDeleteAsksFirst(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
	r.packs[1].askToDelete()
	r.shell.CloseSheet(r.shell.sheets[0])
	text := deletionText(r.packs[1].model, removalOf(r.packs[1].model))
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
	r.until(t, "the row to go", func() bool { return len(r.packs) == 2 && r.packs[1].id() == "two" })
}

// tapInSheet asks to delete the second pack and answers with a button.
func tapInSheet(t *testing.T, r *rig, text string) {
	t.Helper()
	r.packs[1].askToDelete()
	for _, o := range test.LaidOutObjects(r.shell.sheets[0].Pop) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("no button %q", text)
}

func TestImportShowsErrorsAndThenThePack(t *testing.T) {
	s := newBackend()
	var asked models.ImportRequest
	fails := errors.New("the towers don't fit: the image tower gives 1,280 numbers, the text adapter 1,152")
	s.importing = func(_ context.Context, r models.ImportRequest, progress func(done, total int64)) (string, error) {
		s.lock.Lock()
		defer s.lock.Unlock()
		asked = r
		progress(1, 2)
		return "three", fails
	}
	r := openPage(t, s)
	r.win.Resize(fyne.NewSize(900, 600))
	f := r.form
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
	r.queue.Pump()
	driver := fyne.CurrentApp().Driver()
	bottom := driver.AbsolutePositionForObject(f.note).Y + f.note.Size().Height
	if view := driver.AbsolutePositionForObject(r.Scroll).Y + r.Scroll.Size().Height; bottom > view {
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
		return len(r.packs) == 4 && strings.HasPrefix(r.packs[3].note.Words.Text, "Ready.")
	})
	if f.asks.Visible() || f.vision.Text != "" {
		t.Error("the form stays filled in")
	}
}

func TestDownloadOnlyOnAClickAndResumable(t *testing.T) {
	s := newBackend()
	s.download = func(ctx context.Context, _, _ string, progress func(string, int64, int64)) (string, error) {
		progress("Downloading", 3_100_000_000, 5_700_000_000)
		<-ctx.Done()
		return "", ctx.Err()
	}
	r := openPage(t, s)
	o := r.onOffer[0]
	test.Tap(o.get)
	if got := o.question.Words.Text; !strings.HasPrefix(got, "This fetches 5.70 GB from huggingface.co. It goes to /models.") {
		t.Errorf("the question is %q", got)
	}
	if s.count("DownloadModel pair int8") != 0 {
		t.Fatal("the first click downloads")
	}
	if test.Tap(o.links[0]); !slices.Equal(r.shell.browsed, []string{"https://huggingface.co/a/b"}) {
		t.Errorf("the page of the model leads to %q", r.shell.browsed)
	}
	test.Tap(o.start)
	r.until(t, "the progress", func() bool { return o.work.text.Text == "Downloading: 3.1 of 5.7 GB" })
	test.Tap(o.work.cancel)
	s.change(func() {
		s.page.Offers = []models.Offer{{ID: "pair", Name: "The pair", Bytes: 5_700_000_000, Partial: 3_100_000_000}}
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

func TestModelsByKeyboard(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
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
	if focused() != fyne.Focusable(r.packs[0].verify) {
		t.Fatalf("Down leads to %T", focused())
	}
	press(fyne.KeyDown, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn)
	if focused() != fyne.Focusable(r.packs[1].work.cancel) {
		t.Errorf("while the pack is changed the keyboard is at %T", focused())
	}
	r.until(t, "Enter to use the pack", func() bool { return s.count("UseModel one") == 1 && !r.jobs["one"].running() })
	if focused() != fyne.Focusable(r.packs[1].verify) {
		t.Errorf("then it is at %T", focused())
	}
	press(fyne.KeyEnd)
	for range 20 {
		press(fyne.KeyDown)
	}
	if focused() != fyne.Focusable(r.form.open) {
		t.Errorf("the last is %T", focused())
	}
	press(fyne.KeyReturn)
	if focused() != fyne.Focusable(r.form.vision) {
		t.Errorf("the form begins at %T", focused())
	}
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn)
	if r.form.asks.Visible() || focused() != fyne.Focusable(r.form.open) {
		t.Errorf("leaving the form leads to %T", focused())
	}
	press(fyne.KeyEscape)
	if !slices.Equal(r.shell.handedOn, []fyne.KeyName{fyne.KeyEscape}) {
		t.Errorf("the window is handed %v", r.shell.handedOn)
	}
}

func TestDroppedFilesBecomeAnImport(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
	r.TakeDropped([]string{"/down/image", "/down/text.safetensors"})
	f := r.form
	if f.vision.Text != "/down/image" || f.text.Text != "/down/text.safetensors" || !f.asks.Visible() {
		t.Errorf("dropping fills in %q and %q", f.vision.Text, f.text.Text)
	}
}

func TestWhyItRunsThereIsShown(t *testing.T) {
	const why = "photos: measured 34 photos/s, CPU 21"
	for notice, want := range map[string]string{"": "P" + why[1:] + ".", "A driver crashed.": "P" + why[1:] + ".", why + ".": ""} {
		s := newBackend()
		s.page.RunsOn, s.page.DeviceWhy, s.page.DeviceNotice = "AMD Radeon 780M, text on CPU", why, notice
		r := openPage(t, s)
		if r.runsOn.Text != "Runs on AMD Radeon 780M, text on CPU" || r.why.Words.Text != want || r.why.Visible() != (want != "") {
			t.Errorf("shows %q, %q", r.runsOn.Text, r.why.Words.Text)
		}
	}
}

// TestShareOfTheCard changes how much of a card indexing takes, on the Models page, with
// the mouse and the keyboard.
func TestShareOfTheCard(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
	card := r.card
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
	r.win.Canvas().Focus(r.device)
	r.TypedKey(key(fyne.KeyDown))
	if r.win.Canvas().Focused() != fyne.Focusable(card.share) {
		t.Error("the keyboard doesn't get to the share")
	}
	r.TypedKey(key(fyne.KeyRight))
	if r.win.Canvas().Focused() != fyne.Focusable(card.battery) {
		t.Error("the keyboard doesn't get to the battery")
	}
	test.Tap(card.share)
	if r.win.Canvas().Overlays().Top() == nil {
		t.Error("the choice of shares doesn't open")
	}
	r.win.Canvas().Overlays().Remove(r.win.Canvas().Overlays().Top())
	menuItem(t, card.shareItems(), "50 %").Action()
	if card.share.Text != "50 %" {
		t.Errorf("shows %q just after the choice", card.share.Text)
	}
	r.until(t, "the share to be changed", func() bool { return s.count("SetCardUse 50 full") == 1 && !r.jobs[cardKey].running() })
	s.change(func() { s.page.Card.Share = 50 })
	menuItem(t, card.batteryItems(), "Pause").Action()
	r.until(t, "the battery to be heeded", func() bool { return s.count("SetCardUse 50 pause") == 1 && !r.jobs[cardKey].running() })
	// What can't be written is told, and the page shows what is so.
	s.cardUse = errors.New("the settings are left as they are")
	menuItem(t, card.batteryItems(), "Slower").Action()
	r.until(t, "the reason", func() bool {
		return r.notice.Words.Text == "The settings are left as they are." && card.battery.Text == "Full speed"
	})
}

func TestDeviceIsChosenAndItsNoticeShown(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
	if r.runsOn.Text != "Runs on CPU" || r.device.Text != "Automatic" || r.notice.Visible() {
		t.Errorf("shows %q, %q, notice %v", r.runsOn.Text, r.device.Text, r.notice.Visible())
	}
	test.Tap(r.device)
	if r.win.Canvas().Overlays().Top() == nil {
		t.Error("the choice of devices doesn't open")
	}
	items := r.deviceItems()
	if len(items) != 3 || !menuItem(t, items, "Automatic").Checked || menuItem(t, items, "CPU").Checked {
		t.Errorf("%d choices", len(items))
	}
	menuItem(t, items, "AMD Radeon 780M · Vulkan").Action()
	r.until(t, "the adapter to be chosen", func() bool { return s.count("SetDevice AMD Radeon 780M · Vulkan") == 1 })
	s.change(func() { s.page.DeviceNotice = "CUDA ran out of memory" })
	r.until(t, "the notice", func() bool {
		return r.notice.Visible() && r.notice.Words.Text == "CUDA ran out of memory."
	})
	r.shell.ClosePage()
	s.change(func() { s.stat.Model, s.stat.ModelNotice = "Starter model", "CUDA is out of memory" })
	r.until(t, "the message", func() bool { return r.said() == "CUDA is out of memory." })
}
