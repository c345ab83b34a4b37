package learn

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/notice"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/learn/learntest"
)

// What the page says at its first and at its third step.
const (
	start           = "Learn from 2 tags, captions and feedback"
	sideBySideTitle = "The same search, before and after"
)

func TestReadyTagsAreChosenFirst(t *testing.T) {
	b := teaching()
	var asked learning.Request
	b.OnTrain = func(_ context.Context, what learning.Request, _ func(learning.TrainProgress)) (learning.Result, error) {
		b.Lock.Lock()
		defer b.Lock.Unlock()
		asked = what
		return learning.Result{}, errors.New("it is enough")
	}
	r := openShell(t, b)
	if want := "Learn from 2 tags, captions and feedback"; !r.see.Has(want) {
		t.Errorf("the page says %q, want %q", r.see.Texts(), want)
	}
	r.see.Tap("boats")
	r.see.Tap("Feedback on 4 searches")
	r.change(b, func(page *learning.Page) { page.Tags[1].Examples++ })
	r.until(t, "the new count", func() bool { return r.see.Mentions("13 photos") })
	r.see.Tap("Learn from 3 tags and captions")
	r.until(t, "the end", func() bool { return r.see.Says("It is enough.") })
	want := learning.Request{Tags: []library.Tag{{Name: "Bella"}, {Name: "beach"}, {Name: "boats"}}, Captions: true}
	if !slices.Equal(asked.Tags, want.Tags) || asked.Captions != want.Captions || asked.Feedback {
		t.Errorf("asks for %+v, want %+v", asked, want)
	}
	r.see.Tap("None")
	r.see.Tap("Captions of 30 photos")
	if r.see.Usable(learnButton(learning.Request{})) {
		t.Error("it can be begun with nothing")
	}
}

// TestTagsAreKnownByTheirPhotos shows examples in each row, and the row as it is
// reused for another tag.
func TestTagsAreKnownByTheirPhotos(t *testing.T) {
	b := teaching()
	b.Page.Tags[0].Shown = kittest.Tiles(7, 8)
	b.Page.Tags[1].Shown = kittest.Tiles(9)
	r := openShell(t, b)
	list := r.wizard.choose.list
	row := newTickRow(r.Page)
	for i, want := range []int{2, 1, 0} {
		list.fill(i, row)
		if got := row.strip.tiles; len(got) != want || want > 0 && got[0] != b.Page.Tags[i].Shown[0] {
			t.Errorf("row %d shows %v", i, got)
		}
	}
	list.fill(0, row)
	before := row.strip.shots
	list.fill(0, row)
	if &before[0] != &row.strip.shots[0] {
		t.Error("the photos are fetched anew though they are the same")
	}
	row.Resize(fyne.NewSize(800, row.MinSize().Height))
	for _, shot := range row.strip.shots {
		if !shot.picture.Visible() || shot.picture.Size().Height != smallHigh {
			t.Errorf("a photo has size %v", shot.picture.Size())
		}
	}
}

// TestTagsShowThreePhotosOfAnyShape has wide ones cut off, not left out.
func TestTagsShowThreePhotosOfAnyShape(t *testing.T) {
	b := teaching()
	r := openShell(t, b)
	row := newTickRow(r.Page)
	row.Resize(fyne.NewSize(800, row.MinSize().Height))
	for _, ratio := range []int32{1, 2, 3, 16} {
		shown := kittest.Tiles(9, 8, 7, 6)
		for i := range shown {
			shown[i].Width, shown[i].Height = 100*ratio, 100
		}
		row.show(learning.TagExamples{Tag: library.Tag{Name: "close-ups"}, Examples: 8, Shown: shown}, 16, true)
		end := float32(0)
		visible := 0
		for _, shot := range row.strip.shots {
			if shot.picture.Visible() {
				visible++
				end = shot.picture.Position().X + shot.picture.Size().Width
			}
		}
		if visible < 3 || end > row.strip.Size().Width {
			t.Errorf("%d:1: %d photos, up to %v of %v", ratio, visible, end, row.strip.Size().Width)
		}
	}
}

func TestWithNothingToLearnItSaysHowToBegin(t *testing.T) {
	b := teaching()
	b.Page = learning.Page{}
	r := openShell(t, b)
	if !r.see.Mentions("press t") || r.see.Usable("Learn") || r.see.Mentions("Captions of") {
		t.Errorf("says %q", r.see.Texts())
	}
	for tab, want := range map[string]string{"Suggested tags": "Teach Descry a tag first", "Named things": "press “n”", "Versions": "Nothing has been learned yet"} {
		r.see.Tap(tab)
		if !r.see.Mentions(want) {
			t.Errorf("%s says %q, want %q in it", tab, r.see.Texts(), want)
		}
	}
}

func TestALearnPageThatCannotBeAskedSaysWhy(t *testing.T) {
	b := teaching()
	b.OnLearn = func() (learning.Page, error) { return learning.Page{}, errors.New("the disk is full") }
	r := newShell(t, b)
	r.OpenPage()
	r.until(t, "the reason", func() bool { return r.see.Says("The disk is full.") })
	if r.see.Mentions("photos") {
		t.Error("it shows tabs of nothing")
	}
}

func TestLearningIsWatchedComparedAndUsed(t *testing.T) {
	b := teaching()
	finish := make(chan struct{})
	b.OnTrain = func(_ context.Context, _ learning.Request, progress func(learning.TrainProgress)) (learning.Result, error) {
		progress(learning.TrainProgress{Stage: notice.AsItIs("Learning"), Step: 1, Total: 200, HeldOut: 42, Loss: 4, SecondsTo: 9})
		progress(learning.TrainProgress{Stage: notice.AsItIs("Learning"), Step: 50, Total: 200, HeldOut: 60, Loss: 2, SecondsTo: 5})
		<-finish
		return learning.Result{Head: "h1", Report: learntest.Report()}, nil
	}
	b.OnCompare = func(string, string) (service.Answer, service.Answer, error) {
		return service.Answer{Tiles: kittest.Tiles(1, 2)}, service.Answer{Tiles: kittest.Tiles(2, 3)}, nil
	}
	r := openShell(t, b)
	r.see.Tap(start)
	r.until(t, "the progress", func() bool { return r.see.Says("Learning: step 50 of 200 · a few seconds left") })
	if n := len(r.wizard.watch.curve.points); n != 2 || r.see.Share() != 0.25 {
		t.Errorf("%d points, share %v", n, r.see.Share())
	}
	r.see.Tap("Figures")
	if want := "Finds photos that it doesn't learn from: 60.0 %, at the beginning 42.0 %"; !r.see.Says(want) {
		t.Errorf("says %q", r.see.Texts())
	}
	r.TypedKey(key(fyne.KeyEscape))
	if r.open || r.status != "Learning 25 %" {
		t.Errorf("the page is open %v, the status bar says %q", r.open, r.status)
	}
	close(finish)
	r.until(t, "the message", func() bool { return strings.HasPrefix(r.said, "Learned from 2 tags") })
	r.offer()
	if !r.see.Says(sideBySideTitle) {
		t.Fatalf("the message leads to %q", r.see.Texts())
	}
	want := "What it learned\nBetter for 1 of 2 tags, most for “Bella”: 4 of 10 right before, 9 of 10 now; " +
		"less well for “beach”: 7 of 10 right before, 5 of 10 now. Other searches stay as good as they were."
	if !r.see.Mentions(want) {
		t.Errorf("it says\n%q, want\n%q", r.see.Text(), want)
	}
	figures := []string{"General search: fell by 0.4 points, allowed are 1.", "Measured on 84 held-out photos"}
	for _, part := range figures {
		if r.see.Mentions(part) {
			t.Errorf("the figures are in the way: %q", part)
		}
	}
	r.see.Tap("Figures")
	for _, part := range figures {
		if !r.see.Mentions(part) {
			t.Errorf("%q is not in %q", part, r.see.Text())
		}
	}
	after := r.see.Part("After", "Before")
	r.until(t, "the answers", func() bool { return after.Pictures() == 2 })
	if marks := r.wizard.compare.search.after.marks; b.Calls("Compare Bella h1") != 1 || marks != 1 {
		t.Errorf("%d comparisons of the best tag, %d marks", b.Calls("Compare Bella h1"), marks)
	}
	r.see.Tap("Use it")
	r.until(t, "it to be used", func() bool { return r.see.Has("Learn again") && b.Calls("UseHead h1") == 1 })
	if !r.see.Says("In use. Searches now understand your tags. Undo under Versions.") {
		t.Errorf("says %q", r.see.Texts())
	}
	if strings.Count(r.see.Text(), "Suggested tags") != 2 { // the tab, and the button
		t.Error("it doesn't lead to the suggestions")
	}
}

func TestNotNowKeepsItUnused(t *testing.T) {
	b := teaching()
	b.OnTrain = func(context.Context, learning.Request, func(learning.TrainProgress)) (learning.Result, error) {
		return learning.Result{Head: "h1", Report: learntest.Report()}, nil
	}
	r := openShell(t, b)
	r.see.Tap(start)
	r.until(t, "the comparison", func() bool { return r.see.Says(sideBySideTitle) })
	r.see.Tap("Not now")
	if !r.see.Mentions("Kept under Versions") || b.Calls("UseHead h1") != 0 {
		t.Errorf("says %q", r.see.Texts())
	}
	r.see.Tap("Learn again")
	if !r.see.Has(start) {
		t.Errorf("learning again begins at %q", r.see.Texts())
	}
}

func TestCancelLeavesEverything(t *testing.T) {
	b := teaching()
	b.OnTrain = func(ctx context.Context, _ learning.Request, progress func(learning.TrainProgress)) (learning.Result, error) {
		progress(learning.TrainProgress{Stage: notice.AsItIs("Learning"), Step: 1, Total: 200, HeldOut: -1})
		<-ctx.Done()
		return learning.Result{}, ctx.Err()
	}
	r := openShell(t, b)
	r.see.Tap(start)
	r.see.Tap("Cancel")
	if r.see.Usable("Cancel") || !r.see.Says("Stopping…") {
		t.Errorf("while it stops it says %q", r.see.Texts())
	}
	r.until(t, "the end", func() bool { return r.see.Has(start) })
	if !r.see.Says("Cancelled; everything is as it was.") || r.status != "" {
		t.Errorf("says %q; the status bar %q", r.see.Texts(), r.status)
	}
	b.OnTrain = func(context.Context, learning.Request, func(learning.TrainProgress)) (learning.Result, error) {
		return learning.Result{}, errors.New("learning did not converge")
	}
	r.see.Tap(start)
	r.until(t, "the error", func() bool { return r.see.Says("Learning did not converge.") && r.see.Has(start) })
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
	r := openShell(t, b)
	r.see.Tap(start)
	<-started
	r.Close()
	select {
	case <-ended:
	default:
		t.Error("Close returned before learning ended")
	}
}

func TestWhatIsRefusedSaysWhy(t *testing.T) {
	b := teaching()
	b.OnTrain = func(context.Context, learning.Request, func(learning.TrainProgress)) (learning.Result, error) {
		return learning.Result{Report: learntest.Refused("general search would lose more than one point")}, nil
	}
	r := openShell(t, b)
	r.see.Tap(start)
	r.until(t, "the verdict", func() bool { return r.see.Says("There is nothing to use") })
	if r.see.Mentions("Measured on") {
		t.Error("the figures are in the way")
	}
	if !r.see.Mentions("No better version is offered: general search would lose more than one point.") || !r.see.Mentions("More photos of “boats” would help.") {
		t.Errorf("says %q", r.see.Text())
	}
	if r.see.Has("Use it") || r.see.Says(sideBySideTitle) || b.Calls("Compare Bella ") != 0 {
		t.Error("what was refused can be used or searched with")
	}
	r.see.Tap("Choose again")
	if !r.see.Has(start) {
		t.Errorf("choosing again leads to %q", r.see.Texts())
	}
}

func TestOldAnswersDoNotReplaceNewerOnes(t *testing.T) {
	b := teaching()
	slow := make(chan struct{})
	b.OnCompare = func(text, _ string) (service.Answer, service.Answer, error) {
		if text == "old" {
			<-slow
			return service.Answer{Tiles: kittest.Tiles(1)}, service.Answer{Tiles: kittest.Tiles(1)}, nil
		}
		return service.Answer{}, service.Answer{Tiles: kittest.Tiles(7, 8)}, nil
	}
	r := openShell(t, b)
	search := r.wizard.compare.search
	search.show("h1", "old")
	search.entry.SetText("new")
	r.clock.Elapse(kit.TypingPause)
	r.until(t, "the newer answer", func() bool { return len(search.after.tiles) == 2 })
	close(slow)
	r.Close() // waits for the old one
	r.queue.Pump()
	if len(search.after.tiles) != 2 {
		t.Error("the older answer took its place")
	}
}

func TestLearnByKeyboard(t *testing.T) {
	b := teaching()
	block := make(chan struct{})
	b.OnTrain = func(ctx context.Context, _ learning.Request, _ func(learning.TrainProgress)) (learning.Result, error) {
		select {
		case <-block:
		case <-ctx.Done():
		}
		return learning.Result{Head: "h1", Report: learntest.Report()}, ctx.Err()
	}
	r := openShell(t, b)
	at := func(want string) {
		t.Helper()
		if got := r.see.Keyboard(); got != want {
			t.Fatalf("the keyboard is at %q, want it at %q", got, want)
		}
	}
	r.see.Press(fyne.KeyDown)
	if r.Canvas().Focused() != fyne.Focusable(r.wizard.choose.list) {
		t.Fatalf("the keyboard is at %T, want it at the tags", r.Canvas().Focused())
	}
	r.see.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	if !r.see.Has("Learn from 3 tags, captions and feedback") {
		t.Error("Space doesn't tick the tag")
	}
	r.see.Press(fyne.KeyDown)
	at("Captions of 30 photos")
	r.see.Press(fyne.KeySpace, fyne.KeyDown)
	at("Learn from 3 tags and feedback")
	r.see.Press(fyne.KeyReturn)
	at("Cancel")
	close(block)
	r.until(t, "the comparison", func() bool { return r.see.Says(sideBySideTitle) })
	if r.Canvas().Focused() != fyne.Focusable(r.wizard.compare.search.entry) {
		t.Fatalf("the keyboard is at %T, want it at the search", r.Canvas().Focused())
	}
	r.see.Press(fyne.KeyDown)
	at("Figures")
	if r.see.Press(fyne.KeyReturn); !r.see.Mentions("Measured on") {
		t.Error("Enter doesn't unfold the figures")
	}
	r.see.Press(fyne.KeyReturn, fyne.KeyDown)
	at("Use it")
	r.see.Press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	at("Teach")
	if r.see.Press(fyne.KeyRight, fyne.KeyReturn); r.see.Has("Use it") || r.see.Says(sideBySideTitle) || !strings.HasPrefix(r.see.Keyboard(), "Suggested tags") {
		t.Errorf("Enter doesn't turn to the tab: %q", r.see.Texts())
	}
	if r.see.Press(fyne.KeyEscape); r.open {
		t.Error("Escape doesn't close the page")
	}
}
