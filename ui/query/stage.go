package query

import (
	"errors"
	"time"

	"descry/app/message"
	"descry/app/service"
	"descry/library/query"
	"descry/ui/kit"
)

// busyDelay is how long an answer may take before the window says that it is
// being worked on; quick answers would only flicker.
const busyDelay = 200 * time.Millisecond

// gridStage shows in the grid what the navigator finds.
type gridStage struct{ *Search }

var _ stage = gridStage{}

func (s gridStage) show(l listing, at spot) {
	s.grid.SetTiles(nil, nil) // another place: neither selection nor view carries over
	s.grid.SetScrollOffset(0)
	s.take(l)
	if len(at.selected) > 0 {
		s.grid.Select(at.selected...)
	}
	s.grid.SetScrollOffset(at.offset)
	if l.Place.Searching {
		s.history.add(l.Place.Text)
	}
	s.shell.SelectionChanged()
	if s.kept != "" && !l.Place.Searching {
		s.shell.Save() // at once: a search that was left must not come back
		return
	}
	s.shell.Remember()
}

func (s gridStage) renew(l listing) {
	if more := len(l.Tiles) - s.grid.Count(); more > 0 && l.Place == s.listed.Place && !l.Place.Searching &&
		s.grid.Visible() && !s.shell.Viewing() && s.arrivals.keepsStill() && s.grid.Moves(l.Tiles, headings(l)) {
		s.arrivals.wait(l, more)
		return
	}
	s.take(l)
}

// take shows a listing of the same place.
func (s gridStage) take(l listing) {
	s.arrivals.clear()
	s.listed, s.loading, s.err = l, false, nil
	s.bar.learn(l.Examples)
	s.grid.SetTiles(l.Tiles, headings(l))
	s.shell.Renewed(l.Tiles)
	s.Update()
}

func (s gridStage) grow(l listing) {
	s.listed = l
	s.grid.Grow(l.Tiles, headings(l))
	s.shell.Grown(l.Tiles)
	s.Update()
	s.shell.Remember()
}

func (s gridStage) stuck(err error) { s.shell.SayError(err) }

func (s gridStage) busy(Place) {
	s.arrivals.clear()
	s.loading, s.err = true, nil
	s.waiting++
	turn := s.waiting
	s.after(busyDelay, func() {
		if s.loading && turn == s.waiting {
			s.Update()
		}
	})
	s.updateSort()
}

func (s gridStage) fail(p Place, err error) {
	var wrong *query.Error
	if errors.As(err, &wrong) {
		s.bar.complain(p.Text, err, -1)
	}
	if wrong != nil && s.grid.Count() > 0 { // what was found before is of more use than nothing
		s.loading = false
		s.Update()
		return
	}
	s.listed, s.loading, s.err = listing{Place: p}, false, err
	s.grid.SetTiles(nil, nil)
	s.Update()
}

func (s gridStage) spot() spot {
	return spot{offset: s.grid.ScrollOffset(), selected: s.grid.Selected()}
}

func (s gridStage) disturbed() bool {
	return s.grid.ScrollOffset() > 0 || s.grid.SelectedCount() > 0
}

// Update says what is on show, in the result line and below the photos.
func (s *Search) Update() {
	photos := s.grid.Count() > 0 && s.err == nil
	kit.SetVisible(s.grid, photos)
	kit.SetVisible(s.stale, photos && s.bar.astray)
	r := result{Note: message.Paragraph(s.listed.Notices, s.now()), Back: len(s.nav.back) > 1, Savable: s.Savable()}
	switch {
	case s.loading && photos:
		r.Text, r.Note, r.Savable = s.nav.at.WaitingTitle(), "", false
	case photos && s.bar.astray:
		r.Text, r.Note, r.Savable = shownText(s.listed.Place, s.read.searchName(s.listed.Place.Text), s.side.ScopeName(s.listed.Place.Scope)), "", false
	case photos:
		r.Text, r.Relax = resultText(s.listed, s.side.ScopeName(s.listed.Place.Scope)), s.Relaxes()
		r.Said = feedbackText(s.listed.Answer) != ""
	default:
		r.Text = s.emptyLine()
		r.Said = r.Text != "" && feedbackText(s.listed.Answer) != ""
	}
	s.result.show(r)
	s.updateSort()
	s.updateMore()
	s.shell.Showing(photos)
}

// emptyLine is the result line where there are no photos; on a first run there
// is nothing to count.
func (s *Search) emptyLine() string {
	if s.loading || s.err != nil || len(s.side.Folders()) == 0 {
		return ""
	}
	if s.bar.astray {
		return shownText(s.listed.Place, s.read.searchName(s.listed.Place.Text), s.scopeName())
	}
	return resultText(s.listed, s.scopeName())
}

// Relaxes are the offers of what is on show; while the box asks for something else
// they lead nowhere.
func (s *Search) Relaxes() []service.Relaxation {
	if s.bar.astray {
		return nil
	}
	return relaxations(s.listed.Relax)
}

// updateSort names the order.
func (s *Search) updateSort() {
	at := s.nav.at
	if at.Searching {
		s.row.setSort(orderName(at.Order))
	} else {
		s.row.setSort(sortName(at.Sort))
	}
	s.row.setStrictness(at.Strictness, at.Searching && s.read.ranks(at.Text))
}

// scopeName is how the window speaks of where it is.
func (s *Search) scopeName() string { return s.side.ScopeName(s.nav.at.Scope) }

// Savable reports whether what is shown is a search that is not saved yet.
func (s *Search) Savable() bool {
	_, saved := s.side.SavedAt(s.nav.at)
	return s.nav.at.Searching && s.nav.loaded && !saved
}
