package learning

import (
	"context"
	"maps"
	"slices"

	"descry/app/problem"
	"descry/library"
	"descry/library/query"
	"descry/library/sqlite"
)

// FeedbackClasses are the descriptions with good answers. The key of a class is the wanted
// part of its description, since good answers show that part. Descriptions with the same
// wanted part are one class. A description with unwanted parts alone is no class.
func (s Labels) FeedbackClasses() []Class {
	classes := map[string]*Class{}
	for _, description := range slices.Sorted(maps.Keys(s.Feedback)) {
		q, err := query.Parse(description, query.Now())
		wanted := q.Wanted()
		if err != nil || wanted == "" {
			continue
		}
		t := classes[wanted]
		if t == nil {
			t = &Class{Name: DescriptionKey(wanted), Prompts: []string{wanted}}
			classes[wanted] = t
		}
		t.addFeedback(s.Feedback[description], wanted == q.Subject())
	}
	var list []Class
	for _, wanted := range slices.Sorted(maps.Keys(classes)) {
		t := classes[wanted]
		slices.Sort(t.Photos)
		t.Photos = slices.Compact(t.Photos)
		t.Not = without(t.Not, t.Photos)
		if len(t.Photos) > 0 { // an unwanted part alone gives no direction to learn
			list = append(list, *t)
		}
	}
	return list
}

// addFeedback adds the judged answers to a description. Where the description has unwanted
// parts, a bad answer may well show the wanted part beside them. Such a bad answer is left
// out.
func (t *Class) addFeedback(answers []library.Feedback, nothingUnwanted bool) {
	for _, f := range answers {
		switch {
		case f.Good:
			t.Photos = append(t.Photos, f.Photo)
		case nothingUnwanted:
			t.Not = append(t.Not, f.Photo)
		}
	}
}

// ErrNoSubject reports a query without a description, so that no photo can be an answer to it.
var ErrNoSubject error = problem.New("query-filters-only", nil)

// SubjectOf returns the key by which the catalogue keeps feedback on a query, or ErrNoSubject where
// the query describes nothing.
func SubjectOf(q query.Query) (string, error) {
	if q.Subject() == "" {
		return "", ErrNoSubject
	}
	return q.Subject(), nil
}

// GiveFeedback keeps photos as good and bad answers on a subject (SubjectOf).
func GiveFeedback(ctx context.Context, catalogue *sqlite.Store, subject string, good, bad []library.PhotoID) error {
	if err := catalogue.SetFeedback(ctx, subject, good, library.Yes); err != nil {
		return err
	}
	return catalogue.SetFeedback(ctx, subject, bad, library.No)
}

// ForgetFeedback forgets all feedback on a subject (SubjectOf).
func ForgetFeedback(ctx context.Context, catalogue *sqlite.Store, subject string) error {
	given, err := catalogue.FeedbackOn(ctx, subject)
	if err != nil {
		return err
	}
	photos := make([]library.PhotoID, len(given))
	for i, f := range given {
		photos[i] = f.Photo
	}
	return catalogue.SetFeedback(ctx, subject, photos, library.Unlabelled)
}

// FeedbackOn returns the photos that the user judged good answers to the description in a query,
// and the photos judged bad ones.
func FeedbackOn(ctx context.Context, catalogue *sqlite.Store, q query.Query) (liked, disliked []library.PhotoID, err error) {
	subject := q.Subject()
	if subject == "" {
		return nil, nil, nil
	}
	given, err := catalogue.FeedbackOn(ctx, subject)
	for _, f := range given {
		if f.Good {
			liked = append(liked, f.Photo)
		} else {
			disliked = append(disliked, f.Photo)
		}
	}
	return liked, disliked, err
}
