package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"descry/library"
)

// asWritten puts tags of files in the place of typed ones: "B/W" is "B∕W" where a tag has
// this level and none has the levels "B" and "W".
func (s *Store) asWritten(ctx context.Context, typed []library.Tag) ([]library.Tag, error) {
	if !slices.ContainsFunc(typed, maySlash) {
		return typed, nil
	}
	tags := slices.Clone(typed)
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		for i, t := range tags {
			if !maySlash(t) {
				continue
			}
			const query = `SELECT name FROM tags WHERE kind = ?1 AND (folded = ?2 OR instr(folded, ?3) > 0 AND replace(folded, ?3, '/') = ?2)
ORDER BY folded = ?2 DESC, id LIMIT 1`
			err := tx.QueryRowContext(ctx, query, kindTag, fold(ownTag(t).Name), library.SlashInLevel).Scan(&tags[i].Name)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		return nil
	})
	return tags, err
}

func maySlash(t library.Tag) bool { return !t.Person && strings.ContainsAny(t.Name, "/／") }

// known is the normal form of a typed tag, or the tag of files in its place.
func (s *Store) known(ctx context.Context, typed library.Tag) (library.Tag, error) {
	tags, err := s.asWritten(ctx, []library.Tag{typed})
	return ownTag(tags[0]), err
}
