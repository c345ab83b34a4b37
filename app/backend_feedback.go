package app

import (
	"context"
	"errors"

	"descry/app/history"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

// errNoSubject says that there is nothing that a photo could be an answer to.
var errNoSubject = errors.New("the query has filters only; describe what is to be seen")

// GiveFeedback implements ui.FeedbackBackend.
func (b *backend) GiveFeedback(ctx context.Context, ask service.Ask, photos []library.PhotoID, say library.Say) (service.Change, error) {
	subject, err := subjectOf(ask.Text)
	if err != nil {
		return service.Change{}, owned(err)
	}
	edits := make([]library.FeedbackEdit, len(photos))
	for i, id := range photos {
		edits[i] = library.FeedbackEdit{Photo: id, Say: say}
	}
	return b.judge(ctx, answerLabel(len(photos), say, subject), subject, edits)
}

// ForgetFeedback implements ui.FeedbackBackend.
func (b *backend) ForgetFeedback(ctx context.Context, ask service.Ask) (service.Change, error) {
	subject, err := subjectOf(ask.Text)
	if err != nil {
		return service.Change{}, owned(err)
	}
	said, err := b.e.store.FeedbackOn(ctx, subject)
	if err != nil {
		return service.Change{}, owned(err)
	}
	edits := make([]library.FeedbackEdit, len(said))
	for i, f := range said {
		edits[i] = library.FeedbackEdit{Photo: f.Photo}
	}
	return b.judge(ctx, forgetLabel(subject), subject, edits)
}

// judge tells that counts of saved searches may be others now, and when it is taken
// back that answers on show are: whoever judges shows that by itself.
func (b *backend) judge(ctx context.Context, label history.Label, subject string, edits []library.FeedbackEdit) (service.Change, error) {
	a := b.telling(history.Judging(b.e.store, subject, edits), service.SearchesChanged)
	return b.do(ctx, label, func(ctx context.Context) (history.Done, error) {
		d, err := a(ctx)
		if d.Inverse != nil {
			d.Inverse = b.telling(d.Inverse, service.AnswersChanged)
		}
		return d, err
	})
}

// subjectOf is what feedback on a query is remembered by.
func subjectOf(text string) (string, error) {
	q, err := query.Parse(text, clockNow())
	if err != nil {
		return "", err
	}
	if q.Subject() == "" {
		return "", errNoSubject
	}
	return q.Subject(), nil
}

// forgetFeedback forgets what was said of all answers to a query.
func (e *engine) forgetFeedback(ctx context.Context, text string) error {
	subject, err := subjectOf(text)
	if err != nil {
		return err
	}
	said, err := e.store.FeedbackOn(ctx, subject)
	if err != nil {
		return err
	}
	photos := make([]library.PhotoID, len(said))
	for i, f := range said {
		photos[i] = f.Photo
	}
	return e.store.SetFeedback(ctx, subject, photos, library.Unsaid)
}

// recall adds to a search what the owner said of earlier answers.
func (s *searcher) recall(ctx context.Context, a *asked) error {
	subject := a.Query.Subject()
	if subject == "" {
		return nil
	}
	said, err := s.e.store.FeedbackOn(ctx, subject)
	for _, f := range said {
		if f.Good {
			a.Liked = append(a.Liked, f.Photo)
		} else {
			a.Disliked = append(a.Disliked, f.Photo)
		}
	}
	return err
}
