package ui

import (
	"time"

	"descry/library"
	"descry/ui/grid"
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
	s.renew(l)
	if len(at.selected) > 0 {
		w.grid.Select(at.selected...)
	}
	w.grid.SetScrollOffset(at.offset)
	if l.Place.Kind == searching {
		w.history.add(l.Place.Text)
	}
	w.side.setCurrent(l.Place.Scope)
	w.selectionChanged()
	w.remember()
}

func (s *gridStage) renew(l listing) {
	w := s.window()
	w.listed, w.loading, w.err = l, false, nil
	w.grid.SetTiles(l.Tiles, headings(l.Place))
	if w.zones.viewing {
		w.viewer.SetTiles(l.Tiles)
	}
	w.updateNotice()
}

// headings are months where photos stand by date, and none elsewhere.
func headings(p place) []grid.Section {
	if p.Kind == browsing && (p.Sort == library.NewestFirst || p.Sort == library.OldestFirst) {
		return nil
	}
	return []grid.Section{}
}

func (s *gridStage) busy(place) {
	w := s.window()
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
	setVisible(w.grid, photos)
	setVisible(w.empty.root, !photos)
	similar := w.nav.at.Kind == similarTo
	switch {
	case w.loading && photos:
		w.result.show(loadingTitle(w.nav.at), "", similar)
	case photos:
		w.result.show(resultText(w.listed, w.tree.scopeName(w.listed.Place.Scope)), w.listed.Notice, similar)
	default:
		w.result.show(w.emptyLine(), w.listed.Notice, similar)
		w.empty.show(noticeFor(w.situation()))
	}
	w.updateSort()
}

// emptyLine is the result line where there are no photos; on a first run there
// is nothing to count.
func (w *Window) emptyLine() string {
	if w.loading || w.err != nil || len(w.tree.folders) == 0 {
		return ""
	}
	return resultText(w.listed, w.scopeName())
}

func (w *Window) situation() situation {
	return situation{
		Place: w.nav.at, Loading: w.loading, Err: w.err, Folders: w.tree.folders, Status: w.status.status,
		Suggested: w.suggestedName(), ScopeName: w.scopeName(), Ready: w.ready,
	}
}

// updateSort names the order; search results are always in order of likeness.
func (w *Window) updateSort() {
	if w.nav.at.Kind == browsing {
		w.row.setSort(sortName(w.nav.at.Sort), true)
	} else {
		w.row.setSort("Best match first", false)
	}
}

// follow does what a button under a notice offers.
func (w *Window) follow(i intent) {
	switch i {
	case addFolderIntent:
		w.askForFolder()
	case addSuggestedIntent:
		w.addFolders([]string{w.suggested}, w.sayError)
	case allPhotosIntent:
		w.chooseScope(library.Scope{})
	case searchEverywhereIntent:
		w.nav.setScope(library.Scope{})
	case clearSearchIntent:
		w.box.set("")
		w.nav.browse(library.Scope{}, w.nav.sort(), 0)
	case retryIntent:
		w.nav.retry()
	case resumeIntent:
		w.setPaused(false)
	case problemsIntent:
		w.showProblems()
	}
}

// sayError puts an error of an action into the status bar; nil says nothing.
func (w *Window) sayError(err error) {
	if err != nil {
		w.status.say(sentence(err), "", nil)
	}
}
