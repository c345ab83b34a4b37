package ui

import (
	"errors"
	"image/color"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
)

// places are those of a fakeBackend, and what was confirmed of them.
type places struct {
	mu        sync.Mutex
	list      []library.Place
	confirmed []library.Place
	err       error
}

// withPlaces makes a backend with one folder, in which places are.
func withPlaces(list ...library.Place) (*fakeBackend, *places) {
	p := &places{list: list}
	b := oneFolder()
	b.places = func() ([]library.Place, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		return slices.Clone(p.list), nil
	}
	b.confirmed = func(folder library.FolderID, rel string) (int, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.err != nil {
			return 0, p.err
		}
		n := 0
		p.list = slices.DeleteFunc(p.list, func(o library.Place) bool {
			found := o.Folder == folder && o.Rel == rel
			if found {
				p.confirmed, n = append(p.confirmed, o), o.Away
			}
			return found
		})
		return n, nil
	}
	return b, p
}

func (p *places) set(list ...library.Place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = list
}

func (p *places) gone() []library.Place {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.confirmed)
}

var (
	askedPictures = library.Place{Folder: 1, AskedSince: thursday.Add(-time.Hour), Away: 212}
	awayCard      = library.Place{Folder: 1, Rel: "trips/card", AwaySince: thursday.Add(-48 * time.Hour), Away: 40}
)

// question is what the line above the photos asks, "" when it asks nothing.
func (r *rig) question() string {
	said := kittest.Said(r.folders.Question())
	if len(said) == 0 {
		return ""
	}
	return said[0]
}

const picturesQuestion = "212 photos are gone from Pictures: deleted, or is the drive away?"

func TestAnAwayDriveIsSaidBesideItsFolder(t *testing.T) {
	b, p := withPlaces(awayCard)
	b.subfolders = func(library.FolderID) ([]library.Subfolder, error) {
		return []library.Subfolder{{Rel: "trips", Photos: 3}, {Rel: "trips/card", Photos: 2}, {Rel: "trips/card/a", Photos: 1}}, nil
	}
	b.status = func() service.Status { return service.Status{Photos: 3} }
	r := newRig(t, b)
	r.until(t, "the side", func() bool { return r.stateOf(t, "Pictures") == "card offline since Tuesday" })
	r.until(t, "the bar", func() bool { return r.status.text.Text == "Pictures/trips/card offline since Tuesday · 3 photos" })
	if r.question() != "" {
		t.Errorf("it asks %q of a drive that is away", r.question())
	}
	if row := r.side.Rows()[r.rowOf(t, "Pictures")]; row.Offline {
		t.Error("the folder counts as offline")
	}
	r.side.Toggle(r.rowOf(t, "Pictures"))
	r.until(t, "the directories", func() bool { return slices.Contains(drawn(r.side.Rows()), "  > trips") })
	r.side.Toggle(r.rowOf(t, "trips"))
	r.side.Toggle(r.rowOf(t, "card"))
	for name, offline := range map[string]bool{"trips": false, "card": true, "a": true} {
		if row := r.side.Rows()[r.rowOf(t, name)]; row.Offline != offline {
			t.Errorf("%s is offline: %v", name, row.Offline)
		}
	}
	if state := r.stateOf(t, "card"); state != "offline since Tuesday" {
		t.Errorf("at the drive it says %q", state)
	}
	p.set()
	b.notify(service.Event{Kind: service.FoldersChanged})
	r.until(t, "the drive back", func() bool {
		return r.stateOf(t, "Pictures") == "up to date" && r.status.text.Text == "Up to date · 3 photos" &&
			!r.side.Rows()[r.rowOf(t, "card")].Offline
	})
}

// dimmed counts the photos with a veil over them.
func (r *rig) dimmed() (n int) {
	for _, o := range test.WidgetRenderer(r.grid).Objects() {
		if rect, ok := o.(*canvas.Rectangle); ok {
			if fill, ok := rect.FillColor.(color.NRGBA); ok && fill.A > 0x80 && fill.A < 0xff && rect.Size().Width > 50 {
				n++
			}
		}
	}
	return n
}

// Photos that can't be opened stand back, those of a drive as those of a folder.
func TestAwayPhotosAreDimmed(t *testing.T) {
	b, p := withPlaces()
	b.away = []library.PhotoID{2}
	r := newRig(t, b)
	if n := b.count("AwayPhotos"); n > 0 || r.dimmed() != 0 {
		t.Errorf("with everything there it asked %d times, and %d are dimmed", n, r.dimmed())
	}
	p.set(awayCard)
	b.notify(service.Event{Kind: service.FoldersChanged})
	r.until(t, "the dimmed photo", func() bool { return r.dimmed() == 1 })
	asked := b.count("AwayPhotos")
	b.notify(service.Event{Kind: service.FoldersChanged})
	folders := b.count("Folders")
	r.until(t, "another look", func() bool { return b.count("Folders") > folders && r.idle() })
	if b.count("AwayPhotos") != asked {
		t.Error("it asks again although nothing has changed")
	}
	p.set()
	b.notify(service.Event{Kind: service.FoldersChanged})
	r.until(t, "the photo back", func() bool { return r.dimmed() == 0 })
}

func TestTheQuestionStaysUntilItIsAnswered(t *testing.T) {
	b, p := withPlaces(askedPictures)
	b.status = func() service.Status { return service.Status{Photos: 300} }
	r := newRig(t, b)
	r.until(t, "the question", func() bool { return r.question() == picturesQuestion })
	r.until(t, "the bar", func() bool { return r.status.text.Text == "212 photos gone from Pictures · 300 photos" })
	if top := r.sheets; len(top) > 0 || r.win.Canvas().Overlays().Top() != nil {
		t.Error("the question is in the way")
	}
	if state := r.stateOf(t, "Pictures"); state != "212 photos gone since 13:00" {
		t.Errorf("the side says %q", state)
	}
	r.clock.elapse(time.Hour)
	test.Type(r.search.Box(), "dog")
	r.clock.elapse(kit.TypingPause)
	r.waitSearching(t)
	if r.question() != picturesQuestion {
		t.Fatal("the question went without an answer")
	}
	below := r.photosTop()
	test.Tap(kittest.Button(t, r.content, "Keep"))
	if r.question() != "" || r.photosTop() >= below {
		t.Fatalf("after Keep it asks %q, and the photos begin at %v after %v", r.question(), r.photosTop(), below)
	}
	b.notify(service.Event{Kind: service.FoldersChanged})
	r.until(t, "another look", func() bool { return b.count("Folders") > 1 && r.idle() })
	if r.question() != "" || len(p.gone()) > 0 {
		t.Errorf("after Keep it asks %q, and %v is confirmed", r.question(), p.gone())
	}
	if state := r.stateOf(t, "Pictures"); state != "212 photos gone since 13:00" {
		t.Errorf("after Keep the side says %q", state)
	}
	r.Close()

	again, p := withPlaces(askedPictures)
	again.state = b.saved
	r = newRig(t, again)
	if r.question() != "" {
		t.Error("a new window asks again")
	}
	more := askedPictures
	more.Away++
	p.set(more)
	again.notify(service.Event{Kind: service.FoldersChanged})
	r.until(t, "the question about more", func() bool { return strings.HasPrefix(r.question(), "213 photos are gone from Pictures") })
}

func TestDeletedAsksOnceMore(t *testing.T) {
	b, p := withPlaces(askedPictures, library.Place{Folder: 1, Rel: "trips/card", AwaySince: thursday, AskedSince: thursday, Away: 1})
	b.awayNames = []string{"a/1.jpg", "a/2.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"}
	r := newRig(t, b)
	r.until(t, "the question", func() bool { return r.question() == picturesQuestion+" (1 more question)" })
	test.Tap(kittest.Button(t, r.content, "Deleted…"))
	r.until(t, "names", func() bool { return sheetSays(r, "a/1.jpg, a/2.jpg, b.jpg, c.jpg, d.jpg and 207 more") })
	said := strings.Join(r.seen(), " ")
	for _, want := range []string{"Are 212 photos of Pictures deleted?", "/home/ann/Pictures since 13:00", "(tags, captions, people, answers) is kept", "can't be undone"} {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
			t.Errorf("the sheet doesn't say %q: %s", want, said)
		}
	}
	if r.win.Canvas().Focused() != fyne.Focusable(inSheet(t, r, "Cancel")) {
		t.Error("Enter would delete")
	}
	test.Tap(inSheet(t, r, "Cancel"))
	if len(p.gone()) > 0 || len(r.sheets) > 0 || !strings.HasPrefix(r.question(), picturesQuestion) {
		t.Fatalf("after Cancel %v is confirmed, and it asks %q", p.gone(), r.question())
	}
	test.Tap(kittest.Button(t, r.content, "Deleted…"))
	test.Tap(inSheet(t, r, "They are deleted"))
	r.until(t, "the other question", func() bool {
		return r.question() == "1 photo is gone from Pictures/trips/card: deleted, or is the drive away?"
	})
	if got := p.gone(); len(got) != 1 || got[0] != askedPictures {
		t.Errorf("confirmed %v", got)
	}
	if r.said() != "Took 212 photos of Pictures off the list. What you said of them is kept." {
		t.Errorf("it says %q", r.said())
	}
	p.mu.Lock()
	p.err = errors.New("the disk is full")
	p.mu.Unlock()
	test.Tap(kittest.Button(t, r.content, "Deleted…"))
	test.Tap(inSheet(t, r, "It is deleted"))
	r.until(t, "the error", func() bool { return r.said() == "The disk is full." })
	if r.question() == "" {
		t.Error("the question went although it could not be answered")
	}
}

// What was kept can be said to be deleted later, and so can what is on a drive that will
// never come back: in the menu at the side.
func TestTheSideOffersTheAnswer(t *testing.T) {
	b, p := withPlaces(askedPictures)
	r := newRig(t, b)
	r.until(t, "the question", func() bool { return r.question() != "" })
	test.Tap(kittest.Button(t, r.content, "Keep"))
	r.side.OpenMenu(r.rowOf(t, "Pictures"), fyne.NewPos(10, 10))
	if texts := r.seen(); !slices.Contains(texts, "212 photos are deleted…") {
		t.Fatalf("the menu has %q", texts)
	}
	var last, item fyne.Tappable
	walkShown(r.win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if tapped, ok := o.(fyne.Tappable); ok {
			last = tapped
		}
		if text, ok := o.(*canvas.Text); ok && text.Text == "212 photos are deleted…" {
			item = last
		}
	})
	test.Tap(item)
	test.Tap(inSheet(t, r, "They are deleted"))
	r.until(t, "the word", func() bool { return len(p.gone()) == 1 })
}

func TestTheQuestionFitsANarrowWindow(t *testing.T) {
	b, _ := withPlaces(askedPictures)
	r := newRig(t, b)
	r.until(t, "the question", func() bool { return r.question() != "" })
	for _, width := range []float32{500, 760, 1200} {
		r.sized(width, 600)
		for _, o := range kittest.Visible(r.folders.Question()) {
			switch o.(type) {
			case *kit.Prose, *kit.Button:
			default:
				continue
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
			left := fyne.CurrentApp().Driver().AbsolutePositionForObject(r.search.Root())
			if at.X < left.X || at.X+o.Size().Width > left.X+r.search.Root().Size().Width+0.5 || at.Y+o.Size().Height > r.photosTop() {
				t.Errorf("in %v: %T at %v of size %v, the centre from %v is %v, photos from %v", width, o, at, o.Size(), left, r.search.Root().Size(), r.photosTop())
			}
		}
	}
}
