package details

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/app/service"
	"descry/library"
	"descry/library/metadata"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/theme"
)

// fakeBackend answers what its function fields say.
type fakeBackend struct {
	decoded atomic.Int32 // how often a file was read
	reading service.LaidOpen
	reasons func(service.Ask) service.Why
	seen    func(part string) (service.Heat, error)
}

// The thumbnails of tests have widths that tell them apart, in pixels.
const (
	smallWidth = 4
	largeWidth = 1024
)

func (f *fakeBackend) Thumbnail(context.Context, library.PhotoID) (image.Image, error) {
	return image.NewGray(image.Rect(0, 0, smallWidth, 3)), nil
}

func (f *fakeBackend) LargeThumbnail(_ context.Context, _ library.PhotoID, fresh bool) (image.Image, error) {
	f.decoded.Add(1)
	if !fresh {
		return nil, errors.New("there is none yet")
	}
	return image.NewGray(image.Rect(0, 0, largeWidth, 768)), nil
}

func (f *fakeBackend) LayOpen(context.Context, library.PhotoID) (service.LaidOpen, error) {
	f.decoded.Add(1)
	return f.reading, nil
}

func (f *fakeBackend) Why(_ context.Context, ask service.Ask, _ library.PhotoID) (service.Why, error) {
	return f.reasons(ask), nil
}

func (f *fakeBackend) Heat(_ context.Context, _ library.PhotoID, part string) (service.Heat, error) {
	return f.seen(part)
}

// fakeShell records what the panel wants of its window.
type fakeShell struct {
	ask            service.Ask
	answer         service.Answer
	ranked, judges bool
	liked          bool
	calls          []string
}

func (s *fakeShell) called(name string, args ...any) {
	s.calls = append(s.calls, strings.TrimSpace(name+" "+fmt.Sprintln(args...)))
}

func (s *fakeShell) TypedRune(rune)                  {}
func (s *fakeShell) TypedKey(*fyne.KeyEvent)         {}
func (s *fakeShell) TakeShortcut(fyne.Shortcut) bool { return false }
func (s *fakeShell) Hints() *kit.Tips {
	return kit.NewTips(func(time.Duration, func()) func() { return func() {} })
}

func (s *fakeShell) Cached(library.PhotoID) image.Image { return nil }
func (s *fakeShell) Answered() (service.Ask, service.Answer, bool) {
	return s.ask, s.answer, s.ranked
}
func (s *fakeShell) Judges() bool               { return s.judges }
func (s *fakeShell) Liked(library.PhotoID) bool { return s.liked }

func (s *fakeShell) View(id library.PhotoID)                 { s.called("View", id) }
func (s *fakeShell) FindSimilar(id library.PhotoID)          { s.called("FindSimilar", id) }
func (s *fakeShell) AddExample(id library.PhotoID, not bool) { s.called("AddExample", id, not) }
func (s *fakeShell) Like(id library.PhotoID)                 { s.called("Like", id) }
func (s *fakeShell) Reject(id library.PhotoID)               { s.called("Reject", id) }
func (s *fakeShell) OpenFile(path string)                    { s.called("OpenFile", path) }
func (s *fakeShell) RevealFile(path string)                  { s.called("RevealFile", path) }
func (s *fakeShell) CopyText(sentence, text string)          { s.called("CopyText", sentence, text) }
func (s *fakeShell) CopyPaths()                              { s.called("CopyPaths") }

// rig is a panel in a window of its own, with everything that moves by itself in the
// test's hands.
type rig struct {
	*Panel
	see kittest.View // the whole window
	*fakeBackend
	*fakeShell
	queue  *kittest.Queue
	clock  *kittest.Clock
	cancel context.CancelFunc // another photo is wanted
}

func newRig(t *testing.T) *rig {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark))
	r := &rig{fakeBackend: &fakeBackend{}, fakeShell: &fakeShell{}, queue: &kittest.Queue{}, clock: &kittest.Clock{}, cancel: func() {}}
	tasks := kit.NewTasks(r.queue.Dispatch)
	t.Cleanup(tasks.Close)
	r.Panel = New(Options{Backend: r.fakeBackend, Shell: r.fakeShell, Tasks: tasks, After: r.clock.After})
	w := test.NewTempWindow(t, r.Root())
	w.Resize(fyne.NewSize(kit.DetailsWidth, 900))
	r.see = kittest.Look(t, w.Canvas())
	return r
}

func (r *rig) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	r.queue.Until(t, what, done)
}

// finish runs what is under way to its end.
func (r *rig) finish() {
	for {
		r.Tasks.Wg.Wait()
		if !r.queue.Pump() {
			return
		}
	}
}

// photoOf is a photo with one file.
func photoOf(id library.PhotoID) library.Photo {
	path := fmt.Sprintf("/home/ann/Pictures/%d.jpg", id)
	return library.Photo{ID: id, Width: 600, Height: 400, Files: []library.FileRef{{Path: path, Online: true}}}
}

// show turns to a photo as the shell does.
func (r *rig) show(id library.PhotoID) { r.showThis(photoOf(id)) }

func (r *rig) showThis(photo library.Photo) {
	r.cancel()
	r.ClearHeat()
	var ctx context.Context
	ctx, r.cancel = context.WithCancel(r.Tasks.Ctx)
	r.Show(ctx, photo)
}

// textOf is what is to be read of o, with single spaces.
func textOf(o fyne.CanvasObject) string {
	var texts []string
	for _, o := range kittest.Visible(o) {
		if text, ok := o.(*canvas.Text); ok {
			texts = append(texts, text.Text)
		}
	}
	return strings.Join(strings.Fields(strings.Join(texts, " ")), " ")
}

// text is what is to be read in the panel.
func (r *rig) text() string { return textOf(r.Root()) }

// The panel asks for a photo, sums up several, and shows one.
func TestWhatIsShownFollowsTheSelection(t *testing.T) {
	r := newRig(t)
	tags := widget.NewLabel("Tags of the photo")
	r.SetTags(tags)
	if got := r.text(); got != "Select a photo to see what is known about it." {
		t.Errorf("without a photo it says %q", got)
	}
	r.ShowMany(3)
	r.SetSummary("3 photos share “Bella”")
	if got := r.text(); got != "3 photos share “Bella” Copy paths Tags of the photo" {
		t.Errorf("of several it says %q", got)
	}
	if r.see.Tap("Copy paths"); !slices.Equal(r.calls, []string{"CopyPaths"}) {
		t.Errorf("it calls %q", r.calls)
	}
	r.show(2)
	if got := r.text(); r.Photo() != 2 || !strings.HasPrefix(got, "2.jpg ") || !strings.Contains(got, "Tags of the photo") || strings.Contains(got, "Bella") {
		t.Errorf("of photo %d it says %q", r.Photo(), got)
	}
	r.ShowError(errors.New("gone"))
	if got := r.text(); r.Photo() != 0 || got == "" || strings.Contains(got, "2.jpg") || strings.Contains(got, "Tags") {
		t.Errorf("of what fails it says %q", got)
	}
}

func TestButtonsActOnThePhoto(t *testing.T) {
	r := newRig(t)
	photo := photoOf(2)
	photo.GPS = &library.Position{Latitude: 51.025, Longitude: 7.59194}
	r.showThis(photo)
	const path = "/home/ann/Pictures/2.jpg"
	press := func(names ...string) []string {
		r.calls = nil
		for _, name := range names {
			r.see.Tap(name)
		}
		return r.calls
	}
	if got := press("Open", "Show in file manager", "Find similar", "Copy path", "Copy the path", "Copy the coordinates", "More like this", "Not like this"); !slices.Equal(got, []string{
		"OpenFile " + path, "RevealFile " + path, "FindSimilar 2", "CopyText Copied the path. " + path, "CopyText Copied the path. " + path,
		"CopyText Copied the coordinates. 51.02500, 7.59194", "AddExample 2 false", "AddExample 2 true",
	}) {
		t.Errorf("it calls %q", got)
	}
	r.judges = true
	r.show(2)
	if got := press("Right answer", "Wrong answer"); !slices.Equal(got, []string{"Like 2", "Reject 2"}) {
		t.Errorf("of an answer it calls %q", got)
	}
	r.liked = true
	r.show(2)
	if got := press("No longer a right answer"); !slices.Equal(got, []string{"Like 2"}) {
		t.Errorf("of a right answer it calls %q", got)
	}
	photo.Files[0].Online = false
	r.showThis(photo)
	if got := press("Open", "Show in file manager"); len(got) > 0 || !strings.Contains(r.text(), "Path (offline)") {
		t.Errorf("of a photo that is offline it calls %q and says %q", got, r.text())
	}
	r.calls = nil
	if r.see.TapOn(r.picture); !slices.Equal(r.calls, []string{"View 2"}) {
		t.Errorf("the preview calls %q", r.calls)
	}
}

// The thumbnail is there at once, something sharper when the selection rests, and nothing
// of it once another photo is wanted.
func TestPreviewGetsSharperWhenTheSelectionRests(t *testing.T) {
	r := newRig(t)
	width := func() int {
		if r.preview.Image == nil {
			return 0
		}
		return r.preview.Image.Bounds().Dx()
	}
	r.show(2)
	if r.finish(); width() != smallWidth {
		t.Errorf("at first the preview is %d wide", width())
	}
	r.clock.Elapse(PreviewPause)
	if r.finish(); width() != largeWidth {
		t.Errorf("then the preview is %d wide", width())
	}
	r.show(3)
	if width() != 0 {
		t.Error("the preview of another photo stays")
	}
	r.cancel()
	before := r.decoded.Load()
	r.clock.Elapse(PreviewPause)
	if r.finish(); width() != 0 || len(r.laid.Objects) > 0 {
		t.Errorf("when another photo is wanted, the preview is %d wide", width())
	}
	if before != 2 || r.decoded.Load() != before {
		t.Errorf("files were read %d times for a photo that rested and %d for one that did not", before, r.decoded.Load()-before)
	}
}

// The panel says how the file of the selected photo is read, once the selection rests.
func TestDetailsLayThePhotoOpen(t *testing.T) {
	r := newRig(t)
	r.reading = service.LaidOpen{
		Decoder: "libheif 1.15.1", Profile: "Display P3", Sidecars: []string{"2.jpg.xmp"},
		Fields: []service.LaidField{
			{Name: "captured", From: []metadata.Source{metadata.EXIF}},
			{Name: "rating", From: []metadata.Source{metadata.XMP, metadata.Sidecar}},
		},
		Models: []service.LaidModel{{Name: "Starter model"}, {Name: "EVA02", Refused: true}},
	}
	r.show(2)
	r.clock.Elapse(PreviewPause - 1)
	if r.finish(); len(r.laid.Objects) > 0 {
		t.Error("the file is read before the selection rests")
	}
	r.clock.Elapse(PreviewPause)
	r.finish()
	const want = "Colours Display P3 Decoded by libheif 1.15.1 Looked at by Starter model, EVA02 (could not take it) " +
		"In its EXIF date In its XMP rating In 2.jpg.xmp rating"
	if got := textOf(r.laid); got != want {
		t.Errorf("it says %q", got)
	}
	r.show(1)
	if len(r.laid.Objects) > 0 {
		t.Error("what was said of one photo stays with the next")
	}
}
