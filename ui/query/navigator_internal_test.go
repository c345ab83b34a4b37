package query

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
)

// fakeStage records what the navigator shows.
type fakeStage struct {
	shown   []listing
	renewed []listing
	errs    []error
	at      float32
	busyAt  Place
	touched bool
}

func (s *fakeStage) show(l listing, at spot) { s.shown = append(s.shown, l); s.at = at.offset }
func (s *fakeStage) renew(l listing)         { s.renewed = append(s.renewed, l) }
func (s *fakeStage) grow(l listing)          { s.renewed = append(s.renewed, l) }
func (s *fakeStage) stuck(err error)         { s.errs = append(s.errs, err) }
func (s *fakeStage) busy(p Place)            { s.busyAt = p }
func (s *fakeStage) fail(_ Place, err error) { s.errs = append(s.errs, err) }
func (s *fakeStage) spot() spot              { return spot{offset: s.at} }
func (s *fakeStage) disturbed() bool         { return s.touched }

func (s *fakeStage) last() Place {
	if len(s.shown) == 0 {
		return Place{Text: "nowhere"}
	}
	return s.shown[len(s.shown)-1].Place
}

type navRig struct {
	*navigator
	stage *fakeStage
	queue *kittest.Queue
	clock *kittest.Clock
}

func newNavRig(t *testing.T, b *fakeBackend) navRig {
	t.Helper()
	q, c, s := &kittest.Queue{}, &kittest.Clock{}, &fakeStage{}
	tasks := kit.NewTasks(q.Dispatch)
	t.Cleanup(tasks.Close)
	n := &navigator{finder: b, tasks: tasks, stage: s, after: func(d time.Duration, fn func()) func() { return c.After(d, func() { tasks.Apply(fn) }) }, log: quiet(), read: onThursday()}
	return navRig{n, s, q, c}
}

func (r navRig) waitFor(t *testing.T, p Place) {
	t.Helper()
	r.queue.Until(t, "the place to be shown", func() bool { return r.stage.last() == p })
}

func searchPlace(text string) Place { return Place{Searching: true, Text: text} }

// An older question that is answered late must not replace a newer answer, even
// when the backend pays no attention to its cancelled context.
func TestOlderAnswersNeverReplaceNewer(t *testing.T) {
	release := make(chan struct{})
	b := &fakeBackend{OnSearch: func(_ context.Context, ask service.Ask) (service.Answer, error) {
		if ask.Query.Source == "red" {
			<-release
		}
		return service.Answer{Tiles: tilesOf(library.PhotoID(len(ask.Query.Source)))}, nil
	}}
	r := newNavRig(t, b)
	r.search("red")
	r.search("red lantern")
	r.waitFor(t, searchPlace("red lantern"))
	close(release)
	r.tasks.Wg.Wait()
	r.queue.Pump()
	if got := r.stage.last(); got != searchPlace("red lantern") {
		t.Errorf("shown %q after the older answer came, want the newer one", got.Text)
	}
	if len(r.stage.shown) != 1 {
		t.Errorf("%d listings shown, want only the newest", len(r.stage.shown))
	}
}

func TestNewQuestionCancelsTheOld(t *testing.T) {
	cancelled := make(chan struct{})
	b := &fakeBackend{OnSearch: func(ctx context.Context, ask service.Ask) (service.Answer, error) {
		if ask.Query.Source == "a" {
			<-ctx.Done()
			close(cancelled)
			return service.Answer{}, ctx.Err()
		}
		return service.Answer{}, nil
	}}
	r := newNavRig(t, b)
	r.search("a")
	r.search("ab")
	r.waitFor(t, searchPlace("ab"))
	<-cancelled
	if len(r.stage.errs) != 0 {
		t.Errorf("a cancelled question was shown as an error: %v", r.stage.errs)
	}
}

func TestSearchesOnceTypingRests(t *testing.T) {
	b := &fakeBackend{}
	r := newNavRig(t, b)
	for _, text := range []string{"d", "do", "dog"} {
		r.onceTypingRests(func() { r.search(text) })
	}
	r.queue.Pump()
	if b.SearchCalls("Search") != 0 {
		t.Fatal("searched while typing")
	}
	r.clock.Elapse(typingPause)
	r.waitFor(t, searchPlace("dog"))
	if n := b.SearchCalls("Search"); n != 1 {
		t.Errorf("%d searches for one pause, want 1", n)
	}
}

func TestEnterDoesNotWaitAndSearchesOnce(t *testing.T) {
	b := &fakeBackend{}
	r := newNavRig(t, b)
	r.onceTypingRests(func() { r.search("dog") })
	r.search("dog")
	r.clock.Elapse(typingPause)
	r.waitFor(t, searchPlace("dog"))
	r.search(" dog ")
	r.queue.Pump()
	if n := b.SearchCalls("Search"); n != 1 {
		t.Errorf("%d searches, want 1", n)
	}
}

// A timer that ran out just before the user went elsewhere must not search.
func TestLateTimerIsIgnored(t *testing.T) {
	b := &fakeBackend{}
	r := newNavRig(t, b)
	r.onceTypingRests(func() { r.search("dog") })
	r.clock.Elapse(typingPause) // its work is queued, not yet run
	r.browse(library.Scope{}, library.NewestFirst, 0)
	r.waitFor(t, Place{})
	if b.SearchCalls("Search") != 0 {
		t.Error("a search ran after the user went elsewhere")
	}
}

func TestBackReturnsToThePlace(t *testing.T) {
	b := &fakeBackend{}
	r := newNavRig(t, b)
	r.browse(library.Scope{}, library.NewestFirst, 0)
	r.waitFor(t, Place{})
	r.stage.at = 1234 // the user scrolls
	r.search("dog")
	r.waitFor(t, searchPlace("dog"))
	r.stage.at = 50
	r.searchFrom(likeText(7))
	r.waitFor(t, searchPlace(likeText(7)))
	r.searchFrom(likeText(8))
	r.waitFor(t, searchPlace(likeText(8)))

	r.goBack()
	r.goBack()
	if got := r.stage.last(); got != searchPlace("dog") || r.stage.at != 50 {
		t.Errorf("back at %+v offset %v, want the search at 50", got, r.stage.at)
	}
	r.search("")
	if got := r.stage.last(); got != (Place{}) || r.stage.at != 1234 {
		t.Errorf("back at %+v offset %v, want all photos at 1234", got, r.stage.at)
	}
	if r.goBack() {
		t.Error("there is a way back from all photos")
	}
	if n := b.SearchCalls("Tiles"); n != 1 {
		t.Errorf("listed %d times, want once: the way back is kept", n)
	}
}

func TestScopeGoesWithTheSearch(t *testing.T) {
	b := &fakeBackend{}
	r := newNavRig(t, b)
	norway := library.Scope{Folder: 2, Rel: "norway"}
	r.browse(library.Scope{}, library.ByName, 0)
	r.search("dog")
	r.setScope(norway)
	r.waitFor(t, Place{Searching: true, Scope: norway, Text: "dog"})
	r.home()
	r.waitFor(t, Place{Scope: norway, Sort: library.ByName})
}

func TestSortWhileSearchingWaits(t *testing.T) {
	r := newNavRig(t, &fakeBackend{})
	r.browse(library.Scope{}, library.NewestFirst, 0)
	r.search("dog")
	r.waitFor(t, searchPlace("dog"))
	r.setSort(library.OldestFirst)
	if r.at != searchPlace("dog") || r.sort() != library.OldestFirst {
		t.Errorf("at %+v, sort %v", r.at, r.sort())
	}
	r.home()
	r.waitFor(t, Place{Sort: library.OldestFirst})
}

func TestLibraryChangesRenewInPlace(t *testing.T) {
	tiles := tilesOf(1)
	b := &fakeBackend{OnTiles: func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		return tiles, nil
	}}
	r := newNavRig(t, b)
	r.browse(library.Scope{}, library.NewestFirst, 0)
	r.waitFor(t, Place{})
	tiles = tilesOf(1, 2)
	r.libraryChanged()
	r.queue.Until(t, "the renewal", func() bool { return len(r.stage.renewed) == 1 })
	if len(r.stage.renewed[0].Tiles) != 2 || len(r.stage.shown) != 1 {
		t.Error("the listing was not renewed in place")
	}

	r.search("dog")
	r.waitFor(t, searchPlace("dog"))
	r.stage.touched = true
	r.libraryChanged()
	r.tasks.Wg.Wait()
	r.queue.Pump()
	if len(r.stage.renewed) != 1 {
		t.Error("results changed while the user was working with them")
	}
	r.home()
	r.queue.Until(t, "the way back to be brought up to date", func() bool { return len(r.stage.renewed) == 2 })
}

func TestChangeDuringListingIsNotLost(t *testing.T) {
	release := make(chan struct{})
	b := &fakeBackend{}
	b.OnTiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		if b.SearchCalls("Tiles") == 1 {
			<-release
		}
		return nil, nil
	}
	r := newNavRig(t, b)
	r.browse(library.Scope{}, library.NewestFirst, 0)
	r.libraryChanged()
	close(release)
	r.queue.Until(t, "a second listing", func() bool { return len(r.stage.renewed) == 1 })
}

func TestFailureIsShownAndRetried(t *testing.T) {
	fail := true
	b := &fakeBackend{OnSearch: func(context.Context, service.Ask) (service.Answer, error) {
		if fail {
			return service.Answer{}, errors.New("the model can't be loaded")
		}
		return service.Answer{}, nil
	}}
	r := newNavRig(t, b)
	r.search("dog")
	r.queue.Until(t, "the error", func() bool { return len(r.stage.errs) == 1 })
	fail = false
	r.search("dog")
	r.waitFor(t, searchPlace("dog"))
}

func TestFinishedSearchIsLogged(t *testing.T) {
	b := &fakeBackend{
		OnSearch: func(context.Context, service.Ask) (service.Answer, error) {
			return service.Answer{Tiles: tilesOf(3, 4)}, nil
		},
		OnPhoto: func(library.PhotoID) (library.Photo, error) {
			return library.Photo{Files: []library.FileRef{{Path: "/photos/dog.jpg"}}}, nil
		},
	}
	r := newNavRig(t, b)
	var out bytes.Buffer
	r.log = slog.New(slog.NewTextHandler(&out, nil))
	r.search("a dog")
	r.waitFor(t, searchPlace("a dog"))
	r.tasks.Wg.Wait()
	for _, want := range []string{`msg="search done"`, `query="a dog"`, "results=2", "first=/photos/dog.jpg"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("log %q lacks %q", out.String(), want)
		}
	}
}
