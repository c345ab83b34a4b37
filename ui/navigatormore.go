package ui

import (
	"context"
	"errors"
	"slices"

	"descry/app/service"
	"descry/library"
)

// matchesLeft is how many good matches and maybes are still to be shown.
func (l *listing) matchesLeft() int {
	return min(max(l.Good+l.Maybe-len(l.Tiles), 0), l.Left)
}

// opened reports that photos which are less certain are shown.
func (l *listing) opened() bool { return l.Ranked && len(l.Tiles) > l.Good+l.Maybe }

// seen is how many photos of what is shown the owner has seen, 0 where no more than
// come by themselves.
func (n *navigator) seen() int {
	if !n.loaded || !n.shown.grown {
		return 0
	}
	return len(n.shown.Tiles)
}

// more shows the next page of an answer.
func (n *navigator) more() { n.grow(service.PageSize) }

// goOn shows what comes next where the owner has reached the end: the matches always
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
	if !n.loaded || n.growing || n.renewing || n.shown.Left == 0 || n.at.Kind != searching {
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
	tiles, err := f.TilesOf(ctx, next)
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
