package ui

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// finder is the part of the backend that fills the grid.
type finder interface {
	Tiles(ctx context.Context, scope library.Scope, sort library.Sort) ([]library.Tile, error)
	Search(ctx context.Context, ask service.Ask) (service.Answer, error)
	Relax(ctx context.Context, ask service.Ask) ([]service.Relaxation, error)
	Ranking(ctx context.Context, ask service.Ask) ([]library.PhotoID, error)
	TilesOf(ctx context.Context, ids []library.PhotoID) ([]library.Tile, error)
	Photo(ctx context.Context, id library.PhotoID) (library.Photo, error)
}

// stage is where the navigator shows what it found. All calls come on the
// widgets' goroutine.
type stage interface {
	// show replaces what is shown and goes to a spot in it.
	show(l listing, at spot)
	// renew replaces the same place's tiles in place.
	renew(l listing)
	// grow adds to the end of the same place's tiles.
	grow(l listing)
	// stuck says that more could not be added.
	stuck(err error)
	// busy says that p is being worked on and what is shown is of before.
	busy(p place)
	fail(p place, err error)
	spot() spot
	// disturbed reports that the owner is in the middle of something here, so
	// ranked results must not change under the pointer.
	disturbed() bool
}

// navigator is the model of where the owner is: it asks the backend, keeps the
// way back, and lets only the newest question answer. It is used on the widgets'
// goroutine.
type navigator struct {
	finder finder
	tasks  *kit.Tasks
	stage  stage
	after  func(time.Duration, func()) (stop func())
	log    *slog.Logger
	order  service.Order // of ranked results

	at      place
	shown   listing
	loaded  bool // shown is of at
	failed  bool // at could not be listed
	changes uint64
	listed  uint64 // changes when shown was listed
	back    []frame

	question uint64 // number of the newest question
	renewing bool   // the newest question renews what is shown
	growing  bool   // a page is on its way to what is shown
	cancel   context.CancelFunc
	took     atomic.Int64 // time.Duration of the last listing; read anywhere
	typing   func()       // stops the pending search, nil when none
	typed    uint64
}

// browse lists a scope from the top or from offset, and forgets the way back.
func (n *navigator) browse(scope library.Scope, sort library.Sort, offset float32) {
	n.stopTyping()
	n.back = nil
	n.ask(place{Kind: browsing, Scope: scope, Sort: sort}, spot{offset: offset})
}

// setSort changes the order of browsing, and of a search that nothing ranks.
func (n *navigator) setSort(sort library.Sort) {
	if n.at.Kind == browsing {
		if n.at.Sort != sort {
			n.browse(n.at.Scope, sort, 0)
		}
		return
	}
	n.back[0] = frame{place: place{Kind: browsing, Scope: n.back[0].place.Scope, Sort: sort}}
	n.reorder()
}

// setScope moves to another folder; a search goes on there.
func (n *navigator) setScope(scope library.Scope) {
	sort := n.sort()
	if n.at.Kind != searching {
		n.browse(scope, sort, 0)
		return
	}
	n.back = []frame{{place: place{Kind: browsing, Scope: scope, Sort: sort}}}
	n.ask(n.searchPlace(scope, n.at.Text), spot{})
}

// homeScope is the scope that browsing goes on in.
func (n *navigator) homeScope() library.Scope {
	if len(n.back) > 0 {
		return n.back[0].place.Scope
	}
	return n.at.Scope
}

// sort is the order of browsing, also while something else is shown.
func (n *navigator) sort() library.Sort {
	if len(n.back) > 0 {
		return n.back[0].place.Sort
	}
	return n.at.Sort
}

// libraryChanged lists what is shown anew, keeping the place. Ranked results
// that the owner is working with stay as they are.
func (n *navigator) libraryChanged() {
	n.changes++
	if !n.loaded || n.renewing || n.at.Kind != browsing && n.stage.disturbed() {
		return
	}
	n.renew()
}

// retry asks the present question again after an error.
func (n *navigator) retry() { n.ask(n.at, spot{}) }
