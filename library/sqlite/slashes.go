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

// keepingNo runs reread, which writes what a photo's file says. Tags were once parted at every
// slash: where the file says "B∕W" now, a No to "B/W" is a No to that.
func (w *resultWriter) keepingNo(p *library.Photo, reread func() error) error {
	if !slices.ContainsFunc(p.Keywords, func(name string) bool { return strings.Contains(name, library.SlashInLevel) }) {
		return reread()
	}
	var said string // such tags that the file has said before
	const before = `SELECT json_group_array(t.id) FROM photo_tags w JOIN tags t ON t.id = w.tag
WHERE w.photo = ? AND w.origin IN (0, 3) AND t.kind = 0 AND instr(t.folded, ?) > 0`
	if err := w.tx.QueryRowContext(w.ctx, before, p.ID, library.SlashInLevel).Scan(&said); err != nil {
		return err
	}
	if err := reread(); err != nil {
		return err
	}
	return w.exec(`INSERT INTO photo_tags (tag, photo, origin)
SELECT t.id, ?1, 2 FROM photo_tags w JOIN tags t ON t.id = w.tag
WHERE w.photo = ?1 AND w.origin = 0 AND t.kind = 0 AND instr(t.folded, ?2) > 0 AND t.id NOT IN (SELECT value FROM json_each(?3))
AND NOT EXISTS (SELECT 1 FROM photo_tags WHERE tag = t.id AND photo = ?1 AND origin IN (1, 2))
AND EXISTS (SELECT 1 FROM photo_tags d JOIN tags o ON o.id = d.tag
  WHERE d.photo = ?1 AND d.origin = 2 AND o.kind = 0 AND o.folded = replace(t.folded, ?2, '/'))`, p.ID, library.SlashInLevel, said)
}
