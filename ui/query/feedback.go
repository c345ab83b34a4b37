package query

import (
	"context"
	"slices"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
)

// Judges reports that the photos on show answer a description, so that the user can judge the
// photos.
func (s *Search) Judges() bool {
	at := s.nav.at
	if !at.Searching || !s.nav.loaded || !s.listed.Ranked || s.listed.Place != at {
		return false
	}
	return s.listed.Ask.Query.Subject() != ""
}

// LikeChosen is Like for the chosen photos where Judges holds. Elsewhere the chosen photos become
// examples of what is sought.
func (s *Search) LikeChosen() {
	if s.Judges() {
		s.Like(s.shell.Chosen())
	} else {
		s.moreLikeChosen()
	}
}

// RejectChosen calls the chosen photos wrong answers where Judges holds. Elsewhere the chosen
// photos become examples of what is not sought.
func (s *Search) RejectChosen() {
	if s.Judges() {
		s.Judge(s.shell.Chosen(), library.No)
	} else {
		s.notLikeChosen()
	}
}

// Like calls photos right answers, or takes that back where all of them are called so.
func (s *Search) Like(ids []library.PhotoID) {
	say := library.Yes
	if s.Likes(ids) {
		say = library.Unlabelled
	}
	s.Judge(ids, say)
}

// Judge gives the user's verdict on answers. Photos that are no answers leave at once, and the
// others follow in their new order.
func (s *Search) Judge(ids []library.PhotoID, say library.Label) {
	if len(ids) == 0 {
		s.shell.Say(message.Text("photo-select-first", nil), "", nil)
		return
	}
	ask := s.listed.Ask
	s.foresee(ids, say)
	s.send(func(ctx context.Context) (service.Change, error) { return s.backend.GiveFeedback(ctx, ask, ids, say) })
}

// foresee shows the changes that a verdict certainly makes. A photo that is no answer leaves, and
// the keyboard goes to the next photo.
func (s *Search) foresee(ids []library.PhotoID, say library.Label) {
	next := library.PhotoID(0)
	if say == library.No && !s.shell.Viewing() {
		next = nextTile(s.listed.Tiles, ids)
	}
	s.nav.amend(s.listed.judged(ids, say))
	if next != 0 {
		s.grid.SetFocused(next)
	}
}

// forgetFeedback forgets what was said of all answers to the present description.
func (s *Search) forgetFeedback() {
	if !s.Judges() {
		return
	}
	ask, before := s.listed.Ask, s.listed.Answer
	s.nav.amend(s.listed.judged(slices.Concat(before.Liked, before.Rejected), library.Unlabelled))
	s.send(func(ctx context.Context) (service.Change, error) { return s.backend.ForgetFeedback(ctx, ask) })
}

// Likes reports that the user calls all of some photos right answers.
func (s *Search) Likes(ids []library.PhotoID) bool { return likes(s.listed.Answer, ids) }

// Badge marks the photos that are called right answers.
func (s *Search) Badge(id library.PhotoID) string {
	if slices.Contains(s.listed.Liked, id) {
		return message.Text("search-right-answer", nil)
	}
	return ""
}

// send gives feedback on the present answers to the backend. Once the last is given, the answers
// are asked for in their new order; after an error they stay as they are.
func (s *Search) send(do func(context.Context) (service.Change, error)) {
	at := s.nav.at
	s.judging++
	s.shell.Change(do, func(err error) {
		s.shell.SayError(err)
		if s.judging--; s.judging == 0 {
			s.rerank(at)
		}
	})
}

// FeedbackChanged asks for the present answers anew, after feedback was taken back or given again.
func (s *Search) FeedbackChanged() {
	if s.judging == 0 {
		s.rerank(s.nav.at)
	}
}

// rerank asks for the present answer anew if the answer is that of a place. The order may change
// under the user's eyes, since the user asked for that by a verdict. The view stays as far down as
// before, and doesn't follow a photo.
func (s *Search) rerank(at Place) {
	n := s.nav
	if !n.loaded || !n.at.Searching || n.at != at {
		return
	}
	n.fetch(n.at, n.seen(), func(l listing) {
		offset := s.grid.ScrollOffset()
		n.stage.renew(l)
		s.grid.SetScrollOffset(offset)
		s.shell.SelectionChanged() // the reasons are others now
	})
	n.renewing = true
}

// amend shows the present answer with a change that the user made, and drops questions that were
// asked before the change.
func (n *navigator) amend(l listing) {
	n.supersede()
	n.shown = l
	n.stage.renew(l)
}

// likes reports that all of some photos are called right answers.
func likes(a service.Answer, ids []library.PhotoID) bool {
	for _, id := range ids {
		if !slices.Contains(a.Liked, id) {
			return false
		}
	}
	return len(ids) > 0
}

// judged is the listing with a verdict on some of its photos, as far as the change is known
// without asking. The slices of l stay unchanged, since the way back holds l, too.
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
		parts = append(parts, message.Count("search-right-answers", n, nil))
	}
	if n := len(a.Rejected); n > 0 {
		parts = append(parts, message.Count("search-answers-left-out", n, nil))
	}
	return message.Phrases(parts)
}
