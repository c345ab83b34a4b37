package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

// Statements calls fn for each label by the user of a photo with a file.
func (s *Store) Statements(ctx context.Context, fn func(library.TagEdit)) error {
	const query = `
SELECT w.photo, t.kind, t.name, w.origin FROM (
  SELECT photo, tag, origin FROM photo_tags WHERE origin = 1 UNION ALL SELECT photo, tag, origin FROM photo_tags WHERE origin = 2
) w CROSS JOIN tags t ON t.id = w.tag WHERE w.photo NOT IN (` + withoutFile + `)`
	err := each(ctx, s.reader, query, nil, func(rows *sql.Rows) error {
		var one library.TagEdit
		err := rows.Scan(&one.Photo, &one.Tag.Person, &one.Tag.Name, &one.Label)
		if err == nil {
			fn(one)
		}
		return err
	})
	return wrap("read what the owner says", err)
}

// Captions calls fn for each caption by the user of a photo with a file.
func (s *Store) Captions(ctx context.Context, fn func(library.PhotoID, string)) error {
	const query = `SELECT id, own_caption FROM photos INDEXED BY photos_own_caption
WHERE own_caption IS NOT NULL AND orphaned_since IS NULL ORDER BY id`
	err := each(ctx, s.reader, query, nil, func(rows *sql.Rows) error {
		var id library.PhotoID
		var text string
		err := rows.Scan(&id, &text)
		if err == nil {
			fn(id, text)
		}
		return err
	})
	return wrap("read the owner's captions", err)
}

// NamedConcepts lists the named concepts by name.
func (s *Store) NamedConcepts(ctx context.Context) ([]library.NamedConcept, error) {
	const query = `
SELECT t.kind, t.name, n.noun, (SELECT group_concat(photo) FROM photo_tags
  WHERE tag = t.id AND origin = 1 AND photo NOT IN (` + withoutFile + `))
FROM named_things n CROSS JOIN tags t ON t.id = n.tag ORDER BY t.folded, t.kind`
	var list []library.NamedConcept
	err := each(ctx, s.reader, query, nil, func(rows *sql.Rows) error {
		var one library.NamedConcept
		var photos sql.RawBytes
		err := rows.Scan(&one.Tag.Person, &one.Tag.Name, &one.Noun, &photos)
		eachID(photos, func(id library.PhotoID) { one.Photos = append(one.Photos, id) })
		list = append(list, one)
		return err
	})
	return list, wrap("list named things", err)
}
