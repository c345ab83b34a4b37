package ui

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"descry/library"
)

// typingPause is how long typing must rest before a search starts by itself:
// longer than the gap between two keys of a fast typist, short enough to feel
// immediate.
const typingPause = 200 * time.Millisecond

// finder is the part of the backend that fills the grid.
type finder interface {
	Tiles(ctx context.Context, scope library.Scope, sort library.Sort) ([]library.Tile, error)
	Search(ctx context.Context, ask Ask) (Answer, error)
	Relax(ctx context.Context, ask Ask) ([]Relaxation, error)
	Similar(ctx context.Context, id library.PhotoID, scope library.Scope) (Answer, error)
	Photo(ctx context.Context, id library.PhotoID) (library.Photo, error)
}

// stage is where the navigator shows what it found. All calls come on the
// widgets' goroutine.
type stage interface {
	// show replaces what is shown and goes to a spot in it.
	show(l listing, at spot)
	// renew replaces the same place's tiles in place.
	renew(l listing)
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
	tasks  *tasks
	stage  stage
	after  func(time.Duration, func()) (stop func())
	log    *slog.Logger
	order  Order // of ranked results

	at      place
	shown   listing
	loaded  bool // shown is of at
	failed  bool // at could not be listed
	changes uint64
	listed  uint64 // changes when shown was listed
	back    []frame

	question uint64 // number of the newest question
	renewing bool   // the newest question renews what is shown
	cancel   context.CancelFunc
	took     atomic.Int64 // time.Duration of the last listing; read anywhere
	typing   func()       // stops the pending search, nil when none
	typed    uint64
}

// onceTypingRests notes a change of the search text: do looks at it once typing
// rests, unless the owner has gone elsewhere by then.
func (n *navigator) onceTypingRests(do func()) {
	n.stopTyping()
	n.typed++
	turn := n.typed
	n.typing = n.after(typingPause, func() {
		n.tasks.apply(func() {
			if turn == n.typed {
				do()
			}
		})
	})
}

func (n *navigator) stopTyping() {
	n.typed++
	if n.typing != nil {
		n.typing()
		n.typing = nil
	}
}

// search ranks the photos in the present scope by text; an empty text returns to
// browsing.
func (n *navigator) search(text string) { n.searchIn(n.at.Scope, text) }

// searchIn searches in another scope.
func (n *navigator) searchIn(scope library.Scope, text string) {
	n.stopTyping()
	text = strings.TrimSpace(text)
	if text == "" {
		n.home()
		return
	}
	p := n.searchPlace(scope, text)
	switch {
	case p != n.at:
		n.unwind()
	case !n.failed:
		return
	}
	n.ask(p, spot{})
}

// searchPlace is the search for text in the order that applies to it: what nothing
// ranks stands by date, as in browsing.
func (n *navigator) searchPlace(scope library.Scope, text string) place {
	p := place{Kind: searching, Scope: scope, Text: text, Order: n.order}
	if !ranks(text) {
		p.Order = NewestResults
		if n.sort() == library.OldestFirst {
			p.Order = OldestResults
		}
	}
	return p
}

// setOrder changes the order of results, now and for searches to come.
func (n *navigator) setOrder(order Order) {
	n.order = order
	n.reorder()
}

// reorder asks anew where the order of the present search has changed.
func (n *navigator) reorder() {
	if n.at.Kind != searching {
		return
	}
	if p := n.searchPlace(n.at.Scope, n.at.Text); p != n.at {
		n.ask(p, spot{})
	}
}

// similar shows the photos most like one.
func (n *navigator) similar(id library.PhotoID) {
	n.stopTyping()
	p := place{Kind: similarTo, Scope: n.at.Scope, Photo: id}
	if p == n.at {
		return
	}
	n.leave()
	n.ask(p, spot{})
}

// browse lists a scope from the top or from offset, and forgets the way back.
func (n *navigator) browse(scope library.Scope, sort library.Sort, offset float32) {
	n.stopTyping()
	n.back = nil
	n.ask(place{Kind: browsing, Scope: scope, Sort: sort}, spot{offset: offset})
}

// goBack returns to where the owner came from and reports whether there was one.
func (n *navigator) goBack() bool {
	n.stopTyping()
	if len(n.back) == 0 {
		return false
	}
	f := n.back[len(n.back)-1]
	n.back = n.back[:len(n.back)-1]
	n.enter(f)
	return true
}

// home returns to browsing, at the place where one was.
func (n *navigator) home() {
	n.stopTyping()
	if len(n.back) == 0 {
		return
	}
	f := n.back[0]
	n.back = nil
	n.enter(f)
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

// unwind keeps only the browsing frame on the way back.
func (n *navigator) unwind() {
	if n.at.Kind == browsing {
		n.leave()
		return
	}
	n.back = n.back[:1]
}

// leave puts where the owner is onto the way back.
func (n *navigator) leave() {
	f := frame{place: n.at, loaded: n.loaded, changes: n.listed}
	if n.loaded {
		f.listing, f.spot = n.shown, n.stage.spot()
	}
	n.back = append(n.back, f)
}

// enter shows a frame at once and brings it up to date if the library changed.
func (n *navigator) enter(f frame) {
	if !f.loaded {
		n.ask(f.place, f.spot)
		return
	}
	n.supersede()
	n.at, n.shown, n.listed = f.place, f.listing, f.changes
	n.loaded, n.failed = true, false
	n.stage.show(f.listing, f.spot)
	if f.changes != n.changes && f.place.Kind == browsing {
		n.renew()
	}
}
