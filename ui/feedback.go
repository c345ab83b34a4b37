package ui

import (
	"context"
	"slices"
	"time"

	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

// judges reports that what is on show answers a description, so that the owner can
// say how well.
func (w *Window) judges() bool {
	at := w.nav.at
	if at.Kind != searching || !w.nav.loaded || !w.listed.Ranked || w.listed.Place != at {
		return false
	}
	q, err := query.Parse(at.Text, time.Time{}) // what a date means doesn't matter
	return err == nil && q.Subject() != ""
}

// likeChosen calls the chosen photos right answers, or takes that back where all of
// them are called so; elsewhere they become examples of what is sought.
func (w *Window) likeChosen() {
	if w.judges() {
		w.like(w.chosen())
	} else {
		w.moreLikeChosen()
	}
}

// rejectChosen calls the chosen photos wrong answers; elsewhere they become examples of
// what is not sought.
func (w *Window) rejectChosen() {
	if w.judges() {
		w.judge(w.chosen(), library.No)
	} else {
		w.notLikeChosen()
	}
}

// like is what + does with answers.
func (w *Window) like(ids []library.PhotoID) {
	say := library.Yes
	if likes(w.listed.Answer, ids) {
		say = library.Unlabelled
	}
	w.judge(ids, say)
}

// judge says what the owner thinks of answers. What is certain shows at once; the
// others follow in their new order.
func (w *Window) judge(ids []library.PhotoID, say library.Label) {
	if len(ids) == 0 {
		w.toasts.say("Select a photo first.", "", nil)
		return
	}
	ask := w.listed.Ask
	w.foresee(ids, say)
	w.send(func(ctx context.Context) (service.Change, error) { return w.backend.GiveFeedback(ctx, ask, ids, say) })
}

// foresee shows what a verdict changes for certain: a photo that is no answer
// leaves, and the keyboard goes to the next.
func (w *Window) foresee(ids []library.PhotoID, say library.Label) {
	next := library.PhotoID(0)
	if say == library.No && !w.zones.viewing {
		next = nextTile(w.listed.Tiles, ids)
	}
	w.nav.amend(w.listed.judged(ids, say))
	if next != 0 {
		w.grid.SetFocused(next)
	}
}

// forgetFeedback forgets what was said of all answers to the present description.
func (w *Window) forgetFeedback() {
	if !w.judges() {
		return
	}
	ask, before := w.listed.Ask, w.listed.Answer
	w.nav.amend(w.listed.judged(slices.Concat(before.Liked, before.Rejected), library.Unlabelled))
	w.send(func(ctx context.Context) (service.Change, error) { return w.backend.ForgetFeedback(ctx, ask) })
}

// badge marks the photos that are called right answers.
func (w *Window) badge(id library.PhotoID) string {
	if slices.Contains(w.listed.Liked, id) {
		return "Right answer"
	}
	return ""
}

// send hands a word on the present answers to the backend. The last one ends with the
// answers in their new order, or after an error as they are.
func (w *Window) send(do func(context.Context) (service.Change, error)) {
	at := w.nav.at
	w.judging++
	w.changes.Change(do, func(err error) {
		w.sayError(err)
		if w.judging--; w.judging == 0 {
			w.rerank(at)
		}
	})
}

// answersMoved follows words on answers that were taken back or said again.
func (w *Window) answersMoved() {
	if w.judging == 0 {
		w.rerank(w.nav.at)
	}
}

// rerank asks for the present answer anew if it is that of a place. Unlike on news
// of the library the order may change under the owner's eyes: that was asked for.
// The view stays as far down as it is, and doesn't follow a photo to where it goes.
func (w *Window) rerank(at place) {
	n := w.nav
	if !n.loaded || n.at.Kind != searching || n.at != at {
		return
	}
	n.fetch(n.at, n.seen(), func(l listing) {
		offset := w.grid.ScrollOffset()
		n.stage.renew(l)
		w.grid.SetScrollOffset(offset)
		w.selectionChanged() // the reasons are others now
	})
	n.renewing = true
}

// amend shows the present answer with a change that the owner made to it; what was
// asked before the change is of no use any more.
func (n *navigator) amend(l listing) {
	n.supersede()
	n.shown = l
	n.stage.renew(l)
}
