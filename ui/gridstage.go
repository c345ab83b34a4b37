package ui

import (
	"errors"
	"time"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

// busyDelay is how long an answer may take before the window says that it is
// being worked on; quick answers would only flicker.
const busyDelay = 200 * time.Millisecond

// gridStage is the window as the navigator sees it.
type gridStage Window

func (s *gridStage) window() *Window { return (*Window)(s) }

func (s *gridStage) show(l listing, at spot) {
	w := s.window()
	w.grid.SetTiles(nil, nil) // another place: neither selection nor view carries over
	w.grid.SetScrollOffset(0)
	s.take(l)
	if len(at.selected) > 0 {
		w.grid.Select(at.selected...)
	}
	w.grid.SetScrollOffset(at.offset)
	if l.Place.Kind == searching {
		w.history.add(l.Place.Text)
	}
	w.selectionChanged()
	if w.state.Query != "" && l.Place.Kind == browsing {
		w.save() // at once: a search that was left must not come back
		return
	}
	w.remember()
}

func (s *gridStage) renew(l listing) {
	w := s.window()
	if more := len(l.Tiles) - w.grid.Count(); more > 0 && l.Place == w.listed.Place && l.Place.Kind == browsing &&
		w.grid.Visible() && !w.zones.viewing && w.arrivals.keepsStill() && w.grid.Moves(l.Tiles, headings(l)) {
		w.arrivals.wait(l, more)
		return
	}
	s.take(l)
}

// take shows a listing of the same place.
func (s *gridStage) take(l listing) {
	w := s.window()
	w.arrivals.clear()
	w.listed, w.loading, w.err = l, false, nil
	w.bar.learn(l.Examples)
	w.grid.SetTiles(l.Tiles, headings(l))
	if w.zones.viewing && w.page == nil {
		w.renewViewer(l.Tiles)
	}
	w.updateNotice()
}

func (s *gridStage) grow(l listing) {
	w := s.window()
	w.listed = l
	w.grid.Grow(l.Tiles, headings(l))
	if w.zones.viewing && w.page == nil {
		w.viewer.SetTiles(l.Tiles)
	}
	w.updateNotice()
	w.remember()
}

func (s *gridStage) stuck(err error) { s.window().sayError(err) }

func (s *gridStage) busy(place) {
	w := s.window()
	w.arrivals.clear()
	w.loading, w.err = true, nil
	w.waiting++
	turn := w.waiting
	w.after(busyDelay, func() {
		if w.loading && turn == w.waiting {
			w.updateNotice()
		}
	})
	w.updateSort()
}

func (s *gridStage) fail(p place, err error) {
	w := s.window()
	var wrong *query.Error
	if errors.As(err, &wrong) {
		w.bar.complain(p.Text, err, -1)
	}
	if wrong != nil && w.grid.Count() > 0 { // what was found before is of more use than nothing
		w.loading = false
		w.updateNotice()
		return
	}
	w.listed, w.loading, w.err = listing{Place: p}, false, err
	w.grid.SetTiles(nil, nil)
	w.updateNotice()
}

func (s *gridStage) spot() spot {
	g := s.window().grid
	return spot{offset: g.ScrollOffset(), selected: g.Selected()}
}

func (s *gridStage) disturbed() bool {
	g := s.window().grid
	return g.ScrollOffset() > 0 || g.SelectedCount() > 0
}

// updateNotice says what is on show, in the result line and, where there are no
// photos, in their place.
func (w *Window) updateNotice() {
	photos := w.grid.Count() > 0 && w.err == nil
	kit.SetVisible(w.grid, photos)
	kit.SetVisible(w.empty.root, !photos)
	kit.SetVisible(w.stale, photos && w.bar.astray)
	r := result{Note: w.listed.Notice, Back: len(w.nav.back) > 1, Savable: w.savable()}
	switch {
	case w.loading && photos:
		r.Text, r.Note, r.Savable = loadingTitle(w.nav.at), "", false
	case photos && w.bar.astray:
		r.Text, r.Note, r.Savable = "Showing "+shownText(w.listed, w.side.ScopeName(w.listed.Place.Scope), w.now()), "", false
	case photos:
		r.Text, r.Relax = resultText(w.listed, w.side.ScopeName(w.listed.Place.Scope)), w.relaxes()
		r.Said = feedbackText(w.listed.Answer) != ""
	default:
		r.Text = w.emptyLine()
		w.empty.show(noticeFor(w.situation()))
		r.Said = r.Text != "" && feedbackText(w.listed.Answer) != ""
	}
	w.result.show(r)
	w.updateSort()
	w.updateMore()
	w.side.MarkPlace()
}

// emptyLine is the result line where there are no photos; on a first run there
// is nothing to count.
func (w *Window) emptyLine() string {
	if w.loading || w.err != nil || len(w.side.Folders()) == 0 {
		return ""
	}
	if w.bar.astray {
		return "Showing " + shownText(w.listed, w.scopeName(), w.now())
	}
	return resultText(w.listed, w.scopeName())
}

// relaxes are the offers of what is on show; while the box asks for something else
// they lead nowhere.
func (w *Window) relaxes() []service.Relaxation {
	if w.bar.astray {
		return nil
	}
	return relaxations(w.listed.Relax)
}

func (w *Window) situation() situation {
	return situation{
		Place: w.nav.at, Loading: w.loading, Err: w.err, Folders: w.side.Folders(), Status: w.status.status,
		Suggested: w.folders.SuggestedName(), ScopeName: w.scopeName(), Ready: w.ready, Relax: w.relaxes(),
	}
}

// updateSort names the order.
func (w *Window) updateSort() {
	at := w.nav.at
	if at.Kind == searching {
		w.row.setSort(orderName(at.Order))
	} else {
		w.row.setSort(sortName(at.Sort))
	}
	w.row.setStrictness(at.Strictness, at.Kind == searching && ranks(at.Text))
}

// follow does what a button under a notice offers.
func (w *Window) follow(o offer) {
	switch o.Intent {
	case addFolderIntent:
		w.folders.Ask()
	case addSuggestedIntent:
		w.folders.AddSuggested()
	case allPhotosIntent:
		w.chooseScope(library.Scope{})
	case searchEverywhereIntent:
		w.nav.setScope(library.Scope{})
	case clearSearchIntent:
		w.clearQuery()
		w.nav.browse(library.Scope{}, w.nav.sort(), 0)
	case retryIntent:
		w.nav.retry()
	case resumeIntent:
		w.setPaused(false)
	case resumeFolderIntent:
		w.side.PauseFolder(o.Folder, false)
	case problemsIntent:
		w.problems.Toggle()
	case queryIntent:
		w.runQuery(w.nav.at.Scope, o.Query)
	case languageIntent:
		w.showLanguage()
	}
}

// sayError puts an error of an action into a passing message; nil says nothing.
func (w *Window) sayError(err error) {
	if err != nil {
		w.toasts.say(message.OfError(err), "", nil)
	}
}
