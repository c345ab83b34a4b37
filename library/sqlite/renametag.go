package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"descry/library"
)

// RenameTag gives photos another tag in place of one and of those below it. Levels
// below a tag that becomes a person stay where they are, since people have none.
func (s *Store) RenameTag(ctx context.Context, from, to library.Tag) (library.Edit, error) {
	return s.edit(ctx, "rename tag", func(e *editor) (edit library.Edit, err error) {
		from, to = ownTag(from), ownTag(to)
		if indexWords(to.Name) == "" {
			return edit, library.ErrNoName
		}
		rows, err := e.tree(from)
		if err != nil {
			return edit, err
		}
		if from.Person == to.Person && fold(from.Name) == fold(to.Name) {
			for _, row := range rows {
				edit.Spelled = append(edit.Spelled, moved(row.tag, from, to))
			}
			return edit, nil
		}
		if to.Person {
			rows = rows[:1]
		}
		var gained library.Edit
		for _, row := range rows {
			if err := e.rename(&edit, &gained, row, moved(row.tag, from, to)); err != nil {
				return edit, err
			}
		}
		// What photos gain comes last, since the new name of one tag may be the old one
		// of another ("dogs" to "dogs/small").
		edit.Tags, edit.Named = append(edit.Tags, gained.Tags...), append(edit.Named, gained.Named...)
		return edit, nil
	})
}

// RemoveTag takes a tag and those below it from all photos.
func (s *Store) RemoveTag(ctx context.Context, tag library.Tag) (library.Edit, error) {
	return s.edit(ctx, "remove tag", func(e *editor) (edit library.Edit, err error) {
		rows, err := e.tree(ownTag(tag))
		if err != nil {
			return edit, err
		}
		for _, row := range rows {
			if err := e.lose(&edit, row); err != nil {
				return edit, err
			}
		}
		return edit, nil
	})
}

// tree lists a tag, which comes first, and those below it. library.ErrNotFound says
// that nothing is said of any of them.
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

// moved is a tag with the levels of another in place of the first ones.
func moved(t, from, to library.Tag) library.Tag {
	parts := strings.Split(t.Name, "/")
	if n := levels(from); !from.Person && len(parts) > n {
		to.Name += "/" + strings.Join(parts[n:], "/")
	}
	return to
}

// rename adds to an edit what takes a tag away and to another what gives the new one
// for it. A photo that has both keeps the new one; what photos have outweighs a No.
func (e *editor) rename(edit, gained *library.Edit, row tagRow, to library.Tag) error {
	target, _, err := e.find(to)
	if err != nil {
		return err
	}
	const query = `SELECT w.photo, min(w.origin) < 2,
  EXISTS (SELECT 1 FROM photo_tags t WHERE t.tag = ?2 AND t.photo = w.photo)
FROM photo_tags w WHERE w.tag = ?1 GROUP BY w.photo`
	err = each(e.ctx, e.tx, query, []any{row.id, target.id}, func(rows *sql.Rows) error {
		one := library.TagEdit{Tag: to, Say: library.No}
		var has, decided bool
		err := rows.Scan(&one.Photo, &has, &decided)
		if has {
			one.Say = library.Yes
		}
		if has || !decided {
			gained.Tags = append(gained.Tags, one)
		}
		return err
	})
	if err != nil {
		return err
	}
	noun, err := e.nounOf(row)
	if err != nil {
		return err
	}
	known, err := e.nounOf(target)
	if err != nil {
		return err
	}
	if noun != nil && (known == nil || *known == "") {
		gained.Named = append(gained.Named, library.NamedEdit{Tag: to, Noun: noun})
	}
	return e.lose(edit, row)
}

// lose adds to an edit what takes a tag from all photos: the owner's own words go,
// against the file's there is a No. Nothing is suggested for it any more.
func (e *editor) lose(edit *library.Edit, row tagRow) error {
	e.left[row.id] = row
	if err := e.exec("DELETE FROM suggested_tags WHERE tag = ?", row.id); err != nil {
		return err
	}
	const query = "SELECT photo, max(origin IN (0, 3)) FROM photo_tags WHERE tag = ? GROUP BY photo"
	err := each(e.ctx, e.tx, query, []any{row.id}, func(rows *sql.Rows) error {
		one := library.TagEdit{Tag: row.tag}
		var file bool
		err := rows.Scan(&one.Photo, &file)
		if file {
			one.Say = library.No
		}
		edit.Tags = append(edit.Tags, one)
		return err
	})
	edit.Named = append(edit.Named, library.NamedEdit{Tag: row.tag})
	return err
}
