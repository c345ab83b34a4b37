package service

import (
	"context"
	"errors"
	"path/filepath"

	"descry/app/notice"
	"descry/app/service/learning"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
	"descry/ml/ort"
)

// Request is a search whose photos and feedback were looked up.
type Request struct {
	search.Request
	examples []ExamplePhoto
}

// Understand looks up the photos that a query names and the feedback on its answers. Photos
// that can't be found are query.Errors, with their places in the query's source.
func (s *Searcher) Understand(ctx context.Context, q query.Query, scope library.Scope) (Request, error) {
	a := Request{Request: search.Request{Query: q, Scope: scope}}
	var wrong query.Errors
	for _, e := range q.Examples {
		example, photo, err := s.example(ctx, e)
		if err != nil {
			wrong = append(wrong, &query.Error{Span: e.Span, Err: err})
		}
		a.Examples = append(a.Examples, example)
		a.examples = append(a.examples, photo)
	}
	if len(wrong) > 0 {
		return Request{}, wrong
	}
	var err error
	a.Liked, a.Disliked, err = learning.FeedbackOn(ctx, s.e.Store, q)
	return a, err
}

// example finds the photo that a like: names. The photo is one of the library, by its id, its
// path or the name of its file, or any other file.
func (s *Searcher) example(ctx context.Context, e query.Example) (search.Example, ExamplePhoto, error) {
	found := search.Example{Weight: e.Weight, Negative: e.Negative}
	shown := ExamplePhoto{Ref: e.Photo, Name: filepath.Base(e.Photo)}
	id, err := s.e.PhotoLike(ctx, e.Photo)
	switch {
	case err == nil:
		found.Photo, shown.Photo = id, id
		p, err := s.e.Store.Photo(ctx, id)
		if err == nil && len(p.Files) > 0 {
			shown.Name = filepath.Base(p.Files[0].Path)
		}
		return found, shown, err
	case errors.Is(err, library.ErrNotFound):
		found.Vector, err = s.EncodeFile(ctx, e.Photo)
	}
	return found, shown, err
}

// queryInfo is what the encoder tells of a description: a sentence about the part of the text
// that was cut, "" usually, and the named concepts in the text.
type queryInfo struct {
	Notices []notice.Notice
	named   []string
}

// Ask answers a query that ranks.
func (s *Searcher) Ask(ctx context.Context, r search.Request) (search.Answer, queryInfo, error) {
	vectors, err := s.OpenVectors(ctx)
	if err != nil {
		return search.Answer{}, queryInfo{}, err
	}
	texts := s.Learned.TextEncoder(ctx)
	answer, err := vectors.Ask(ctx, texts, r)
	if err != nil {
		return answer, queryInfo{}, err
	}
	unseen, err := s.e.renewalNotice(ctx)
	notices := TextNotices(r.Query.Text, texts.Info(r.Query.Text), s.Pack.Languages)
	if wrong := s.Learned.InUse().Problem; !wrong.IsZero() {
		notices = append([]notice.Notice{wrong}, notices...)
	}
	if !unseen.IsZero() {
		notices = append(notices, unseen)
	}
	return answer, queryInfo{notices, texts.ConceptsIn(r.Query.Text)}, err
}

// TextNotices tell what a model could not read of a description, a sentence each. languages are
// those that the model was made for, none if that isn't known.
func TextNotices(text string, info ort.TextInfo, languages []string) (notices []notice.Notice) {
	if info.Truncated {
		notices = append(notices, notice.New("text-cut-off", nil))
	}
	switch {
	case info.MostlyUnknown() && len(languages) > 0:
		notices = append(notices, notice.New("text-unknown-made-for", notice.Params{"Languages": notice.Languages(languages)}))
	case info.MostlyUnknown():
		notices = append(notices, notice.New("text-unknown", nil))
	case inOtherScript(text, languages):
		notices = append(notices, notice.New("text-other-script", notice.Params{"Languages": notice.Languages(languages)}))
	}
	return notices
}

// Relax tells, for a query whose filters leave nothing, what dropping each filter would give,
// best first. Filters without which there is nothing either are left out.
func (s *Searcher) Relax(ctx context.Context, a Request) ([]Relaxation, error) {
	var list []Relaxation
	for i, item := range a.Query.Items {
		if item.Kind != query.FilterItem {
			continue
		}
		less := a
		less.Query.Filter = a.Query.Filter.Without(item.Index)
		n, err := s.Count(ctx, less)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, Relaxation{Item: item, Text: a.Query.Remove(i), Photos: n})
		}
	}
	sortRelaxations(list)
	return list, nil
}

// Count is how many good matches a query has, for a filter alone how many photos.
func (s *Searcher) Count(ctx context.Context, a Request) (int, error) {
	if !a.Query.Ranked() {
		n := 0
		err := s.e.Store.PhotosIn(ctx, a.Scope, a.Query.Filter, func(library.PhotoID) { n++ })
		return n, err
	}
	a.Limit = 0
	answer, _, err := s.Ask(ctx, a.Request)
	return answer.Good, err
}
