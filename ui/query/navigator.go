package query

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"descry/app/message"
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
	TilesByID(ctx context.Context, ids []library.PhotoID) ([]library.Tile, error)
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
	busy(p Place)
	fail(p Place, err error)
	spot() spot
	// disturbed reports that the user is in the middle of something here, so
	// ranked results must not change under the pointer.
	disturbed() bool
}

// navigator is the model of where the user is: it asks the backend, keeps the
// way back, and lets only the newest question answer. It is used on the widgets'
// goroutine.
type navigator struct {
	finder finder
	tasks  *kit.Tasks
	stage  stage
	after  func(time.Duration, func()) (stop func()) // calls back on the goroutine of the widgets
	log    *slog.Logger
	read   *readings
	order  service.Order // of ranked results

	at      Place
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
	n.goTo(Place{Scope: scope, Sort: sort}, spot{offset: offset})
}

// setSort changes the order of browsing, and of a search that nothing ranks.
func (n *navigator) setSort(sort library.Sort) {
	if !n.at.Searching {
		if n.at.Sort != sort {
			n.browse(n.at.Scope, sort, 0)
		}
		return
	}
	n.back[0] = frame{place: Place{Scope: n.back[0].place.Scope, Sort: sort}}
	n.reorder()
}

// setScope moves to another folder; a search goes on there.
func (n *navigator) setScope(scope library.Scope) {
	sort := n.sort()
	if !n.at.Searching {
		n.browse(scope, sort, 0)
		return
	}
	n.back = []frame{{place: Place{Scope: scope, Sort: sort}}}
	n.goTo(n.searchPlace(scope, n.at.Text), spot{})
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
// that the user is working with stay as they are.
func (n *navigator) libraryChanged() {
	n.changes++
	if !n.loaded || n.renewing || n.at.Searching && n.stage.disturbed() {
		return
	}
	n.renew()
}

// retry asks the present question again after an error.
func (n *navigator) retry() { n.goTo(n.at, spot{}) }

// Place is somewhere the user can be: a folder or a directory in it, or a search there. Two places
// are the same when they compare equal.
type Place struct {
	Searching bool
	Scope     library.Scope
	Sort      library.Sort // of a folder

	Text       string // of a search, in the query language
	Order      service.Order
	Strictness float64 // as service.Ask has it
}

// WaitingTitle says what is under way while p is being looked for.
func (p Place) WaitingTitle() string {
	if p.Searching {
		return message.Text("searching", nil)
	}
	return message.Text("loading", nil)
}

// PlaceOf is where a saved search leads.
func (s *Search) PlaceOf(saved library.SavedSearch) Place {
	return Place{Searching: true, Text: s.read.canonical(saved.Query), Strictness: tidyStrictness(saved.Strictness)}
}

// listing is what a place holds. Of the answer, a browsed place has the tiles
// only. What is the description that was searched for, without filters.
type listing struct {
	service.Answer
	Relax []service.Relaxation // what one filter less would give, once that is known
	Place Place
	Ask   service.Ask // that the answer is to; of a search only
	What  string
	Took  time.Duration
	rest  []library.PhotoID // what follows the tiles, nil until it is asked for
	grown bool              // the user has seen more of it than comes by itself
}

// spot is where in a listing the user was: how far down, what was selected, and how
// many photos were shown, 0 where no more than come by themselves.
type spot struct {
	offset   float32
	selected []library.PhotoID
	shown    int
}

// frame is a place on the way back: what was shown there and how far down.
type frame struct {
	place   Place
	listing listing
	loaded  bool // listing is of this place
	spot    spot
	changes uint64 // of the library when it was listed
}

// ask is what a search asks of the backend; query.Errors where its text can't be parsed.
func (n *navigator) ask(p Place) (service.Ask, error) {
	q, err := n.read.of(p.Text)
	return service.Ask{Query: q, Scope: p.Scope, Order: p.Order, Strictness: p.Strictness}, err
}

// typingPause is how long typing must rest before a search starts by itself.
const typingPause = kit.TypingPause

// onceTypingRests notes a change of the search text: do looks at it once typing
// rests, unless the user has gone elsewhere by then.
func (n *navigator) onceTypingRests(do func()) {
	n.stopTyping()
	n.typed++
	turn := n.typed
	n.typing = n.after(typingPause, func() {
		if turn == n.typed {
			do()
		}
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
	n.enterSearch(n.searchPlace(scope, text))
}

// enterSearch goes to a search, unless that is where the user is.
func (n *navigator) enterSearch(p Place) {
	n.stopTyping()
	switch {
	case p != n.at:
		n.unwind()
	case !n.failed:
		return
	}
	n.goTo(p, spot{})
}

// searchFrom searches as a step from what is shown, so that the way back leads there:
// for a search that a photo among it gave.
func (n *navigator) searchFrom(text string) {
	n.stopTyping()
	p := n.searchPlace(n.at.Scope, text)
	if p == n.at {
		return
	}
	n.leave()
	n.goTo(p, spot{})
}

// searchPlace is the search for text in the order that applies to it: what nothing
// ranks stands by date, as in browsing. It is as strict as the present search where
// both are for the same, and as judged else.
func (n *navigator) searchPlace(scope library.Scope, text string) Place {
	p := Place{Searching: true, Scope: scope, Text: text, Order: n.order}
	if n.at.Searching && n.read.sameSubject(n.at.Text, text) {
		p.Strictness = n.at.Strictness
	}
	if !n.read.ranks(text) {
		p.Order = service.NewestResults
		if n.sort() == library.OldestFirst {
			p.Order = service.OldestResults
		}
	}
	return p
}

// setOrder changes the order of results, now and for searches to come.
func (n *navigator) setOrder(order service.Order) {
	n.order = order
	n.reorder()
}

// reorder asks anew where the order of the present search has changed.
func (n *navigator) reorder() {
	if !n.at.Searching {
		return
	}
	if p := n.searchPlace(n.at.Scope, n.at.Text); p != n.at {
		n.goTo(p, spot{})
	}
}

// setStrictness moves what counts as a match of the present search. The photos stay
// where they are: only the headings move among them.
func (n *navigator) setStrictness(strictness float64) {
	if !n.at.Searching || n.at.Strictness == strictness {
		return
	}
	p, seen := n.at, n.seen()
	p.Strictness = strictness
	if !n.loaded {
		n.goTo(p, spot{})
		return
	}
	n.at, n.loaded = p, false
	n.stage.busy(p)
	n.fetch(p, seen, n.stage.renew)
}

// goBack returns to where the user came from and reports whether there was one.
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

// unwind keeps only the browsing frame on the way back.
func (n *navigator) unwind() {
	if !n.at.Searching {
		n.leave()
		return
	}
	n.back = n.back[:1]
}

// leave puts where the user is onto the way back.
func (n *navigator) leave() {
	f := frame{place: n.at, loaded: n.loaded, changes: n.listed}
	if n.loaded {
		f.listing, f.spot = n.shown, n.stage.spot()
		f.spot.shown = n.seen()
	}
	n.back = append(n.back, f)
}

// enter shows a frame at once and brings it up to date if the library changed.
func (n *navigator) enter(f frame) {
	if !f.loaded {
		n.goTo(f.place, f.spot)
		return
	}
	n.supersede()
	n.at, n.shown, n.listed = f.place, f.listing, f.changes
	n.loaded, n.failed = true, false
	n.stage.show(f.listing, f.spot)
	if f.changes != n.changes && !f.place.Searching {
		n.renew()
	}
}
