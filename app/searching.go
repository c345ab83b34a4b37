package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
	"descry/ml/ort"
)

// asked is a search as it was understood.
type asked struct {
	search.Request
	examples []service.ExamplePhoto
}

// clockNow is the time on the owner's clock, written as UTC like the clocks of
// cameras are.
func clockNow() time.Time {
	now := time.Now()
	_, offset := now.Zone()
	return now.UTC().Add(time.Duration(offset) * time.Second)
}

// understand parses a query, looks up the photos it names and what the owner said
// of its answers. Mistakes of the language, photos that are not to be had among them, are
// query.Errors.
func (s *searcher) understand(ctx context.Context, text string, scope library.Scope) (asked, error) {
	q, err := query.Parse(text, clockNow())
	if err != nil {
		return asked{}, err
	}
	a := asked{Request: search.Request{Query: q, Scope: scope}}
	var wrong query.Errors
	for _, e := range q.Examples {
		example, photo, err := s.example(ctx, e)
		if err != nil {
			wrong = append(wrong, &query.Error{Span: e.Span, Text: err.Error()})
		}
		a.Examples = append(a.Examples, example)
		a.examples = append(a.examples, photo)
	}
	if len(wrong) > 0 {
		return asked{}, wrong
	}
	return a, s.recall(ctx, &a)
}

// example finds the photo that a like: names: in the library by its id, its path or the
// name of its file, or any other file.
func (s *searcher) example(ctx context.Context, e query.Example) (search.Example, service.ExamplePhoto, error) {
	found := search.Example{Weight: e.Weight, Negative: e.Negative}
	shown := service.ExamplePhoto{Ref: e.Photo, Name: filepath.Base(e.Photo)}
	id, err := s.e.photoLike(ctx, e.Photo)
	switch {
	case err == nil:
		found.Photo, shown.Photo = id, id
		p, err := s.e.store.Photo(ctx, id)
		if err == nil && len(p.Files) > 0 {
			shown.Name = filepath.Base(p.Files[0].Path)
		}
		return found, shown, err
	case errors.Is(err, library.ErrNotFound):
		found.Vector, err = s.encodeFile(ctx, e.Photo)
	}
	return found, shown, err
}

// heard is what was made of a description: a sentence about what was not taken in
// of it, "" usually, and the named things in it.
type heard struct {
	notice string
	named  []string
}

// ask answers a query that ranks.
func (s *searcher) ask(ctx context.Context, r search.Request) (search.Answer, heard, error) {
	vectors, err := s.openVectors(ctx)
	if err != nil {
		return search.Answer{}, heard{}, err
	}
	q := &reader{words: s.words(ctx), whole: r.Query.Text}
	answer, err := vectors.Ask(ctx, q, r)
	if err != nil {
		return answer, heard{}, err
	}
	unseen, err := s.e.renewalNotice(ctx)
	notice := strings.Join(strings.Fields(s.inUse().problem+" "+textNotice(q.info, s.pack.Languages)+" "+unseen), " ")
	return answer, heard{notice, q.namesIn(r.Query.Text)}, err
}

// reader is the text encoder of a search. It remembers what the model saw of the
// whole description.
type reader struct {
	words
	whole string
	info  ort.TextInfo
}

// EncodeText implements search.TextEncoder.
func (q *reader) EncodeText(ctx context.Context, text string) ([]float32, bool, error) {
	v, info, err := q.words.encodeText(ctx, text)
	if text == q.whole {
		q.info = info
	}
	return v, info.Truncated, err
}

// textNotice tells what a model could not read of a description.
func textNotice(info ort.TextInfo, languages []string) string {
	var notices []string
	if info.Truncated {
		notices = append(notices, "The description is longer than the model reads; the end was left out.")
	}
	if info.MostlyUnknown() {
		notice := "The model doesn't know most of these characters, so the results mean little"
		if len(languages) > 0 {
			notice += "; it was made for " + message.Listed(languageNames(languages))
		}
		notices = append(notices, notice+".")
	}
	return strings.Join(notices, " ")
}

// relax tells, for a query whose filters leave nothing, what dropping each of them
// would give, best first. Those that would give nothing are left out.
func (s *searcher) relax(ctx context.Context, a asked) ([]service.Relaxation, error) {
	var list []service.Relaxation
	for i, item := range a.Query.Items {
		if item.Kind != query.FilterItem {
			continue
		}
		less := a
		less.Query.Filter = a.Query.Filter.Without(item.Index)
		n, err := s.count(ctx, less)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, service.Relaxation{Label: item.Label, Text: a.Query.Remove(i), Photos: n})
		}
	}
	sortRelaxations(list)
	return list, nil
}

// count is how many good matches a query has, for a filter alone how many photos.
func (s *searcher) count(ctx context.Context, a asked) (int, error) {
	if !a.Query.Ranked() {
		n := 0
		err := s.e.store.PhotosIn(ctx, a.Scope, a.Query.Filter, func(library.PhotoID) { n++ })
		return n, err
	}
	a.Limit = 0
	answer, _, err := s.ask(ctx, a.Request)
	return answer.Good, err
}

// queryError makes mistakes of the query language errors of usage, each with its place.
func queryError(err error, source string) error {
	if wrong := query.Mistakes(err); wrong != nil {
		return &usageError{fmt.Errorf("%s", wrong.At(source))}
	}
	return err
}
