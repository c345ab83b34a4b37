package ui

import (
	"context"

	"descry/app/service"
	"descry/library"
)

// FeedbackBackend remembers what the owner says of answers. The rules of Backend
// hold. AnswersChanged tells when it is taken back or said again.
type FeedbackBackend interface {
	// GiveFeedback says of photos that they are right answers to the query (Yes),
	// wrong ones (No), or nothing any more (Unsaid). It is remembered for the description
	// in the query, whatever its filters; the next Search with that description
	// takes it into account. A query without a description gives an error.
	GiveFeedback(ctx context.Context, ask service.Ask, photos []library.PhotoID, say library.Label) (service.Change, error)
	// ForgetFeedback forgets all of a query's.
	ForgetFeedback(ctx context.Context, ask service.Ask) (service.Change, error)
}
