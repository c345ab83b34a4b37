package query

import (
	"context"
	"errors"
	"time"

	"descry/app/message"
	"descry/library"
)

// supersede cancels the question on its way, and has its answer ignored.
func (n *navigator) supersede() {
	if n.cancel != nil {
		n.cancel()
		n.cancel = nil
	}
	n.question++
	n.renewing, n.growing = false, false
}

// goTo goes to p as soon as its photos are known.
func (n *navigator) goTo(p Place, at spot) {
	n.at, n.loaded, n.failed = p, false, false
	n.stage.busy(p)
	n.fetch(p, at.shown, func(l listing) { n.stage.show(l, at) })
}

// renew asks again for what is shown.
func (n *navigator) renew() {
	n.fetch(n.at, n.seen(), n.stage.renew)
	n.renewing = true
}

// fetch finds the photos of p in the background, at least atLeast where p has so many, and shows
// the photos unless a newer question was asked meanwhile.
func (n *navigator) fetch(p Place, atLeast int, show func(listing)) {
	n.supersede()
	ctx, cancel := context.WithCancel(n.tasks.Ctx)
	n.cancel = cancel
	question, changes := n.question, n.changes
	l, err := listing{Place: p, grown: atLeast > 0}, error(nil)
	if p.Searching {
		l.Ask, err = n.ask(p)
	}
	n.tasks.Run(func(context.Context) {
		defer cancel()
		start := time.Now()
		if err == nil {
			l, err = answer(ctx, n.finder, l, atLeast)
		}
		if !p.Searching {
			n.took.Store(int64(time.Since(start)))
		}
		n.tasks.Apply(func() {
			if question == n.question {
				n.settle(p, changes, l, err, show)
			}
		})
		if err == nil && p.Searching {
			n.logSearch(ctx, l)
			n.relax(ctx, question, l)
		}
	})
}

// relax asks what one filter less would find where the query found nothing.
func (n *navigator) relax(ctx context.Context, question uint64, l listing) {
	if l.Good+l.Maybe > 0 || !l.Ranked && len(l.Tiles) > 0 {
		return
	}
	offers, err := n.finder.Relax(ctx, l.Ask)
	if err != nil && ctx.Err() == nil {
		n.log.Warn("look for one filter less", "err", err)
	}
	n.tasks.Apply(func() {
		if question == n.question && len(offers) > 0 {
			n.shown.Relax = offers
			n.stage.renew(n.shown)
		}
	})
}

// answer asks the backend what the place of a listing holds.
func answer(ctx context.Context, f finder, l listing, atLeast int) (listing, error) {
	start := time.Now()
	var err error
	if !l.Place.Searching {
		l.Tiles, err = f.Tiles(ctx, l.Place.Scope, l.Place.Sort)
		return l, err
	}
	l.What = l.Ask.Query.Text
	ask := l.Ask
	ask.AtLeast = atLeast
	l.Answer, err = f.Search(ctx, ask)
	l.Took = time.Since(start)
	return l, err
}

// Photos looks photos up.
type Photos interface {
	Photo(ctx context.Context, id library.PhotoID) (library.Photo, error)
}

// PhotoName is the file name of a photo, or "this photo" for a photo that can't be looked up any
// more.
func PhotoName(ctx context.Context, f Photos, id library.PhotoID) string {
	photo, err := f.Photo(ctx, id)
	if err != nil || len(photo.Files) == 0 {
		return message.Text("photo-without-name", nil)
	}
	return message.BaseName(photo.Files[0].Path)
}

// settle takes the answer to the newest question.
func (n *navigator) settle(p Place, changes uint64, l listing, err error, show func(listing)) {
	n.renewing = false
	if err != nil {
		n.settleError(p, err)
		return
	}
	n.shown, n.listed, n.loaded = l, changes, true
	show(l)
	if changes != n.changes && !p.Searching {
		n.renew()
	}
}

// settleError shows an error only where there is nothing better to show.
func (n *navigator) settleError(p Place, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	n.log.Warn("listing failed", "err", err)
	if !n.loaded {
		n.failed = true
		n.stage.fail(p, err)
	}
}

// logSearch logs a finished search with the file of the best match. Tests from outside follow the
// window by that line.
func (n *navigator) logSearch(ctx context.Context, l listing) {
	first := ""
	if len(l.Tiles) > 0 {
		photo, err := n.finder.Photo(n.tasks.Ctx, l.Tiles[0].ID)
		if err == nil && len(photo.Files) > 0 {
			first = photo.Files[0].Path
		}
	}
	n.log.InfoContext(ctx, "search done", "query", l.Place.Text, "results", len(l.Tiles), "first", first, "took", l.Took)
}
