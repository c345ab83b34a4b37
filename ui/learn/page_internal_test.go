package learn

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/learn/learntest"
)

func TestReadyTagsAreChosenFirst(t *testing.T) {
	b := teaching()
	r := openShell(t, b)
	c := r.wizard.choose
	if want := "Learn from 2 tags, captions and feedback"; c.start.Text != want {
		t.Errorf("the button says %q, want %q", c.start.Text, want)
	}
	c.tick(b.Page.Tags[2], true)
	c.feedback.SetChecked(false)
	r.change(b, func(page *learning.Page) { page.Tags[1].Examples++ })
	r.until(t, "the new count", func() bool { return c.page.Tags[1].Examples == 13 })
	want := learning.Request{Tags: []library.Tag{{Name: "Bella"}, {Name: "beach"}, {Name: "boats"}}, Captions: true}
	if got := c.request(); !slices.Equal(got.Tags, want.Tags) || got.Captions != want.Captions || got.Feedback {
		t.Errorf("asks for %+v, want %+v", got, want)
	}
	c.tickAll(false)
	c.captions.SetChecked(false)
	if !c.start.Disabled() {
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
	c := r.wizard.choose
	if !strings.Contains(c.about.Words.Text, "press t") || !c.start.Disabled() || c.list.Visible() || c.captions.Visible() {
		t.Errorf("says %q; button rests %v", c.about.Words.Text, c.start.Disabled())
	}
	for tab, want := range map[int]string{suggestedTab: "Teach Descry a tag first", namedTab: "press n", versionsTab: "Nothing was learned yet"} {
		r.tabs.Turn(tab)
		text := map[int]*kit.Prose{suggestedTab: r.review.empty, namedTab: r.names.about, versionsTab: r.versions.about}[tab]
		if !text.Visible() || !strings.Contains(text.Words.Text, want) {
			t.Errorf("tab %d says %q, want %q in it", tab, text.Words.Text, want)
		}
	}
}

func TestALearnPageThatCannotBeAskedSaysWhy(t *testing.T) {
	b := teaching()
	b.OnLearn = func() (learning.Page, error) { return learning.Page{}, errors.New("the disk is full") }
	r := newShell(t, b)
	r.OpenPage()
	r.until(t, "the reason", func() bool { return r.trouble.Words.Text == "The disk is full." })
	if r.tabs.Stack.Visible() {
		t.Error("it shows tabs of nothing")
	}
}

func TestLearningIsWatchedComparedAndUsed(t *testing.T) {
	b := teaching()
	finish := make(chan struct{})
	b.OnTrain = func(_ context.Context, _ learning.Request, progress func(learning.TrainProgress)) (learning.Result, error) {
		progress(learning.TrainProgress{Stage: "Learning", Step: 1, Total: 200, HeldOut: 42, Loss: 4, SecondsTo: 9})
		progress(learning.TrainProgress{Stage: "Learning", Step: 50, Total: 200, HeldOut: 60, Loss: 2, SecondsTo: 5})
		<-finish
		return learning.Result{Head: "h1", Report: learntest.Report()}, nil
	}
	b.OnCompare = func(string, string) (service.Answer, service.Answer, error) {
		return service.Answer{Tiles: kittest.Tiles(1, 2)}, service.Answer{Tiles: kittest.Tiles(2, 3)}, nil
	}
	r := openShell(t, b)
	z := r.wizard
	test.Tap(z.choose.start)
	r.until(t, "the progress", func() bool { return z.watch.text.Text == "Learning: step 50 of 200 · a few seconds left" })
	if z.at != watchAt || len(z.watch.curve.points) != 2 || z.watch.bar.Share != 0.25 {
		t.Errorf("step %d, %d points, share %v", z.at, len(z.watch.curve.points), z.watch.bar.Share)
	}
	if want := "Finds photos that it doesn't learn from: 60.0 %, at the beginning 42.0 %"; z.watch.score.Text != want {
		t.Errorf("says %q", z.watch.score.Text)
	}
	r.TypedKey(key(fyne.KeyEscape))
	if r.open || r.status != "Learning 25 %" {
		t.Errorf("the page is open %v, the status bar says %q", r.open, r.status)
	}
	close(finish)
	r.until(t, "the message", func() bool { return strings.HasPrefix(r.said, "Learned from 2 tags") })
	r.offer()
	if !z.shownNow() || z.at != compareAt {
		t.Fatalf("the message leads to step %d", z.at)
	}
	want := "What it learned\nBetter for 1 of 2 tags, most for “Bella”: 4 of 10 right before, 9 of 10 now; " +
		"less well for “beach”: 7 of 10 right before, 5 of 10 now. Other searches stay as good as they were."
	if got := kittest.Texts(z.compare.verdict); got != want {
		t.Errorf("it says\n%q, want\n%q", got, want)
	}
	if kit.Shown(z.compare.figures.Body) {
		t.Error("the figures are in the way")
	}
	test.Tap(z.compare.figures.Head)
	for _, part := range []string{"General search: fell by 0.4 points, allowed are 1.", "Measured on 84 held-out photos"} {
		if got := kittest.Texts(z.compare.details); !strings.Contains(got, part) || !z.compare.figures.Open() {
			t.Errorf("%q is not in %q", part, got)
		}
	}
	r.until(t, "the answers", func() bool { return len(z.compare.search.after.tiles) == 2 })
	if b.Calls("Compare Bella h1") != 1 || z.compare.search.after.marks != 1 {
		t.Errorf("%d comparisons of the best tag, %d marks", b.Calls("Compare Bella h1"), z.compare.search.after.marks)
	}
	test.Tap(z.compare.use)
	r.until(t, "it to be used", func() bool { return z.at == decidedAt && b.Calls("UseHead h1") == 1 })
	if !z.decided.suggested.Visible() {
		t.Error("it doesn't lead to the suggestions")
	}
}

func TestNotNowKeepsItUnused(t *testing.T) {
	b := teaching()
	b.OnTrain = func(context.Context, learning.Request, func(learning.TrainProgress)) (learning.Result, error) {
		return learning.Result{Head: "h1", Report: learntest.Report()}, nil
	}
	r := openShell(t, b)
	z := r.wizard
	test.Tap(z.choose.start)
	r.until(t, "the comparison", func() bool { return z.at == compareAt })
	test.Tap(z.compare.not)
	if z.at != decidedAt || !strings.Contains(z.decided.text.Words.Text, "Kept under Versions") || b.Calls("UseHead h1") != 0 {
		t.Errorf("step %d says %q", z.at, z.decided.text.Words.Text)
	}
	test.Tap(z.decided.again)
	if z.at != chooseAt {
		t.Errorf("learning again begins at step %d", z.at)
	}
}

func TestCancelLeavesEverything(t *testing.T) {
	b := teaching()
	b.OnTrain = func(ctx context.Context, _ learning.Request, progress func(learning.TrainProgress)) (learning.Result, error) {
		progress(learning.TrainProgress{Stage: "Learning", Step: 1, Total: 200, HeldOut: -1})
		<-ctx.Done()
		return learning.Result{}, ctx.Err()
	}
	r := openShell(t, b)
	z := r.wizard
	test.Tap(z.choose.start)
	test.Tap(z.watch.cancel)
	if !z.watch.cancel.Disabled() || z.watch.text.Text != "Stopping…" {
		t.Errorf("while it stops it says %q", z.watch.text.Text)
	}
	r.until(t, "the end", func() bool { return z.at == chooseAt })
	if z.choose.note.Words.Text != "Cancelled; everything is as it was." || r.status != "" {
		t.Errorf("says %q; the status bar %q", z.choose.note.Words.Text, r.status)
	}
	b.OnTrain = func(context.Context, learning.Request, func(learning.TrainProgress)) (learning.Result, error) {
		return learning.Result{}, errors.New("learning did not converge")
	}
	test.Tap(z.choose.start)
	r.until(t, "the error", func() bool { return z.choose.note.Words.Text == "Learning did not converge." && z.at == chooseAt })
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
	test.Tap(r.wizard.choose.start)
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
	z := r.wizard
	test.Tap(z.choose.start)
	r.until(t, "the comparison", func() bool { return z.at == compareAt })
	verdict := kittest.Texts(z.compare.verdict)
	if z.compare.figures.Open() {
		t.Error("the figures are in the way")
	}
	if !strings.Contains(verdict, "No better version is offered: general search would lose more than one point.") || !strings.Contains(verdict, "More photos of “boats” would help.") {
		t.Errorf("says %q", verdict)
	}
	if z.compare.use.Visible() || z.compare.search.root.Visible() || b.Calls("Compare Bella ") != 0 {
		t.Error("what was refused can be used or searched with")
	}
	test.Tap(z.compare.not)
	if z.at != chooseAt {
		t.Errorf("choosing again leads to step %d", z.at)
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
	z := r.wizard
	press := func(names ...fyne.KeyName) {
		for _, name := range names {
			if f := r.Canvas().Focused(); f != nil {
				f.TypedKey(key(name))
			} else {
				r.TypedKey(key(name))
			}
		}
	}
	focused := func(want fyne.Focusable, what string) {
		t.Helper()
		if got := r.Canvas().Focused(); got != want {
			t.Fatalf("the keyboard is at %T, want it at %s", got, what)
		}
	}
	press(fyne.KeyDown)
	focused(z.choose.list, "the tags")
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	if !z.choose.ticked(b.Page.Tags[2]) {
		t.Error("Space doesn't tick the tag")
	}
	press(fyne.KeyDown)
	focused(z.choose.captions, "the captions")
	press(fyne.KeySpace, fyne.KeyDown)
	focused(z.choose.start, "the button")
	press(fyne.KeyReturn)
	focused(z.watch.cancel, "Cancel")
	close(block)
	r.until(t, "the comparison", func() bool { return z.at == compareAt })
	focused(z.compare.search.entry, "the search")
	press(fyne.KeyDown)
	focused(z.compare.figures.Head, "the figures")
	press(fyne.KeyReturn)
	if !z.compare.figures.Open() {
		t.Error("Enter doesn't unfold the figures")
	}
	press(fyne.KeyReturn, fyne.KeyDown)
	focused(z.compare.use, "Use it")
	press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	focused(r.tabs.Buttons[teachTab], "the tabs")
	press(fyne.KeyRight, fyne.KeyReturn)
	if r.tabs.At != suggestedTab {
		t.Error("Enter doesn't turn to the tab")
	}
	press(fyne.KeyEscape)
	if r.open {
		t.Error("Escape doesn't close the page")
	}
}
