package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"descry/library"
)

// unlabelledSQL is the condition on suggested_tags s to be suggested: the photo is not
// rejected, and neither user nor file has labelled it. Other rows stay, so that they are
// suggestions again when the user takes a label back.
const unlabelledSQL = `s.rejected = 0 AND NOT EXISTS (SELECT 1 FROM photo_tags w WHERE w.tag = s.tag AND w.photo = s.photo)
AND s.photo NOT IN (` + withoutFile + ")"

// ReplaceSuggestions makes list the suggestions of a tag. The tag may be gone since the list
// was begun.
func (s *Store) ReplaceSuggestions(ctx context.Context, tag library.Tag, list []library.Suggestion) error {
	return s.write(ctx, "suggest", func(tx *sql.Tx) error {
		row, err := findTag(ctx, tx, ownTag(tag))
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM suggested_tags WHERE tag = ? AND rejected = 0", row.id); err != nil {
			return err
		}
		kept, err := lister{ctx, tx}.surest(row, list)
		if err != nil {
			return err
		}
		return insertSuggestions(ctx, tx, row, kept)
	})
}

// surest are the suggestions without a label, the surest of each photo, in the order of the
// photos.
func (l lister) surest(row tagRow, list []library.Suggestion) ([]library.Suggestion, error) {
	const query = "SELECT group_concat(photo) FROM (SELECT photo FROM photo_tags WHERE tag = ?1 UNION SELECT photo FROM suggested_tags WHERE tag = ?1)"
	settled, err := l.union(union{sqlf(query, row.id)})
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(slices.Clone(list), func(one library.Suggestion) bool {
		return one.Photo <= 0 || settled.has(one.Photo)
	})
	slices.SortFunc(list, func(a, b library.Suggestion) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Photo, b.Photo))
	})
	kept := list[:0]
	for _, one := range list {
		if len(kept) < library.MostSuggestions && !settled.has(one.Photo) {
			kept = append(kept, one)
			settled.add(one.Photo)
		}
	}
	slices.SortFunc(kept, func(a, b library.Suggestion) int { return cmp.Compare(a.Photo, b.Photo) })
	return kept, nil
}

func insertSuggestions(ctx context.Context, tx *sql.Tx, row tagRow, list []library.Suggestion) error {
	const query = "INSERT INTO suggested_tags (tag, photo, confidence) SELECT ?1, id, ?3 FROM photos WHERE id = ?2"
	insert, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, one := range list {
		if _, err := insert.ExecContext(ctx, row.id, one.Photo, finite(float64(one.Confidence))); err != nil {
			return err
		}
	}
	return nil
}

// Suggestions lists the suggestions of a tag, surest first. A limit that is not above zero is
// no limit.
func (s *Store) Suggestions(ctx context.Context, tag library.Tag, limit int) ([]library.Suggestion, error) {
	if limit <= 0 {
		limit = -1
	}
	tag = ownTag(tag)
	const query = `
SELECT t.kind, t.name, s.photo, s.confidence FROM tags t CROSS JOIN suggested_tags s ON s.tag = t.id
WHERE t.kind = ? AND t.folded = ? AND ` + unlabelledSQL + " ORDER BY s.confidence DESC, s.photo LIMIT ?"
	var list []library.Suggestion
	err := each(ctx, s.reader, query, []any{kindOf(tag), fold(tag.Name), limit}, func(rows *sql.Rows) error {
		var one library.Suggestion
		err := rows.Scan(&one.Tag.Person, &one.Tag.Name, &one.Photo, &one.Confidence)
		list = append(list, one)
		return err
	})
	return list, wrap("list suggestions", err)
}

// SuggestionCounts tells how many suggestions tags have, those with most first.
func (s *Store) SuggestionCounts(ctx context.Context) ([]library.TagCount, error) {
	const query = `
SELECT t.kind, t.name, count(*), n.noun FROM suggested_tags s CROSS JOIN tags t ON t.id = s.tag
LEFT JOIN named_things n ON n.tag = t.id
WHERE ` + unlabelledSQL + " GROUP BY s.tag ORDER BY count(*) DESC, t.folded, t.kind"
	var list []library.TagCount
	err := each(ctx, s.reader, query, nil, func(rows *sql.Rows) error {
		var one library.TagCount
		var noun sql.NullString
		err := rows.Scan(&one.Tag.Person, &one.Tag.Name, &one.Photos, &noun)
		one.Named, one.Noun = noun.Valid, noun.String
		list = append(list, one)
		return err
	})
	return list, wrap("count suggestions", err)
}

// RejectSuggestions leaves photos out of a tag's suggestions until ForgetRejections.
func (s *Store) RejectSuggestions(ctx context.Context, tag library.Tag, photos []library.PhotoID) error {
	return s.writeDurably(ctx, "reject suggestions", func(tx *sql.Tx) error {
		row, err := findTag(ctx, tx, ownTag(tag))
		if errors.Is(err, sql.ErrNoRows) {
			return nil // nothing is suggested for it
		}
		if err != nil {
			return err
		}
		return rejectSuggestions(ctx, tx, row, photos)
	})
}

func rejectSuggestions(ctx context.Context, tx *sql.Tx, row tagRow, photos []library.PhotoID) error {
	const query = `INSERT INTO suggested_tags (tag, photo, confidence, rejected)
SELECT ?, p.id, 0, 1 FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value WHERE true
ON CONFLICT DO UPDATE SET rejected = 1`
	_, err := tx.ExecContext(ctx, query, row.id, idList(photos))
	return err
}

// ForgetRejections makes rejected rows as if they had never been.
func (s *Store) ForgetRejections(ctx context.Context) error {
	return s.dropSuggestions(ctx, "forget rejections", "rejected = 1")
}

// ClearSuggestions withdraws all suggestions. Rejected photos stay rejected.
func (s *Store) ClearSuggestions(ctx context.Context) error {
	return s.dropSuggestions(ctx, "clear suggestions", "rejected = 0")
}

func (s *Store) dropSuggestions(ctx context.Context, op, which string) error {
	return s.write(ctx, op, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM suggested_tags WHERE "+which)
		return err
	})
}
