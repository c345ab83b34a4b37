package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"descry/library"
)

// Mentions finds the photos about which a word of text is written. Words that every English
// text has count in phrases and exact matches alone. A phrase counts as one word. Of words
// that thousands of photos have, only these photos are looked at: those with all words, those
// with a word as a tag or a person, and the newest.
func (s *Store) Mentions(ctx context.Context, text string, phrases []string, limit int, fn func(library.Mention)) error {
	var found map[library.PhotoID]library.Mention
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		r := ranker{lister: lister{ctx, tx}, limit: limit, found: make(map[library.PhotoID]library.Mention)}
		found = r.found
		if err := r.rank(newUnits(text, phrases)); err != nil {
			return err
		}
		if err := r.exact(text); err != nil {
			return err
		}
		return r.dropOrphans()
	})
	if err != nil {
		return wrap("look for what is written", err)
	}
	list := make([]library.Mention, 0, len(found))
	for _, m := range found {
		list = append(list, m)
	}
	slices.SortFunc(list, better)
	for _, m := range list[:min(max(limit, 0), len(list))] {
		fn(m)
	}
	return nil
}

// better orders exact mentions first, then by rank, then the newest.
func better(a, b library.Mention) int {
	if a.Exact != b.Exact {
		if a.Exact {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(b.Photo, a.Photo))
}
