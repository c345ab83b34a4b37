package sqlite

import (
	"database/sql"
	"strings"

	"descry/library"
)

// tree lists a tag, which comes first, and the tags below. library.ErrNotFound says that none
// of the tags has an annotation.
func (e *editor) tree(tag library.Tag) (rows []tagRow, err error) {
	if tag.Name == "" {
		return nil, library.ErrNoName
	}
	which := atOrBelow(fold(tag.Name))
	if tag.Person {
		which = sqlf("kind = ? AND folded = ?", kindPerson, fold(tag.Name))
	}
	inUse := false
	query := `SELECT id, name, EXISTS (SELECT 1 FROM photo_tags WHERE tag = tags.id) OR EXISTS (SELECT 1 FROM named_things WHERE tag = tags.id)
FROM tags WHERE ` + which.sql + " ORDER BY folded"
	err = each(e.ctx, e.tx, query, which.args, func(rowsOf *sql.Rows) error {
		row := tagRow{tag: tag}
		var used bool
		err := rowsOf.Scan(&row.id, &row.tag.Name, &used)
		if len(rows) == 0 || levels(row.tag) > levels(tag) {
			rows, inUse = append(rows, row), inUse || used
		}
		return err
	})
	if err == nil && !inUse {
		err = library.ErrNotFound
	}
	return rows, err
}

// levels is how many levels a tag has.
func levels(t library.Tag) int {
	if t.Person {
		return 1
	}
	return 1 + strings.Count(t.Name, "/")
}

// moved is a tag with the levels of to in place of the levels of from.
func moved(t, from, to library.Tag) library.Tag {
	parts := strings.Split(t.Name, "/")
	if n := levels(from); !from.Person && len(parts) > n {
		to.Name += "/" + strings.Join(parts[n:], "/")
	}
	return to
}
