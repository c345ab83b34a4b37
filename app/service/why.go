package service

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// Why tells how well one photo satisfies each part of a query. Parts is empty for a query of
// filters alone. Why takes a few milliseconds, without heat maps.
func (b *Session) Why(ctx context.Context, ask Ask, id library.PhotoID) (Why, error) {
	s := b.e.Searcher()
	a, err := s.asked(ctx, ask)
	if err != nil {
		return Why{}, err
	}
	return s.Why(ctx, a, id)
}

// Why tells what speaks for a photo as an answer to a query. For a query of filters alone Why
// is empty.
func (s *Searcher) Why(ctx context.Context, a Request, id library.PhotoID) (Why, error) {
	if !a.Query.Ranked() {
		return Why{}, nil
	}
	vectors, err := s.OpenVectors(ctx)
	if err != nil {
		return Why{}, err
	}
	e, err := vectors.Explain(ctx, s.Learned.TextEncoder(ctx), a.Request, id)
	if err != nil {
		return Why{}, err
	}
	why := Why{Match: e.Match, Parts: whyParts(a.Query.Clauses, e)}
	if e.Mention == nil {
		return why, nil
	}
	p, err := s.e.Store.Photo(ctx, id)
	why.Written = written(p, a.Query.Text)
	return why, err
}

// whyParts tells of each clause how much of it the photo has.
func whyParts(clauses []query.Clause, e search.Explanation) []Part {
	var parts []Part
	for i, strength := range e.Strengths {
		parts = append(parts, Part{
			Text: clauses[i].Text, Negative: clauses[i].Negative, Strength: strength, Match: strengthMatch(strength)})
	}
	return parts
}

// strengthMatch is the match that a strength means (library.Result).
func strengthMatch(strength float32) library.Match {
	switch {
	case strength >= 0.75:
		return library.Good
	case strength >= 0.5:
		return library.Maybe
	}
	return library.Weak
}

// written lists the texts about a photo that have words of the query.
func written(p library.Photo, text string) []Mention {
	words := query.Content(text)
	var found []Mention
	add := func(where Where, value string) {
		have := query.Content(value)
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(have, w) }) {
			found = append(found, Mention{where, value})
		}
	}
	for _, tag := range p.Keywords {
		add(InTag, tag)
	}
	for _, person := range p.People {
		add(InPerson, person)
	}
	add(InTitle, p.Title)
	add(InCaption, p.Caption)
	for _, f := range p.Files {
		dir, name := filepath.Split(f.Path)
		add(InFileName, strings.TrimSuffix(name, filepath.Ext(name)))
		add(InFolder, filepath.Base(dir))
	}
	return found
}
