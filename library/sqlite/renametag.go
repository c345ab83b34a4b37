package sqlite

import (
	"context"
	"database/sql"

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
				edit.Spelled = append(edit.Spelled, library.SpellEdit{Tag: moved(row.tag, from, to)})
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
	err := e.takeAway(edit, row, query, row.id)
	edit.Named = append(edit.Named, library.NamedEdit{Tag: row.tag})
	return err
}
