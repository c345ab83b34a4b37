package ui

import (
	"context"

	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
)

// LearnBackend is what the Learn page asks of the program. The rules of Backend
// hold. LearnChanged tells that heads, suggestions or named things changed.
type LearnBackend interface {
	// Learn describes what there is to learn from, and what was learned.
	Learn(ctx context.Context) (learning.LearnPage, error)
	// Train learns from what was chosen and keeps the result as a head, which is
	// not used until UseHead. Ending ctx leaves everything as it was. progress is
	// called on any goroutine and must return at once.
	Train(ctx context.Context, what learning.TrainRequest, progress func(learning.TrainProgress)) (learning.Trained, error)
	// Compare answers a search with no head and with one (not only the one in use).
	Compare(ctx context.Context, text, head string) (before, after service.Answer, err error)
	// UseHead makes searches use a head from now on, "" none; no photo is looked at
	// again. RollBack goes back to what was used before.
	UseHead(ctx context.Context, id string) error
	RollBack(ctx context.Context) error
	DeleteHead(ctx context.Context, id string) error // not the one in use
	ExportHead(ctx context.Context, id, path string) error
	ImportHead(ctx context.Context, path string) (id string, err error)

	// Suggestions lists the suggested photos of a tag, surest first.
	Suggestions(ctx context.Context, tag library.Tag, limit int) ([]learning.Suggested, error)
	// ReviewSuggestions says of photos that a suggestion is right or not.
	ReviewSuggestions(ctx context.Context, tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error)

	// NameThing teaches a name by photos, at least one; more with the same name are
	// added. noun is what it is ("dog"), "" when unknown.
	NameThing(ctx context.Context, photos []library.PhotoID, tag library.Tag, noun string) (service.Change, error)
	// ForgetThing keeps the tag but no longer reads its name in searches.
	ForgetThing(ctx context.Context, tag library.Tag) (service.Change, error)
}
