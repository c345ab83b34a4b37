package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/ui/kit"
)

// said is the newest message on show, "" when there is none.
func (r *rig) said() string {
	if o := r.toasts.last(); o != nil {
		return o.text.Words.Text
	}
	return ""
}

// offered is the button of the newest message, "" without one.
func (r *rig) offered() string {
	if o := r.toasts.last(); o != nil && o.act.Visible() {
		return o.act.Text
	}
	return ""
}

// tapOffer clicks on it where it stands.
func (r *rig) tapOffer(t *testing.T) {
	t.Helper()
	if r.offered() == "" {
		t.Fatalf("%q offers nothing", r.said())
	}
	act := r.toasts.last().act
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(act)
	test.TapCanvas(r.win.Canvas(), at.AddXY(act.Size().Width/2, act.Size().Height/2))
}

func TestToastsLieOverThePhotosAndLeaveTheStatusBarAlone(t *testing.T) {
	b := oneFolder()
	b.status = func() service.Status {
		return service.Status{Phase: service.Indexing, Done: 1240, Total: 18302, PerSecond: 52}
	}
	r := newRig(t, b)
	r.until(t, "progress", func() bool { return r.status.pause.Visible() })
	progress := r.status.text.Text
	taken := 0
	r.toasts.say("Tagged 3 photos: Bella", "Undo", func() { taken++ })
	if r.status.text.Text != progress || !strings.HasPrefix(progress, "Indexing 1,240 of 18,302") || !r.status.pause.Visible() {
		t.Errorf("a message hides the progress: %q", r.status.text.Text)
	}
	o := r.toasts.last()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	bar := fyne.CurrentApp().Driver().AbsolutePositionForObject(r.status.root)
	centre := fyne.CurrentApp().Driver().AbsolutePositionForObject(r.search.Root())
	if at.Y+o.Size().Height > bar.Y || at.Y < bar.Y/2 {
		t.Errorf("the toast is at %v, %v high; the status bar at %v", at, o.Size().Height, bar)
	}
	if mid, want := at.X+o.Size().Width/2, centre.X+r.search.Root().Size().Width/2; mid < want-1 || mid > want+1 {
		t.Errorf("the toast's middle is at %v, want %v", mid, want)
	}
	r.tapOffer(t)
	if taken != 1 || r.said() != "" {
		t.Errorf("taken back %d times, still says %q", taken, r.said())
	}
}

func TestToastsTakeOnlyClicksOnThem(t *testing.T) {
	r := newRig(t, oneFolder())
	r.toasts.say("Something happened.", "", nil)
	o := r.toasts.last()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	clicks := 0
	r.grid.Select(1)
	behind := kit.NewTappable(kit.NewLine("behind"), func() { clicks++ })
	r.search.Root().Add(behind) // over all of the middle, below the toasts
	kit.Put(behind, 0, 0, r.search.Root().Size().Width, r.search.Root().Size().Height)
	test.TapCanvas(r.win.Canvas(), at.AddXY(o.Size().Width/2, o.Size().Height/2))
	if clicks != 0 {
		t.Error("a click on the toast goes through it")
	}
	test.TapCanvas(r.win.Canvas(), at.AddXY(-20, o.Size().Height/2))
	test.TapCanvas(r.win.Canvas(), at.AddXY(o.Size().Width/2, -20))
	if clicks != 2 {
		t.Errorf("%d of 2 clicks beside the toast arrive", clicks)
	}
}

func TestToastsStayWhileThePointerIsOnThem(t *testing.T) {
	r := newRig(t, oneFolder())
	r.toasts.say("Copied the path.", "Undo", func() {})
	o := r.toasts.last()
	for _, over := range []desktop.Hoverable{o, o.act} {
		over.MouseIn(&desktop.MouseEvent{})
		r.clock.elapse(messageTime)
		r.queue.pump()
		if r.said() == "" {
			t.Fatal("the message went under the pointer")
		}
		over.MouseOut()
	}
	r.clock.elapse(messageTime)
	r.until(t, "the message to go", func() bool { return r.said() == "" })
}

func TestToastsStack(t *testing.T) {
	r := newRig(t, oneFolder())
	for _, text := range []string{"one", "two", "three", "four", "three"} {
		r.toasts.say(text, "", nil)
	}
	var texts []string
	y := float32(0)
	for _, o := range r.toasts.list {
		texts = append(texts, o.text.Words.Text)
		if o.Position().Y < y {
			t.Errorf("%q stands at %v, not below the one before", o.text.Words.Text, o.Position())
		}
		y = o.Position().Y + o.Size().Height
	}
	if got := strings.Join(texts, " "); got != "two four three" {
		t.Errorf("on show: %s", got)
	}
	r.toasts.sayDone("Tagged 1 photo: a", "Undo", func() {})
	r.toasts.sayDone("Tagged 1 photo: b", "Undo", func() {})
	if len(r.toasts.list) != 3 || r.toasts.list[1].text.Words.Text != "three" {
		t.Error("two undos stand beside each other")
	}
}

func TestLongToastsWrap(t *testing.T) {
	r := newRig(t, oneFolder())
	r.win.Resize(fyne.NewSize(700, 500))
	r.toasts.say(strings.Repeat("The disk of the library is full. ", 12), "Undo", func() {})
	o := r.toasts.last()
	if o.Size().Height < 60 || o.Size().Width > toastWidth || o.act.Size().Width < 20 {
		t.Errorf("the toast is %v, its button %v", o.Size(), o.act.Size())
	}
}

func TestToastsShowEverywhere(t *testing.T) {
	r := newRig(t, oneFolder())
	taken := 0
	for name, open := range map[string]func(){
		"viewer": func() { r.view(2) },
		"learn":  r.openLearn,
		"models": r.openModels,
		"sheet":  r.toggleHelp,
		"sheets": func() { r.toggleHelp(); r.showAbout() },
	} {
		taken = 0
		r.toasts.sayDone("before", "Undo", func() { taken++ })
		open()
		r.tapOffer(t)
		r.toasts.sayDone("after", "Undo", func() { taken++ })
		r.tapOffer(t)
		if taken != 2 {
			t.Errorf("%s: %d of 2 clicks arrive", name, taken)
		}
		r.toasts.sayDone("closing", "Undo", func() { taken++ })
		r.TypedKey(key(fyne.KeyEscape))
		r.TypedKey(key(fyne.KeyEscape))
		if r.said() != "closing" {
			t.Errorf("%s: Escape was taken by the toast", name)
		}
		r.tapOffer(t)
		if taken != 3 || r.zones.viewing || r.page != nil || len(r.sheets) > 0 {
			t.Errorf("%s: %d clicks; viewing %v, page %v, %d sheets", name, taken, r.zones.viewing, r.page, len(r.sheets))
		}
	}
}

func TestMessagesShowOverTheViewer(t *testing.T) {
	r := newRig(t, oneFolder())
	r.view(2)
	full := r.viewer.Size()
	r.toasts.say("Tagged 1 photo: Bella", "Undo", func() {})
	if r.status.root.Visible() || r.viewer.Size() != full {
		t.Errorf("the status bar shows: %v; the viewer is %v, was %v", r.status.root.Visible(), r.viewer.Size(), full)
	}
	r.tapOffer(t)
	if r.said() != "" || !r.zones.viewing {
		t.Errorf("says %q, viewing %v", r.said(), r.zones.viewing)
	}
	r.viewer.TypedKey(key(fyne.KeyEscape))
	if !r.status.root.Visible() {
		t.Error("the bar is gone behind the viewer")
	}
}
