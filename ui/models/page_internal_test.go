package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service"
	"descry/app/service/models"
)

func TestModelsAreListed(t *testing.T) {
	r := openPage(t, newBackend())
	starter, one := r.row("Starter model"), r.row("One")
	if !starter.Says("In use") || starter.Has("Use") || starter.Has("Delete…") {
		t.Error("the pack in use is not marked, or can be used or deleted")
	}
	if one.Says("In use") || !one.Has("Use") || !one.Has("Delete…") {
		t.Error("another pack is marked, or can't be used or deleted")
	}
	if !one.Says("Knows 2 of 3 photos, 47.0 MB") {
		t.Errorf("the row says %q", one.Texts())
	}
}

func TestModelsThatCannotBeListedSayWhy(t *testing.T) {
	b := newBackend()
	b.list = func() (models.Page, error) { return models.Page{}, errors.New("the folder can't be read") }
	r := newRig(t, b)
	r.shell.OpenPage()
	r.until(t, "the reason", func() bool { return r.Says("The folder can't be read.") })
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
	one := r.row("One")
	one.Tap("Use")
	const want = "Preparing: 1 of 3 photos · 5 min left · search still uses Starter model"
	r.until(t, "the progress", func() bool { return one.Says(want) })
	if one.Has("Use") || one.Has("Delete…") || one.Share() != 1.0/3 {
		t.Errorf("while it is prepared: use %v, delete %v, share %v", one.Has("Use"), one.Has("Delete…"), one.Share())
	}
	one.Tap("Cancel")
	r.until(t, "the switch to be given up", func() bool { return s.count("KeepModel") == 1 })
	s.change(func() { s.page.Models[1].Next, s.stat = false, service.Status{} })
	r.until(t, "the row to be as before", func() bool { return !one.Has("Cancel") && one.Has("Use") })
	s.change(func() { s.page.Models[0].Active, s.page.Models[1].Active = false, true })
	r.until(t, "the mark to move", func() bool { return one.Says("In use") && !r.row("Starter model").Says("In use") })
}

func TestVerifyGoesOnBehindAClosedPage(t *testing.T) {
	s := newBackend()
	finish := make(chan error)
	s.verify = func(ctx context.Context, _ string, progress func(done, total int64)) error {
		progress(1_200_000_000, 1_640_000_000)
		return <-finish
	}
	r := openPage(t, s)
	one := r.row("One")
	one.Tap("Verify")
	r.until(t, "the progress", func() bool { return one.Says("Verifying: 1.2 of 1.6 GB") })
	if one.Usable("Verify") || one.Usable("Use") {
		t.Error("more can be begun with a pack that is busy")
	}
	r.shell.ClosePage()
	if got := r.Brief(); got != "Verifying 73 %" {
		t.Errorf("in few words %q", got)
	}
	r.shell.OpenPage()
	if !one.Mentions("Verifying: ") || !one.Has("Cancel") {
		t.Error("the page forgot what is under way")
	}
	r.shell.ClosePage()
	finish <- errors.New("the file text.onnx was changed")
	r.until(t, "the message", func() bool { return r.said() == "One: The file text.onnx was changed." })
	r.shell.OpenPage()
	if !one.Says("The file text.onnx was changed.") {
		t.Errorf("the row says %q", one.Texts())
	}
	r.shell.ClosePage()
	r.shell.OpenPage()
	if one.Mentions("text.onnx") {
		t.Error("what was read is still there")
	}
}

func TestDeleteAsksFirst(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
	one := r.row("One")
	one.Tap("Delete…")
	for _, part := range []string{"1.64 GB", "2 photos (47.0 MB)", "Your photos stay"} {
		if !r.Front().Mentions(part) {
			t.Errorf("the question %q lacks %q", r.Front().Text(), part)
		}
	}
	r.Front().Tap("Keep")
	one.Tap("Delete…")
	r.Front().Tap("Delete what it knows (47.0 MB)")
	r.until(t, "the vectors to go", func() bool { return s.count("DeleteVectors one") == 1 && one.Usable("Delete…") })
	if s.count("DeleteModel one") != 0 {
		t.Error("the model went too")
	}
	one.Tap("Delete…")
	r.Front().Tap("Delete the model (1.69 GB)")
	r.until(t, "the model to go", func() bool { return s.count("DeleteModel one") == 1 })
	s.change(func() { s.page.Models = append(s.page.Models[:1], s.page.Models[2]) })
	r.until(t, "the row to go", func() bool { return !r.Says("One") && r.Says("Two") })
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
	f := r.row(formName)
	f.Tap("Import…")
	f.Tap("Import")
	for _, want := range []string{"Choose the folder or the weights file of the image model.", "Choose the folder or the weights file of the text model."} {
		if !f.Says(want) {
			t.Errorf("below the empty paths stands %q, want %q", f.Texts(), want)
		}
	}
	if s.count("ImportModel") != 0 || f.Keyboard() != "Image model: folder or weights file" {
		t.Error("an empty form is imported, or the keyboard is not where something is missing")
	}
	f.Type("/down/image")
	f.Choose("8 bits (int8)", "4 bits (int4)")
	f.Fill("Text model: folder or weights file", " '/down/text' ")
	f.Press(fyne.KeyReturn)
	r.until(t, "the error", func() bool { return f.Says(message.OfError(fails)) })
	r.queue.Pump()
	if !r.InView(message.OfError(fails)) {
		t.Error("the error is out of view")
	}
	if want := (models.ImportRequest{Vision: "/down/image", Text: "/down/text", Quantize: "int4"}); asked != want {
		t.Errorf("asked for %+v, want %+v", asked, want)
	}
	if f.Mentions("Choose the folder") {
		t.Error("what was missing is said though it is there")
	}
	if !f.Has("Import") || !f.Says("/down/image") {
		t.Error("what was filled in is gone")
	}
	s.change(func() {
		fails = nil
		s.page.Models = append(s.page.Models, models.Model{ID: "three", Name: "Three"})
	})
	f.Tap("Import")
	three := r.Part("Three", rowNames...)
	r.until(t, "the new pack", func() bool { return three.Mentions("Ready.") })
	if f.Has("Import") {
		t.Error("the form stays open")
	}
	if f.Tap("Import…"); f.Says("/down/image") {
		t.Error("the form stays filled in")
	}
}

func TestDownloadOnlyOnAClickAndResumable(t *testing.T) {
	s := newBackend()
	s.download = func(ctx context.Context, _, _ string, progress func(notice.Notice, int64, int64)) (string, error) {
		progress(notice.AsItIs("Downloading"), 3_100_000_000, 5_700_000_000)
		<-ctx.Done()
		return "", ctx.Err()
	}
	r := openPage(t, s)
	o := r.row(offerName)
	o.Tap("Download…")
	if !o.Mentions("This fetches 5.70 GB from huggingface.co. It goes to /models.") {
		t.Errorf("the question is %q", o.Text())
	}
	if s.count("DownloadModel pair int8") != 0 {
		t.Fatal("the first click downloads")
	}
	if o.Tap("a/b"); !slices.Equal(r.shell.browsed, []string{"https://huggingface.co/a/b"}) {
		t.Errorf("the page of the model leads to %q", r.shell.browsed)
	}
	o.Tap("Start the download")
	r.until(t, "the progress", func() bool { return o.Says("Downloading: 3.1 of 5.7 GB") })
	o.Tap("Cancel")
	s.change(func() {
		s.page.Offers = []models.Offer{{ID: "pair", Name: "The pair", Bytes: 5_700_000_000, Partial: 3_100_000_000}}
	})
	r.until(t, "resuming to be offered", func() bool { return o.Has("Resume…") && o.Says("3.1 of 5.7 GB are here.") })
	if want := []string{offerName, "Resume…", "3.1 of 5.7 GB are here."}; !slices.Equal(o.Texts(), want) {
		t.Errorf("after stopping it says %q, want %q", o.Texts(), want)
	}
	s.download = func(context.Context, string, string, func(notice.Notice, int64, int64)) (string, error) {
		return "", errors.New("huggingface.co can't be reached; try again when this computer is online")
	}
	o.Tap("Resume…")
	o.Tap("Resume the download")
	r.until(t, "the message", func() bool { return o.Mentions("Huggingface.co can't be reached") })
}

func TestModelsByKeyboard(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
	at := func(row, want string) {
		t.Helper()
		if got := r.row(row).Keyboard(); got != want {
			t.Fatalf("at %q the keyboard is on %q, want %q", row, got, want)
		}
	}
	r.Press(fyne.KeyDown)
	at("Starter model", "Verify")
	r.Press(fyne.KeyDown, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn)
	at("One", "Cancel") // while the pack is changed
	r.until(t, "Enter to use the pack", func() bool { return s.count("UseModel one") == 1 && r.row("One").Usable("Use") })
	at("One", "Verify")
	r.Press(fyne.KeyEnd)
	for range 20 {
		r.Press(fyne.KeyDown)
	}
	at(formName, "Import…")
	r.Press(fyne.KeyReturn)
	at(formName, "Image model: folder or weights file")
	r.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn)
	if at(formName, "Import…"); r.row(formName).Has("Not now") {
		t.Error("the form isn't left")
	}
	r.Press(fyne.KeyEscape)
	if !slices.Equal(r.shell.handedOn, []fyne.KeyName{fyne.KeyEscape}) {
		t.Errorf("the window is handed %v", r.shell.handedOn)
	}
}

func TestDroppedFilesBecomeAnImport(t *testing.T) {
	r := openPage(t, newBackend())
	r.TakeDropped([]string{"/down/image", "/down/text.safetensors"})
	if f := r.row(formName); !f.Says("/down/image") || !f.Says("/down/text.safetensors") {
		t.Errorf("dropping fills in %q", f.Texts())
	}
}

func TestWhyItRunsThereIsShown(t *testing.T) {
	const why = "photos: measured 34 photos/s, CPU 21"
	for said, want := range map[string]bool{"": true, "A driver crashed.": true, why + ".": false} {
		s := newBackend()
		s.page.RunsOn, s.page.DeviceWhy, s.page.DeviceNotice = notice.AsItIs("AMD Radeon 780M, text on CPU"), []notice.Notice{notice.AsItIs(why)}, notice.AsItIs(said)
		r := openPage(t, s)
		if got := r.Says("P" + why[1:] + "."); !r.Says("Runs on AMD Radeon 780M, text on CPU") || got != (want || said != "") {
			t.Errorf("with the notice %q it says %q", said, r.Texts())
		}
		if strings.Count(r.Text(), why[1:]) != 1 {
			t.Errorf("with the notice %q the reason is said otherwise than once: %q", said, r.Texts())
		}
	}
}

// TestShareOfTheCard changes how much of a card indexing takes, on the Models page, with
// the mouse and the keyboard.
func TestShareOfTheCard(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
	const share, battery = "Share of the graphics card", "On battery"
	if r.Says(share) || r.Says(battery) {
		t.Error("without a card there is something to set")
	}
	s.change(func() { s.page.Card = &models.CardUse{Share: 30, OnBattery: models.BatteryFull} })
	r.until(t, "the share", func() bool { return r.Says(share) })
	if !r.Has("30 %") || r.Says(battery) {
		t.Errorf("without a battery: %q", r.Texts())
	}
	r.Tap("30 %")
	items := r.Menu()
	if len(items) != 6 || items[3].Label != "30 %" || !items[3].Checked || items[0].Label != "100 %" || items[0].Checked {
		t.Errorf("offers %d shares, the fourth is %q", len(items), items[3].Label)
	}
	r.Front().Tap("30 %")
	r.until(t, "the share to be set again", func() bool { return s.count("SetCardUse 30 full") == 1 && !r.jobs[cardKey].running() })
	s.change(func() { s.page.Card.HasBattery = true })
	r.until(t, "the choice for the battery", func() bool { return r.Says(battery) })
	if !r.Has("Full speed") {
		t.Errorf("on battery: %q", r.Texts())
	}
	r.Press(fyne.KeyDown, fyne.KeyUp, fyne.KeyUp)
	if r.Keyboard() != "Automatic" {
		t.Fatalf("at the top the keyboard is on %q", r.Keyboard())
	}
	if r.Press(fyne.KeyDown); r.Keyboard() != "30 %" {
		t.Errorf("the keyboard gets to %q, not the share", r.Keyboard())
	}
	if r.Press(fyne.KeyRight); r.Keyboard() != "Full speed" {
		t.Errorf("the keyboard gets to %q, not the battery", r.Keyboard())
	}
	if r.Choose("30 %", "50 %"); !r.Has("50 %") {
		t.Errorf("just after the choice: %q", r.Texts())
	}
	changed := func(what string) {
		t.Helper()
		r.until(t, what, func() bool { return s.count(what) == 1 && !r.jobs[cardKey].running() })
	}
	changed("SetCardUse 50 full")
	s.change(func() { s.page.Card.Share = 50 })
	r.Choose("Full speed", "Pause")
	changed("SetCardUse 50 pause")
	// What can't be written is told, and the page shows what is so.
	s.cardUse = errors.New("the settings are left as they are")
	r.until(t, "the page to be listed anew", func() bool { return r.Has("Full speed") })
	r.Choose("Full speed", "Slower")
	r.until(t, "the reason", func() bool { return r.Says("The settings are left as they are.") && r.Has("Full speed") })
}

func TestDeviceIsChosenAndItsNoticeShown(t *testing.T) {
	s := newBackend()
	r := openPage(t, s)
	if !r.Says("Runs on CPU") || !r.Has("Automatic") {
		t.Errorf("shows %q", r.Texts())
	}
	r.Tap("Automatic")
	if items := r.Menu(); len(items) != 3 || !r.Item("Automatic").Checked || r.Item("CPU").Checked {
		t.Errorf("%d choices", len(items))
	}
	r.Front().Tap("AMD Radeon 780M · Vulkan")
	r.until(t, "the adapter to be chosen", func() bool { return s.count("SetDevice AMD Radeon 780M · Vulkan") == 1 })
	s.change(func() { s.page.DeviceNotice = notice.AsItIs("CUDA ran out of memory") })
	r.until(t, "the notice", func() bool { return r.Says("CUDA ran out of memory.") })
	r.shell.ClosePage()
	s.change(func() { s.stat.Model, s.stat.ModelNotice = "Starter model", notice.AsItIs("CUDA is out of memory") })
	r.until(t, "the message", func() bool { return r.said() == "CUDA is out of memory." })
}
