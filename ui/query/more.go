package query

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// matchesLeft is how many good matches and maybes are still to be shown.
func (l *listing) matchesLeft() int {
	return min(max(l.Good+l.Maybe-len(l.Tiles), 0), l.Left)
}

// opened reports that photos which are less certain are shown.
func (l *listing) opened() bool { return l.Ranked && len(l.Tiles) > l.Good+l.Maybe }

// seen is how many photos of what is shown the user has seen, 0 where no more than
// come by themselves.
func (n *navigator) seen() int {
	if !n.loaded || !n.shown.grown {
		return 0
	}
	return len(n.shown.Tiles)
}

// more shows the next page of an answer.
func (n *navigator) more() { n.grow(service.PageSize) }

// goOn shows what comes next where the user has reached the end: the matches always
// go on, what is less certain once it was opened.
func (n *navigator) goOn() {
	switch left := n.shown.matchesLeft(); {
	case left > 0:
		n.grow(min(left, service.PageSize))
	case n.shown.opened():
		n.grow(service.PageSize)
	}
}

// grow adds up to so many photos to what is shown. The ranking is asked for once; its
// photos follow those that are there, so that none comes twice or is left out even
// when the library has changed since.
func (n *navigator) grow(count int) {
	if !n.loaded || n.growing || n.renewing || n.shown.Left == 0 || !n.at.Searching {
		return
	}
	n.growing = true
	ctx, cancel := context.WithCancel(n.tasks.Ctx)
	before := n.cancel // offers of filters to drop may still be sought
	n.cancel = func() {
		before()
		cancel()
	}
	l, question := n.shown, n.question
	n.tasks.Run(func(context.Context) {
		defer cancel()
		l, err := grown(ctx, n.finder, l, count)
		n.tasks.Apply(func() {
			if question == n.question {
				n.growing = false
				n.settleGrown(l, err)
			}
		})
	})
}

func (n *navigator) settleGrown(l listing, err error) {
	switch {
	case errors.Is(err, context.Canceled):
	case err != nil:
		n.log.Warn("showing more failed", "err", err)
		n.stage.stuck(err)
	default:
		l.Relax = n.shown.Relax // which may have come meanwhile
		n.shown = l
		n.stage.grow(l)
	}
}

// grown is a listing with its next photos.
func grown(ctx context.Context, f finder, l listing, count int) (listing, error) {
	if l.rest == nil {
		all, err := f.Ranking(ctx, l.Ask)
		if err != nil {
			return l, err
		}
		l.rest = following(all, l.Tiles)
	}
	next := l.rest[:min(count, len(l.rest))]
	tiles, err := f.TilesByID(ctx, next)
	if err != nil {
		return l, err
	}
	l.Tiles = slices.Concat(l.Tiles, tiles)
	l.rest = l.rest[len(next):]
	l.Left, l.grown = len(l.rest), true
	return l, nil
}

// following are the photos of a ranking that are not shown, never nil.
func following(all []library.PhotoID, shown []library.Tile) []library.PhotoID {
	there := make(map[library.PhotoID]struct{}, len(shown))
	for _, t := range shown {
		there[t.ID] = struct{}{}
	}
	rest := make([]library.PhotoID, 0, max(len(all)-len(shown), 0))
	for _, id := range all {
		if _, ok := there[id]; !ok {
			rest = append(rest, id)
		}
	}
	return rest
}

// moreRow stands below the last photo of an answer: a quiet button across all the
// width that shows what is less certain, and when nothing is left a line that says so.
type moreRow struct {
	root *fyne.Container
	show *kit.Button
	end  *kit.Line
}

// moreHigh is the height of the row.
const moreHigh float32 = 32

func newMoreRow(keys kit.KeySink, more func()) *moreRow {
	r := &moreRow{show: kit.NewQuietButton(keys, "", nil, more), end: kit.NewHint("")}
	r.end.Align = fyne.TextAlignCenter
	r.root = container.New(moreLayout{}, r.show, r.end)
	r.root.Hide()
	return r
}

// set says what the button does, or what stands in its place; with neither the row
// goes.
func (r *moreRow) set(button, end string) {
	if r.show.Text != button {
		r.show.SetText(button)
	}
	r.end.SetText(end)
	kit.SetVisible(r.show, button != "")
	kit.SetVisible(r.end, end != "")
	kit.SetVisible(r.root, button != "" || end != "")
}

// moreLayout gives the button all the room and puts the line in its middle.
type moreLayout struct{}

// Layout is for Fyne.
func (moreLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	kit.Put(objects[0], 0, 0, size.Width, size.Height)
	high := objects[1].MinSize().Height
	kit.Put(objects[1], 0, (size.Height-high)/2, size.Width, high)
}

// MinSize is for Fyne; the photos say how wide it gets.
func (moreLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, moreHigh) }

// moreText is what the button says: exactly how many photos it brings.
func moreText(l listing) string {
	if !l.Ranked || l.Left == 0 || len(l.Tiles) == 0 {
		return ""
	}
	next := min(l.Left, service.PageSize)
	if l.matchesLeft() == 0 {
		return message.Count("search-show-more-uncertain", next, nil)
	}
	return message.Count("search-show-more", next, nil)
}

// endText says that an answer has come to its end, once the user has gone beyond the
// matches; pending is how many files in scope were not looked at yet.
func endText(l listing, pending int) string {
	if l.Left > 0 || !l.opened() {
		return ""
	}
	photos := message.Photos(len(l.Tiles))
	if pending > 0 {
		return message.Count("search-all-so-far", pending, message.Params{"Photos": photos})
	}
	return message.Text("search-all", message.Params{"Photos": photos})
}

// updateMore says below the photos how the answer goes on.
func (s *Search) updateMore() {
	l := s.listed
	if l.Place != s.nav.at || !l.Place.Searching || s.err != nil {
		s.more.set("", "")
	} else {
		s.more.set(moreText(l), endText(l, s.pendingIn(l.Place.Scope)))
	}
	s.grid.SetTail(s.more.root)
}

// pendingIn is how many files in scope were not looked at yet, as far as is known of
// its folder.
func (s *Search) pendingIn(scope library.Scope) int {
	n := 0
	for _, f := range s.side.Folders() {
		if scope.Folder == 0 || scope.Folder == f.ID {
			n += f.Counts.Pending
		}
	}
	return n
}

// ShowMore shows the next page of the answer.
func (s *Search) ShowMore() {
	if s.nav.at.Searching && s.nav.loaded && s.listed.Ranked && s.listed.Left == 0 {
		s.shell.Say(message.Text("search-all-shown", nil), "", nil)
		return
	}
	s.nav.more()
}

// pressMore is a press of the row, which gives the keyboard to the photos.
func (s *Search) pressMore() {
	s.shell.Focus(s.grid)
	s.ShowMore()
}

// ReachedEnd goes on by itself where the end of the photos comes into view, and in
// the viewer at the last of them.
func (s *Search) ReachedEnd() {
	if s.nav.loaded && s.listed.Place == s.nav.at {
		s.nav.goOn()
	}
}

// Viewed follows the viewer to a photo. Near the last one an answer goes on, so that the next photo
// is there when it is wanted.
func (s *Search) Viewed(id library.PhotoID) {
	tiles := s.listed.Tiles
	for _, t := range tiles[max(len(tiles)-viewAhead, 0):] {
		if t.ID == id {
			s.ReachedEnd()
		}
	}
}

// viewAhead is how many photos before the last one more are asked for.
const viewAhead = 5
