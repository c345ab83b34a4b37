package app

import (
	"context"
	"errors"

	"descry/library"
	"descry/library/query"
	"descry/ui"
)

// errNoSubject says that there is nothing that a photo could be an answer to.
var errNoSubject = errors.New("the query has filters only; describe what is to be seen")

// GiveFeedback implements ui.FeedbackBackend.
func (b *backend) GiveFeedback(ctx context.Context, ask ui.Ask, photos []library.PhotoID, say library.Say) error {
	err := b.e.giveFeedback(ctx, ask.Text, photos, say)
	if err == nil {
		b.events.send(ui.SearchesChanged) // the counts of those that are saved
	}
	return owned(err)
}

// ForgetFeedback implements ui.FeedbackBackend.
func (b *backend) ForgetFeedback(ctx context.Context, ask ui.Ask) error {
	err := b.e.forgetFeedback(ctx, ask.Text)
	if err == nil {
		b.events.send(ui.SearchesChanged)
	}
	return owned(err)
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

// giveFeedback says of photos how well they answer a query.
func (e *engine) giveFeedback(ctx context.Context, text string, photos []library.PhotoID, say library.Say) error {
	subject, err := subjectOf(text)
	if err != nil {
		return err
	}
	return e.store.SetFeedback(ctx, subject, photos, say)
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
