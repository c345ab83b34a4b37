package folders

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/storage"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
)

// fakeBackend takes every folder, and has files away.
type fakeBackend struct {
	added []string
	away  []library.PhotoID
}

func (b *fakeBackend) AddFolders(_ context.Context, paths []string) (service.Change, error) {
	b.added = append(b.added, paths...)
	return service.Change{}, nil
}

func (b *fakeBackend) AwayNames(context.Context, library.FolderID, string, int) ([]string, error) {
	return nil, nil
}

func (b *fakeBackend) AwayPhotos(context.Context) ([]library.PhotoID, error) { return b.away, nil }

func (b *fakeBackend) ConfirmGone(context.Context, library.FolderID, string) (int, error) {
	return 0, nil
}

// fakeShell is a window with folders and places. It counts what it is told.
type fakeShell struct {
	*kittest.Window
	folders []library.Folder
	places  []library.Place
	told    []string
}

func (s *fakeShell) Folders() []library.Folder      { return s.folders }
func (s *fakeShell) Places() []library.Place        { return s.places }
func (s *fakeShell) ScopePath(library.Scope) string { return "/photos" }
func (s *fakeShell) FoldersChanged()                { s.told = append(s.told, "folders") }
func (s *fakeShell) PhotosChanged()                 { s.told = append(s.told, "photos") }
func (s *fakeShell) AwayChanged()                   { s.told = append(s.told, "away") }
func (s *fakeShell) Regrow()                        {}
func (s *fakeShell) Remember()                      { s.told = append(s.told, "remember") }

func newFolders(t *testing.T, kept ...KeptPlace) (*fakeShell, *fakeBackend, *Folders) {
	t.Helper()
	s, b := &fakeShell{Window: kittest.NewWindow(t)}, &fakeBackend{}
	none := func(context.Context, string, string, int) ([]string, error) { return nil, nil }
	return s, b, New(Options{
		Backend: b, Shell: s, Tasks: s.Tasks, Log: slog.New(slog.DiscardHandler), Now: time.Now, Kept: kept,
		FolderOffers: kit.NewFolderOffers(s.Tasks, none, s.Window.Window.Canvas(), s.Tips, s.After),
		Chooser:      kit.NewChooser(s.Window.Window, s.Tasks),
	})
}

func TestAChosenFolderIsAdded(t *testing.T) {
	s, b, f := newFolders(t)
	f.Ask()
	dir := t.TempDir()
	at, err := storage.ListerForURI(storage.NewFileURI(dir))
	if err != nil {
		t.Fatal(err)
	}
	f.adding.choice().Answer(at, true, nil)
	s.Until(t, "the chosen folder to be added", func() bool { return len(s.Sheets) == 0 })
	if !slices.Equal(b.added, []string{dir}) || !slices.Equal(s.told, []string{"folders", "photos"}) {
		t.Errorf("added %q, the window is told of %q", b.added, s.told)
	}
}

// TestTheSuggestedFolderIsOfferedUntilItIsThere looks at the name of the offer.
func TestTheSuggestedFolderIsOfferedUntilItIsThere(t *testing.T) {
	s, b, f := newFolders(t)
	f.Suggest("/home/ann/Pictures/")
	f.Ask()
	if !s.SheetSays("Use Pictures") {
		t.Errorf("the sheet says %q", kittest.Said(s.Front(t)))
	}
	f.AddSuggested()
	s.Until(t, "it to be added", func() bool { return len(s.told) > 0 })
	s.folders = []library.Folder{{ID: 1, Path: "/home/ann/Pictures"}}
	if name := f.SuggestedName(); name != "" || !slices.Equal(b.added, []string{"/home/ann/Pictures/"}) {
		t.Errorf("%q is offered after %q was added", name, b.added)
	}
}

// TestAwayPhotosAreAskedForWhenOthersMayBe has a folder go offline and come back.
func TestAwayPhotosAreAskedForWhenOthersMayBe(t *testing.T) {
	s, b, f := newFolders(t)
	b.away = []library.PhotoID{2}
	s.folders = []library.Folder{{ID: 1, OfflineSince: time.Unix(1, 0)}}
	f.Listed()
	s.Until(t, "the photo to be away", func() bool { return f.Away(2) && !f.Away(1) })
	f.Listed() // nothing else is away
	s.Pump()
	s.folders[0].OfflineSince = time.Time{}
	f.Listed()
	if f.Away(2) || !slices.Equal(s.told, []string{"away", "away"}) {
		t.Errorf("away: %v, told %q", f.Away(2), s.told)
	}
}

// TestAKeptQuestionIsAskedAgainOfMore keeps an answer over a restart.
func TestAKeptQuestionIsAskedAgainOfMore(t *testing.T) {
	place := library.Place{Folder: 1, AskedSince: time.Unix(100, 0), Away: 212}
	s, _, f := newFolders(t)
	s.places = []library.Place{place}
	f.Listed()
	if !f.Question().Visible() {
		t.Fatal("nothing is asked")
	}
	f.keep(place)
	if f.Question().Visible() || len(f.Kept()) != 1 || !slices.Equal(s.told, []string{"remember"}) {
		t.Errorf("asked: %v, kept %v, told %q", f.Question().Visible(), f.Kept(), s.told)
	}
	later, _, again := newFolders(t, f.Kept()...)
	later.places = []library.Place{place}
	if again.Listed(); again.Question().Visible() {
		t.Error("another window asks again")
	}
	later.places[0].Away++
	if again.Listed(); !again.Question().Visible() {
		t.Error("it doesn't ask though more went")
	}
}
