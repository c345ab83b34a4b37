package ui

import (
	"context"
	"slices"
	"time"

	"descry/library"
	"descry/library/query"
)

// judging is what the owner says of answers on its way to the backend, one after the
// other, so that the last word on a photo is the one that counts.
type judging struct {
	waiting []saying
	busy    bool
}

// saying is one such word about the answers to a question.
type saying struct {
	ask Ask
	do  func(context.Context) error
}

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

// likeChosen calls the chosen photos good answers, or takes that back where all of
// them are called so; elsewhere they become examples of what is sought.
func (w *Window) likeChosen() {
	if w.judges() {
		w.like(w.chosen())
	} else {
		w.moreLikeChosen()
	}
}

// rejectChosen calls the chosen photos no answers; elsewhere they become examples of
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
	if w.listed.likes(ids) {
		say = library.Unsaid
	}
	w.judge(ids, say)
}

// judge says what the owner thinks of answers. What is certain shows at once; the
// others follow in their new order.
func (w *Window) judge(ids []library.PhotoID, say library.Say) {
	if len(ids) == 0 {
		w.toasts.say("Select a photo first.", "", nil)
		return
	}
	ask, before := w.nav.at.ask(), w.listed.saidOf(ids)
	w.foresee(ids, say)
	w.give(ask, verdict{ids, say})
	w.toasts.sayDone(verdictText(len(ids), say), "Undo", func() { w.takeBack(ask, before) })
}

// takeBack says again what was said before.
func (w *Window) takeBack(ask Ask, before []verdict) {
	for _, v := range before {
		if w.judges() && w.nav.at.ask() == ask {
			w.foresee(v.photos, v.say)
		}
		w.give(ask, v)
	}
}

// foresee shows what a verdict changes for certain: a photo that is no answer
// leaves, and the keyboard goes to the next.
func (w *Window) foresee(ids []library.PhotoID, say library.Say) {
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
	ask, before := w.nav.at.ask(), w.listed.Answer
	w.nav.amend(w.listed.judged(slices.Concat(before.Liked, before.Rejected), library.Unsaid))
	w.send(saying{ask, func(ctx context.Context) error { return w.backend.ForgetFeedback(ctx, ask) }})
	w.toasts.sayDone("Forgot what you said of these answers.", "Undo", func() {
		w.takeBack(ask, []verdict{{before.Liked, library.Yes}, {before.Rejected, library.No}})
	})
}

func (w *Window) give(ask Ask, v verdict) {
	if len(v.photos) > 0 {
		w.send(saying{ask, func(ctx context.Context) error { return w.backend.GiveFeedback(ctx, ask, v.photos, v.say) }})
	}
}

// badge marks the photos that are called good answers.
func (w *Window) badge(id library.PhotoID) string {
	if slices.Contains(w.listed.Liked, id) {
		return "Liked"
	}
	return ""
}

// send hands a word on when those before it are there.
func (w *Window) send(s saying) {
	w.judging.waiting = append(w.judging.waiting, s)
	if !w.judging.busy {
		w.sendNext()
	}
}

// sendNext ends with the answers in their new order, or after an error as they are.
func (w *Window) sendNext() {
	s := w.judging.waiting[0]
	w.judging.waiting, w.judging.busy = w.judging.waiting[1:], true
	load(w.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.do(ctx) },
		func(_ struct{}, err error) {
			w.sayError(err)
			if len(w.judging.waiting) > 0 {
				w.sendNext()
				return
			}
			w.judging.busy = false
			w.rerank(s.ask)
		})
}

// rerank asks for the present answer anew if it is to this question. Unlike on news
// of the library the order may change under the owner's eyes: that was asked for.
// The view stays as far down as it is, and doesn't follow a photo to where it goes.
func (w *Window) rerank(ask Ask) {
	n := w.nav
	if !n.loaded || n.at.Kind != searching || n.at.ask() != ask {
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
