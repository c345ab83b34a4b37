package querytest

import (
	"context"
	"slices"
	"sync"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit/kittest"
)

// Ranking ranks the photos 1 to Photos, of which the first are good and maybes. A strictness takes
// away as many good ones as it says.
type Ranking struct {
	Asks
	Photos, Good, Maybe int
	First               int             // how many matches an answer begins with; 0: all
	Closed              bool            // an answer begins with its matches alone
	Missing             library.PhotoID // is gone by the time of the ranking
	Fails               error           // of the ranking

	lock sync.Mutex
}

// Rank has a backend answer from a ranking.
func (b *SearchBackend) Rank(r *Ranking) {
	b.OnSearch = func(_ context.Context, ask service.Ask) (service.Answer, error) {
		r.Record(ask)
		r.lock.Lock()
		defer r.lock.Unlock()
		a := service.Answer{Ranked: true, Good: max(r.Good-int(ask.Strictness), 0), Maybe: r.Maybe}
		n := a.Good + a.Maybe
		if r.First > 0 {
			n = min(n, r.First)
		} else if !r.Closed {
			n += service.PageSize
		}
		n = min(max(n, ask.AtLeast), r.Photos)
		a.Tiles, a.Left = kittest.Tiles(r.IDs(n)...), r.Photos-n
		return a, nil
	}
	b.OnRanking = func(service.Ask) ([]library.PhotoID, error) {
		r.lock.Lock()
		defer r.lock.Unlock()
		return slices.DeleteFunc(r.IDs(r.Photos), func(id library.PhotoID) bool { return id == r.Missing }), r.Fails
	}
}

// IDs are the first n photos.
func (r *Ranking) IDs(n int) []library.PhotoID {
	ids := make([]library.PhotoID, n)
	for i := range ids {
		ids[i] = library.PhotoID(i + 1)
	}
	return ids
}

// Change alters what the backend has.
func (r *Ranking) Change(do func()) {
	r.lock.Lock()
	defer r.lock.Unlock()
	do()
}
