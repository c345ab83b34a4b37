package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"descry/library"
)

// mostNameSigns is how many characters are kept of a keyword in a file, so that any keyword
// can be the user's tag, too. Each level above a tag is a row of its own.
const mostNameSigns = 1024

// tagRow is a row of the table tags.
type tagRow struct {
	id  int64
	tag library.Tag // as shown
}

// ownTag is the normal form of a tag that the user typed or picked.
func ownTag(t library.Tag) library.Tag {
	text := strings.Map(func(r rune) rune {
		switch {
		case r == '／' && !t.Person: // typed by Japanese keyboards
			return '/'
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(t.Name, ""))
	return library.Tag{Person: t.Person, Name: nameOf(kindOf(t), norm.NFC.String(text))}
}

func kindOf(t library.Tag) int64 {
	if t.Person {
		return kindPerson
	}
	return kindTag
}

// findTag looks a tag up by its normal form. sql.ErrNoRows says that the tag isn't there,
// library.ErrNoName that there can't be such a tag.
func findTag(ctx context.Context, tx *sql.Tx, t library.Tag) (tagRow, error) {
	if t.Name == "" {
		return tagRow{}, library.ErrNoName
	}
	row := tagRow{tag: t}
	const query = "SELECT id, name FROM tags WHERE kind = ? AND folded = ?"
	err := tx.QueryRowContext(ctx, query, kindOf(t), fold(t.Name)).Scan(&row.id, &row.tag.Name)
	if errors.Is(err, sql.ErrNoRows) && indexWords(t.Name) == "" {
		err = library.ErrNoName // files may have such tags
	}
	return row, err
}

// asAbove spells the levels of a tag like the tags above that are there already.
func asAbove(ctx context.Context, tx *sql.Tx, t library.Tag) (library.Tag, error) {
	for above := dirName(t.Name); above != "" && !t.Person; above = dirName(above) {
		row, err := findTag(ctx, tx, library.Tag{Name: above})
		if err == nil {
			t.Name = row.tag.Name + t.Name[len(above):]
			return t, nil
		}
		if !errors.Is(err, sql.ErrNoRows) && !errors.Is(err, library.ErrNoName) {
			return t, err
		}
	}
	return t, nil
}

// addTag looks a tag up and adds it, with the levels above, if it isn't there.
func addTag(ctx context.Context, tx *sql.Tx, t library.Tag) (tagRow, error) {
	row, err := findTag(ctx, tx, t)
	if !errors.Is(err, sql.ErrNoRows) {
		return row, err
	}
	if t, err = asAbove(ctx, tx, t); err != nil {
		return row, err
	}
	if utf8.RuneCountInString(t.Name) > mostNameSigns {
		return row, library.ErrLongName
	}
	return insertTag(ctx, tx, t)
}

// insertTag adds a tag, with the levels above, unless the tag is there. The name may have no
// word, as names in files may.
func insertTag(ctx context.Context, tx *sql.Tx, t library.Tag) (tagRow, error) {
	const insert = `INSERT INTO tags (kind, name, folded, leaf, words)
SELECT ?1, n.value, fold(n.value), fold(leaf_of(?1, n.value)), words(n.value) FROM json_each(names_of(?1, ?2)) n WHERE true
ON CONFLICT DO NOTHING`
	if _, err := tx.ExecContext(ctx, insert, kindOf(t), t.Name); err != nil {
		return tagRow{}, fmt.Errorf("add tag: %w", err)
	}
	return findTag(ctx, tx, t)
}

// forgetTag drops a tag without an annotation, and the tags above without one, and returns
// them. The suggestions of these tags go, too.
func forgetTag(ctx context.Context, tx *sql.Tx, row tagRow) (gone []library.Tag, err error) {
	t := row.tag
	for t.Name != "" {
		const unused = `
SELECT id, name FROM tags t WHERE kind = ? AND folded = ? AND NOT EXISTS (SELECT 1 FROM photo_tags WHERE tag = t.id)
AND NOT EXISTS (SELECT 1 FROM named_things WHERE tag = t.id)
AND NOT EXISTS (SELECT 1 FROM suggested_tags WHERE tag = t.id AND rejected = 1)
AND NOT EXISTS (SELECT 1 FROM tags b WHERE t.kind = 0 AND b.kind = 0 AND b.folded > t.folded || '/' AND b.folded < t.folded || '0')`
		var id int64
		err := tx.QueryRowContext(ctx, unused, kindOf(t), fold(t.Name)).Scan(&id, &t.Name)
		if errors.Is(err, sql.ErrNoRows) {
			return gone, nil
		}
		for _, query := range []string{"DELETE FROM suggested_tags WHERE tag = ?", "DELETE FROM tags WHERE id = ?"} {
			if err == nil {
				_, err = tx.ExecContext(ctx, query, id)
			}
		}
		if err != nil {
			return gone, fmt.Errorf("forget tag: %w", err)
		}
		gone = append(gone, t)
		if t.Person {
			break
		}
		t.Name = dirName(t.Name)
	}
	return gone, nil
}
