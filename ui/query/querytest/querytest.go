// Package querytest fakes what a search asks of the program, for tests of the search and of the
// window that it is in.
package querytest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"sync"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit/kittest"
)

// SearchBackend answers what its function fields say, and with nothing where a field is nil. It may
// be called from any goroutine.
type SearchBackend struct {
	OnTiles   func(ctx context.Context, scope library.Scope, sort library.Sort) ([]library.Tile, error)
	OnSearch  func(ctx context.Context, ask service.Ask) (service.Answer, error)
	OnRanking func(service.Ask) ([]library.PhotoID, error)
	OnPhoto   func(library.PhotoID) (library.Photo, error)
	OnFacets  func(facet library.Facet, prefix string) ([]library.FacetValue, error)
	OnMatches func(service.Ask) (int, error)
	// OnRemember makes a change of what was done; nil remembers nothing.
	OnRemember func(label string, undo, redo func(), tells ...service.EventKind) service.Change

	Relaxations []service.Relaxation

	SearchLock sync.Mutex            // guards Searches
	Searches   []library.SavedSearch // by name

	Feedback

	callLock sync.Mutex
	calls    []string
}

// ThreePhotos has the backend hold the photos 3, 2 and 1, of which any search finds 2 and 1.
func (b *SearchBackend) ThreePhotos() {
	b.OnTiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		return kittest.Tiles(3, 2, 1), nil
	}
	b.OnSearch = func(context.Context, service.Ask) (service.Answer, error) { return TwoGood(), nil }
	b.OnPhoto = func(id library.PhotoID) (library.Photo, error) {
		path := "/home/ann/Pictures/" + message.FormatCount(int(id)) + ".jpg"
		return library.Photo{ID: id, Files: []library.FileRef{{Path: path, Online: true}}}, nil
	}
}

// TwoGood finds the photos 2 and 1.
func TwoGood() service.Answer {
	return service.Answer{Tiles: kittest.Tiles(2, 1), Ranked: true, Good: 2}
}

func (b *SearchBackend) called(call string) {
	b.callLock.Lock()
	defer b.callLock.Unlock()
	b.calls = append(b.calls, call)
}

// SearchCalls is how often a method was called, with its words where it has any.
func (b *SearchBackend) SearchCalls(call string) int {
	b.callLock.Lock()
	defer b.callLock.Unlock()
	n := 0
	for _, c := range b.calls {
		if c == call {
			n++
		}
	}
	return n
}

// Tiles implements query.Backend.
func (b *SearchBackend) Tiles(ctx context.Context, scope library.Scope, sort library.Sort) ([]library.Tile, error) {
	b.called("Tiles")
	if b.OnTiles == nil {
		return nil, nil
	}
	return b.OnTiles(ctx, scope, sort)
}

// Photo implements query.Backend.
func (b *SearchBackend) Photo(_ context.Context, id library.PhotoID) (library.Photo, error) {
	if b.OnPhoto == nil {
		return library.Photo{}, library.ErrNotFound
	}
	return b.OnPhoto(id)
}

// Thumbnail implements query.Backend.
func (b *SearchBackend) Thumbnail(context.Context, library.PhotoID) (image.Image, error) {
	return image.NewGray(image.Rect(0, 0, 4, 3)), nil
}

// Search implements query.Backend.
func (b *SearchBackend) Search(ctx context.Context, ask service.Ask) (service.Answer, error) {
	b.called("Search")
	if b.OnSearch == nil {
		return service.Answer{}, nil
	}
	return b.OnSearch(ctx, ask)
}

// Ranking implements query.Backend.
func (b *SearchBackend) Ranking(_ context.Context, ask service.Ask) ([]library.PhotoID, error) {
	b.called("Ranking")
	if b.OnRanking == nil {
		return nil, nil
	}
	return b.OnRanking(ask)
}

// TilesByID implements query.Backend.
func (b *SearchBackend) TilesByID(_ context.Context, ids []library.PhotoID) ([]library.Tile, error) {
	b.called("TilesByID")
	return kittest.Tiles(ids...), nil
}

// Relax implements query.Backend.
func (b *SearchBackend) Relax(context.Context, service.Ask) ([]service.Relaxation, error) {
	b.called("Relax")
	return b.Relaxations, nil
}

// PrepareSearch implements query.Backend.
func (b *SearchBackend) PrepareSearch(context.Context) { b.called("PrepareSearch") }

// CountMatches implements query.Backend.
func (b *SearchBackend) CountMatches(_ context.Context, ask service.Ask) (int, error) {
	b.called("CountMatches " + ask.Query.Source)
	if b.OnMatches == nil {
		return 0, nil
	}
	return b.OnMatches(ask)
}

// LikeText implements query.Backend.
func (b *SearchBackend) LikeText(_ context.Context, id library.PhotoID) (string, error) {
	return LikeText(id), nil
}

// LikeText names a photo by a hash of its own.
func LikeText(id library.PhotoID) string {
	return fmt.Sprintf("like:%016x", 0xabcdef0000000000|uint64(id))
}

// FacetValues implements query.Backend.
func (b *SearchBackend) FacetValues(_ context.Context, facet library.Facet, prefix string, limit int) ([]library.FacetValue, error) {
	b.called("FacetValues " + prefix)
	if b.OnFacets == nil {
		return nil, nil
	}
	values, err := b.OnFacets(facet, prefix)
	return values[:min(len(values), limit)], err
}

// SaveSearch implements query.Backend.
func (b *SearchBackend) SaveSearch(_ context.Context, s library.SavedSearch) (service.Change, error) {
	b.called("SaveSearch")
	b.SearchLock.Lock()
	defer b.SearchLock.Unlock()
	for _, old := range b.Searches {
		if old.Name == s.Name && old.ID != s.ID {
			return service.Change{}, library.ErrNameTaken
		}
	}
	label := "Changed the search " + s.Name
	if s.ID == 0 {
		for _, old := range b.Searches {
			s.ID = max(s.ID, old.ID)
		}
		s.ID++
		label = "Saved the search " + s.Name
	}
	list := append(slices.DeleteFunc(slices.Clone(b.Searches), func(o library.SavedSearch) bool { return o.ID == s.ID }), s)
	slices.SortFunc(list, func(a, b library.SavedSearch) int { return cmp.Compare(a.Name, b.Name) })
	return b.keep(label, list), nil
}

// SavedSearches implements sidebar.Backend.
func (b *SearchBackend) SavedSearches(context.Context) ([]library.SavedSearch, error) {
	b.SearchLock.Lock()
	defer b.SearchLock.Unlock()
	return slices.Clone(b.Searches), nil
}

// DeleteSearch implements sidebar.Backend.
func (b *SearchBackend) DeleteSearch(_ context.Context, id library.SavedSearchID) (service.Change, error) {
	b.SearchLock.Lock()
	defer b.SearchLock.Unlock()
	list := slices.DeleteFunc(slices.Clone(b.Searches), func(o library.SavedSearch) bool { return o.ID == id })
	return b.keep("Deleted the search", list), nil
}

// keep replaces the searches; SearchLock is held.
func (b *SearchBackend) keep(label string, list []library.SavedSearch) service.Change {
	put := func(list []library.SavedSearch) func() {
		return func() {
			b.SearchLock.Lock()
			defer b.SearchLock.Unlock()
			b.Searches = list
		}
	}
	before := b.Searches
	b.Searches = list
	return b.remember(label, put(before), put(list), service.SearchesChanged)
}

func (b *SearchBackend) remember(label string, undo, redo func(), tells ...service.EventKind) service.Change {
	if b.OnRemember == nil {
		return service.Change{}
	}
	return b.OnRemember(label, undo, redo, tells...)
}

// Feedback keeps what is said of answers, as the backend would for one description. The zero value
// has heard nothing.
type Feedback struct {
	FeedbackFails error         // of every verdict
	Gate          chan struct{} // if set, every verdict waits for it

	lock            sync.Mutex
	liked, rejected []library.PhotoID
}

// GiveFeedback implements query.Backend.
func (b *SearchBackend) GiveFeedback(_ context.Context, ask service.Ask, photos []library.PhotoID, say library.Label) (service.Change, error) {
	if ask.Query.Text == "" {
		return service.Change{}, errors.New("there is no description")
	}
	return b.judge("Said of "+message.Photos(len(photos)), func(f *Feedback) {
		among := func(id library.PhotoID) bool { return slices.Contains(photos, id) }
		f.liked, f.rejected = slices.DeleteFunc(f.liked, among), slices.DeleteFunc(f.rejected, among)
		switch say {
		case library.Yes:
			f.liked = append(f.liked, photos...)
		case library.No:
			f.rejected = append(f.rejected, photos...)
		case library.Unlabelled: // in neither
		}
	})
}

// ForgetFeedback implements query.Backend.
func (b *SearchBackend) ForgetFeedback(context.Context, service.Ask) (service.Change, error) {
	return b.judge("Forgot", func(f *Feedback) { f.liked, f.rejected = nil, nil })
}

func (b *SearchBackend) judge(label string, do func(*Feedback)) (service.Change, error) {
	f := &b.Feedback
	if f.Gate != nil {
		<-f.Gate
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.FeedbackFails != nil {
		return service.Change{}, f.FeedbackFails
	}
	put := func(liked, rejected []library.PhotoID) func() {
		liked, rejected = slices.Clone(liked), slices.Clone(rejected)
		return func() {
			f.lock.Lock()
			defer f.lock.Unlock()
			f.liked, f.rejected = slices.Clone(liked), slices.Clone(rejected)
		}
	}
	before := put(f.liked, f.rejected)
	do(f)
	return b.remember(label, before, put(f.liked, f.rejected), service.AnswersChanged), nil
}

// Answer ranks photos 1 to n, all of them good, with what was said of them: liked ones first,
// rejected ones left out.
func (f *Feedback) Answer(n int) service.Answer {
	f.lock.Lock()
	defer f.lock.Unlock()
	a := service.Answer{Ranked: true, Liked: slices.Clone(f.liked), Rejected: slices.Clone(f.rejected)}
	ids := slices.Clone(f.liked)
	for id := library.PhotoID(1); id <= library.PhotoID(n); id++ {
		if !slices.Contains(f.liked, id) && !slices.Contains(f.rejected, id) {
			ids = append(ids, id)
		}
	}
	a.Tiles, a.Good = kittest.Tiles(ids...), len(ids)
	return a
}

// Judged is what was said by now.
func (f *Feedback) Judged() (liked, rejected []library.PhotoID) {
	f.lock.Lock()
	defer f.lock.Unlock()
	return slices.Clone(f.liked), slices.Clone(f.rejected)
}

// Asks records what is asked of a backend.
type Asks struct {
	lock sync.Mutex
	all  []service.Ask
}

// Last is the newest question, zero for none.
func (a *Asks) Last() service.Ask {
	a.lock.Lock()
	defer a.lock.Unlock()
	if len(a.all) == 0 {
		return service.Ask{}
	}
	return a.all[len(a.all)-1]
}

// Record notes a question.
func (a *Asks) Record(ask service.Ask) {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.all = append(a.all, ask)
}

// Answering has the backend give one answer to every search.
func (b *SearchBackend) Answering(answer service.Answer) *Asks {
	asks := &Asks{}
	b.OnSearch = func(_ context.Context, ask service.Ask) (service.Answer, error) {
		asks.Record(ask)
		return answer, nil
	}
	return asks
}
