package service

import (
	"context"

	"descry/app/history"
	"descry/app/service/learning"
	"descry/library"
)

// GiveFeedback says of photos that they are right answers to the query (Yes),
// wrong ones (No), or nothing any more (Unsaid). It is remembered for the description
// in the query, whatever its filters; the next Search with that description
// takes it into account. A query without a description gives an error.
func (b *Session) GiveFeedback(ctx context.Context, ask Ask, photos []library.PhotoID, say library.Label) (Change, error) {
	subject, err := learning.SubjectOf(ask.Query)
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
	subject, err := learning.SubjectOf(ask.Query)
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
