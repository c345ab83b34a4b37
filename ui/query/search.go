// Package query is everything of asking: the search box with its chips and what it offers,
// filters, orders, strictness, examples and verdicts on answers, saving a search, and where the
// user is, with the way back. It puts the answers into the grid and says above it what they are.
package query

import (
	"log/slog"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/ui/grid"
	"descry/ui/kit"
)

// Search is where the user asks and what was answered. It owns what was typed, the place, the
// answer with its order and strictness, and past searches. Its methods belong to the goroutine of
// the widgets where they don't say otherwise.
type Search struct {
	backend Backend
	shell   Shell
	side    Side
	tasks   *kit.Tasks
	log     *slog.Logger
	now     func() time.Time
	after   func(time.Duration, func()) (stop func()) // calls back on the goroutine of the widgets

	read    *readings
	nav     *navigator
	history *history
	kept    string // the query that State told last
	filters *filterMenu

	root       *fyne.Container
	box        *searchBox
	bar        *searchBar
	row        *searchRow
	result     *resultLine
	completion *completion
	grid       *grid.Grid
	stale      *kit.Veil // over photos that don't answer the box
	arrivals   *arrivals
	more       *moreRow // below the photos
	beside     besidePanel
	besides    []*fyne.Container // what is between the box and the photos

	listed   listing // on show
	loading  bool
	waiting  int // number of the present wait
	err      error
	prepared time.Time // when typing last made ready for a search
	judging  int       // verdicts on their way to the backend
}

// Options is what a search needs. All must be set.
type Options struct {
	Backend Backend
	Shell   Shell
	Side    Side
	Tasks   *kit.Tasks
	Log     *slog.Logger
	Now     func() time.Time
	// After calls fn once on the goroutine of the widgets when d has passed, unless stop is called
	// before.
	After func(d time.Duration, fn func()) (stop func())
	// Grid shows the answers. Its events are for ReachedEnd, Scrolled, PointerOver, RowHeightChanged
	// and Badge.
	Grid *grid.Grid
	// Above stands between the query and the line that tells the results.
	Above fyne.CanvasObject
	// Empty stands in place of the photos; who makes it shows it where there are none.
	Empty   fyne.CanvasObject
	History []string      // past searches, newest first
	Order   service.Order // of ranked results
}

// New makes a search that is nowhere yet; Restore goes somewhere.
func New(o Options) *Search {
	s := &Search{backend: o.Backend, shell: o.Shell, side: o.Side, tasks: o.Tasks, log: o.Log, now: o.Now, after: o.After, grid: o.Grid}
	s.read = newReadings(func() time.Time { return s.now() })
	s.history = newHistory(o.History)
	s.nav = &navigator{finder: o.Backend, tasks: o.Tasks, stage: gridStage{s}, after: o.After, log: o.Log, read: s.read, order: o.Order}
	s.filters = &filterMenu{search: s}
	s.newBox()
	s.arrivals = newArrivals(o.Shell, func() time.Time { return s.now() }, o.After, gridStage{s}.take)
	s.arrivals.grid = o.Grid
	s.more = newMoreRow(o.Shell, s.pressMore)
	s.row.size.SetValue(float64(o.Grid.RowHeight()))
	s.result = newResultLine(o.Shell, resultActions{
		back: s.stepBack, save: s.Save, forget: s.forgetFeedback, grown: s.Regrow,
		run:    func(text string) { s.Run(s.nav.at.Scope, text) },
		chosen: selectionActions{tag: o.Shell.AskForTags, similar: s.SimilarToChosen, copyPaths: o.Shell.CopyPaths, deselect: s.deselect},
	})
	s.stale = kit.NewVeil()
	s.root = newCentre(s, o.Above, o.Empty)
	return s
}

// Root holds all of the search with the photos below it.
func (s *Search) Root() *fyne.Container { return s.root }

// BoxHeight is how high the row with the search box is by now.
func (s *Search) BoxHeight() float32 { return s.row.root.MinSize().Height }

// Box is what has the keyboard while the user types a query.
func (s *Search) Box() fyne.Focusable { return s.box }

// Text is the query as it stands in the box, chips included.
func (s *Search) Text() string { return s.bar.text() }

// At is where the user is.
func (s *Search) At() Place { return s.nav.at }

// Loaded reports whether what is on show is of the place where the user is.
func (s *Search) Loaded() bool { return s.nav.loaded }

// LikeOnly reports that the user is at a search for nothing but photos like others.
func (s *Search) LikeOnly() bool { return s.nav.at.Searching && s.read.onlyExamples(s.nav.at.Text) }

// Filters are those that the search asks for where the user is.
func (s *Search) Filters() []query.Item {
	q, err := s.read.of(s.nav.at.Text)
	if err != nil || !s.nav.at.Searching {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(q.Items), func(i query.Item) bool { return i.Kind != query.FilterItem })
}

// Waiting reports whether what is on show is to be replaced by what is being looked for.
func (s *Search) Waiting() bool { return s.loading }

// Err is why there are no photos, nil where nothing went wrong.
func (s *Search) Err() error { return s.err }

// Answered is what is on show. Ranked reports that it answers a query that ranks.
func (s *Search) Answered() (ask service.Ask, answer service.Answer, ranked bool) {
	return s.listed.Ask, s.listed.Answer, s.listed.Place.Searching && s.listed.Ranked
}

// State is what is remembered of a search from one start to the next.
type State struct {
	Query        string // "" while browsing
	Scope        library.Scope
	Sort         library.Sort  // of browsing
	Order        service.Order // of ranked results
	Strictness   float64       // of the query
	Shown        int           // photos of its answer, where the user asked for more than come by themselves
	ScrollOffset float32
	History      []string // past searches, newest first
}

// State is the present one. The query is as the box has it by now: what was cleared a moment ago
// must not come back.
func (s *Search) State() State {
	at := s.nav.at
	now := State{Query: at.Text, Scope: at.Scope, Sort: s.nav.sort(), Order: s.nav.order, Strictness: at.Strictness,
		Shown: s.nav.seen(), ScrollOffset: s.grid.ScrollOffset(), History: s.history.entries}
	if text, ok := s.bar.asked(); ok && text != at.Text {
		now.Query, now.ScrollOffset, now.Strictness, now.Shown = text, 0, 0, 0
	}
	s.kept = now.Query
	return now
}

// Restore goes to where the user was; order and history belong to Options.
func (s *Search) Restore(then State) {
	s.kept = then.Query
	if then.Query == "" {
		s.nav.browse(then.Scope, then.Sort, then.ScrollOffset)
		return
	}
	s.bar.set(then.Query)
	s.nav.back = []frame{{place: Place{Scope: then.Scope, Sort: then.Sort}}}
	p := s.nav.searchPlace(then.Scope, s.read.canonical(then.Query))
	p.Strictness = tidyStrictness(then.Strictness)
	s.nav.goTo(p, spot{offset: then.ScrollOffset, shown: then.Shown})
}

// LibraryChanged lists what is on show anew.
func (s *Search) LibraryChanged() { s.nav.libraryChanged() }

// AnswersChanged lists what is on show anew where it answers a query, which may ask for what
// changed.
func (s *Search) AnswersChanged() {
	if s.nav.at.Searching {
		s.nav.libraryChanged()
	}
}

// ListingTook is how long the last listing of a folder took. It may be called from any goroutine.
func (s *Search) ListingTook() time.Duration { return time.Duration(s.nav.took.Load()) }

// Retry asks again after an error.
func (s *Search) Retry() { s.nav.retry() }

// SetScope moves to another folder; a search goes on there.
func (s *Search) SetScope(scope library.Scope) { s.nav.setScope(scope) }

// ShowAll leaves the search for all photos.
func (s *Search) ShowAll() {
	s.clear()
	s.nav.browse(library.Scope{}, s.nav.sort(), 0)
}

// ShowScope goes to a folder. Where one is already, it leaves the search.
func (s *Search) ShowScope(scope library.Scope) {
	s.shell.LeavePage()
	if s.nav.at.Searching && s.nav.at.Scope != scope {
		s.nav.setScope(scope)
		return
	}
	s.clear()
	switch at := s.nav.at; {
	case !at.Searching:
		s.nav.setScope(scope)
	case s.nav.homeScope() == scope:
		s.nav.home()
	default:
		s.nav.browse(scope, s.nav.sort(), 0)
	}
}

// Leave empties the box, chips and all, and returns to browsing, at the place where one was.
func (s *Search) Leave() {
	s.clear()
	s.nav.home()
	s.shell.Save() // a window that is killed must not bring back what was cleared
}

// stepBack returns to what a search was a step from, with the query of then.
func (s *Search) stepBack() {
	s.completion.close()
	if s.nav.goBack() {
		s.bar.set(s.nav.at.Text)
	}
}

// clear empties the search box.
func (s *Search) clear() {
	s.nav.stopTyping()
	s.completion.close()
	s.bar.set("")
}

// Regrow gives the parts above the photos the height they need now.
func (s *Search) Regrow() {
	if s.root != nil {
		kit.Relayout(s.root)
		s.shell.Regrown()
	}
}

// SelectionChanged follows the selection in the grid.
func (s *Search) SelectionChanged() { s.result.head.show(s.grid.SelectedCount()) }

// EnterPhotos gives the photos the keyboard and the key that led there.
func (s *Search) EnterPhotos(ev *fyne.KeyEvent) {
	if s.grid.Count() == 0 || !s.grid.Visible() {
		return
	}
	s.shell.Focus(s.grid)
	s.grid.TypedKey(ev)
}

// deselect lets go of all photos and gives them the keyboard, which the button that
// was pressed for it loses.
func (s *Search) deselect() {
	s.grid.SelectNone()
	s.shell.Focus(s.grid)
}
