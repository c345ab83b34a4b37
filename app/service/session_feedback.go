package service

import (
	"context"
	"errors"

	"descry/app/history"
	"descry/library"
	"descry/library/query"
)

// ErrNoSubject says that there is nothing that a photo could be an answer to.
var ErrNoSubject = errors.New("the query has filters only; describe what is to be seen")

// GiveFeedback says of photos that they are right answers to the query (Yes),
// wrong ones (No), or nothing any more (Unsaid). It is remembered for the description
// in the query, whatever its filters; the next Search with that description
// takes it into account. A query without a description gives an error.
func (b *Session) GiveFeedback(ctx context.Context, ask Ask, photos []library.PhotoID, say library.Label) (Change, error) {
	subject, err := SubjectOf(ask.Query)
	if err != nil {
		return Change{}, owned(err)
	}
	edits := make([]library.FeedbackEdit, len(photos))
	for i, id := range photos {
		edits[i] = library.FeedbackEdit{Photo: id, Label: say}
	}
	return b.judge(ctx, answerLabel(len(photos), say, subject), subject, edits)
}

// ForgetFeedback forgets all of a query's.
func (b *Session) ForgetFeedback(ctx context.Context, ask Ask) (Change, error) {
	subject, err := SubjectOf(ask.Query)
	if err != nil {
		return Change{}, owned(err)
	}
	said, err := b.e.Store.FeedbackOn(ctx, subject)
	if err != nil {
		return Change{}, owned(err)
	}
	edits := make([]library.FeedbackEdit, len(said))
	for i, f := range said {
		edits[i] = library.FeedbackEdit{Photo: f.Photo}
	}
	return b.judge(ctx, forgetLabel(subject), subject, edits)
}

// judge tells that counts of saved searches may be others now, and when it is taken
// back that answers on show are: whoever judges shows that by itself.
func (b *Session) judge(ctx context.Context, label history.Label, subject string, edits []library.FeedbackEdit) (Change, error) {
	a := b.telling(history.Judging(b.e.Store, subject, edits), SearchesChanged)
	return b.do(ctx, label, func(ctx context.Context) (history.Done, error) {
		d, err := a(ctx)
		if d.Inverse != nil {
			d.Inverse = b.telling(d.Inverse, AnswersChanged)
		}
		return d, err
	})
}

// SubjectOf is what feedback on a query is remembered by; ErrNoSubject where it
// describes nothing.
func SubjectOf(q query.Query) (string, error) {
	if q.Subject() == "" {
		return "", ErrNoSubject
	}
	return q.Subject(), nil
}

// ForgetFeedback forgets what was said of all answers on a subject (SubjectOf).
func (e *Library) ForgetFeedback(ctx context.Context, subject string) error {
	said, err := e.Store.FeedbackOn(ctx, subject)
	if err != nil {
		return err
	}
	photos := make([]library.PhotoID, len(said))
	for i, f := range said {
		photos[i] = f.Photo
	}
	return e.Store.SetFeedback(ctx, subject, photos, library.Unlabelled)
}

// recall adds to a search what the user said of earlier answers.
func (s *Searcher) recall(ctx context.Context, a *Request) error {
	subject := a.Query.Subject()
	if subject == "" {
		return nil
	}
	said, err := s.e.Store.FeedbackOn(ctx, subject)
	for _, f := range said {
		if f.Good {
			a.Liked = append(a.Liked, f.Photo)
		} else {
			a.Disliked = append(a.Disliked, f.Photo)
		}
	}
	return err
}
