package ui

import (
	"slices"
	"strings"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
)

// likes reports that all of some photos are called right answers.
func likes(a service.Answer, ids []library.PhotoID) bool {
	for _, id := range ids {
		if !slices.Contains(a.Liked, id) {
			return false
		}
	}
	return len(ids) > 0
}

// judged is the listing with a verdict on some of its photos, as far as it can be
// known without asking. What the backend gave stays as it is: it may be on show
// elsewhere.
func (l listing) judged(ids []library.PhotoID, say library.Label) listing {
	among := func(id library.PhotoID) bool { return slices.Contains(ids, id) }
	l.Liked = slices.DeleteFunc(slices.Clone(l.Liked), among)
	l.Rejected = slices.DeleteFunc(slices.Clone(l.Rejected), among)
	switch say {
	case library.Yes:
		l.Liked = append(l.Liked, ids...)
	case library.No:
		l.Rejected = append(l.Rejected, ids...)
		l.leaveOut(among)
	case library.Unlabelled: // in neither
	}
	return l
}

// leaveOut takes tiles away and counts what is left.
func (l *listing) leaveOut(among func(library.PhotoID) bool) {
	tiles := make([]library.Tile, 0, len(l.Tiles))
	good, maybe := l.Good, l.Maybe
	for i, t := range l.Tiles {
		switch {
		case !among(t.ID):
			tiles = append(tiles, t)
		case i < good:
			l.Good--
		case i < good+maybe:
			l.Maybe--
		}
	}
	l.Tiles = tiles
}

// nextTile is the photo behind the first of some that leave, or the one before it;
// 0 when none is left.
func nextTile(tiles []library.Tile, leaving []library.PhotoID) library.PhotoID {
	var before library.PhotoID
	left := false
	for _, t := range tiles {
		switch {
		case slices.Contains(leaving, t.ID):
			left = true
		case left:
			return t.ID
		default:
			before = t.ID
		}
	}
	if !left {
		return 0
	}
	return before
}

// feedbackText counts what was said of answers, "" for nothing.
func feedbackText(a service.Answer) string {
	var parts []string
	if n := len(a.Liked); n > 0 {
		parts = append(parts, message.Plural(n, "right answer", "right answers"))
	}
	if n := len(a.Rejected); n > 0 {
		parts = append(parts, message.Plural(n, "wrong answer", "wrong answers")+" left out")
	}
	return strings.Join(parts, " · ")
}
