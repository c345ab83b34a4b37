package service

import (
	"context"

	"descry/app/history"
	"descry/app/service/learning"
	"descry/library"
)

// GiveFeedback judges photos as right answers to the query (Yes), as wrong answers (No), or
// withdraws the judgement (Unlabelled). The feedback is kept for the description in the query,
// whatever the filters. The next Search with that description takes the feedback into account.
// A query without a description gives an error.
func (b *Session) GiveFeedback(ctx context.Context, ask Ask, photos []library.PhotoID, say library.Label) (Change, error) {
	subject, err := learning.SubjectOf(ask.Query)
	if err != nil {
		return Change{}, err
	}
	edits := make([]library.FeedbackEdit, len(photos))
	for i, id := range photos {
		edits[i] = library.FeedbackEdit{Photo: id, Label: say}
	}
	return b.judge(ctx, answerLabel(len(photos), say, subject), subject, edits)
}

// ForgetFeedback forgets all of a query's.
func (b *Session) ForgetFeedback(ctx context.Context, ask Ask) (Change, error) {
	subject, err := learning.SubjectOf(ask.Query)
	if err != nil {
		return Change{}, err
	}
	said, err := b.e.Store.FeedbackOn(ctx, subject)
	if err != nil {
		return Change{}, err
	}
	edits := make([]library.FeedbackEdit, len(said))
	for i, f := range said {
		edits[i] = library.FeedbackEdit{Photo: f.Photo}
	}
	return b.judge(ctx, forgetLabel(subject), subject, edits)
}

// judge sends events: counts of saved searches may have changed, and after an undo also the
// answers on show. The user's own judgement shows without an event.
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
