package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"descry/library"
)

// RenameTag gives photos another tag in place of from and of the tags below from. Levels below
// a tag that becomes a person stay where they are, since people have no levels. Of many photos
// some are renamed in each step, so that each photo always has one of the two tags. When
// RenameTag was stopped, the same call does the rest. A tag that moves below itself is renamed
// at once, since a second call would begin again.
func (s *Store) RenameTag(ctx context.Context, from, to library.Tag) (library.Edit, error) {
	from, err := s.known(ctx, from)
	if err != nil {
		return library.Edit{}, wrap("rename tag", err)
	}
	to = ownTag(to)
	if indexWords(to.Name) == "" {
		return library.Edit{}, wrap("rename tag", library.ErrNoName)
	}
	rename := func(e *editor, part treePart) (edit library.Edit, err error) {
		rows, err := e.rows(from, part)
		if err != nil {
			return edit, err
		}
		if sameSpot(from, to) {
			for _, row := range rows {
				edit.Spelled = append(edit.Spelled, library.SpellEdit{Tag: moved(row.tag, from, to)})
			}
			return edit, nil
		}
		var gained library.Edit
		for i, row := range rows {
			if to.Person && i > 0 {
				break
			}
			if err := e.rename(&edit, &gained, row, moved(row.tag, from, to), part); err != nil {
				return edit, err
			}
		}
		// The labels that photos gain come last, since the new name of one tag may be the old
		// one of another ("dogs" to "dogs/small").
		edit.Tags, edit.Named = append(edit.Tags, gained.Tags...), append(edit.Named, gained.Named...)
		return edit, nil
	}
	below := !from.Person && !to.Person && strings.HasPrefix(fold(to.Name), fold(from.Name)+"/")
	if below || sameSpot(from, to) {
		return s.edit(ctx, "rename tag", func(e *editor) (library.Edit, error) { return rename(e, wholeTree) })
	}
	return s.editTree(ctx, "rename tag", from, 2, rename)
}

// sameSpot reports tags that are equal but for the spelling.
func sameSpot(a, b library.Tag) bool { return a.Person == b.Person && fold(a.Name) == fold(b.Name) }

// RemoveTag takes a tag and the tags below from all photos, of many in steps. When RemoveTag
// was stopped, the same call does the rest.
func (s *Store) RemoveTag(ctx context.Context, tag library.Tag) (library.Edit, error) {
	tag, err := s.known(ctx, tag)
	if err != nil {
		return library.Edit{}, wrap("remove tag", err)
	}
	return s.editTree(ctx, "remove tag", tag, 1, func(e *editor, part treePart) (edit library.Edit, err error) {
		rows, err := e.rows(tag, part)
		if err != nil {
			return edit, err
		}
		for _, row := range rows {
			if err := e.lose(&edit, row, part); err != nil {
				return edit, err
			}
		}
		return edit, nil
	})
}

// rename adds to edit the removal of a tag and to gained the new tag in its place. A photo
// with both tags keeps its label of the new one. Having the old tag outweighs a No to the new
// one.
func (e *editor) rename(edit, gained *library.Edit, row tagRow, to library.Tag, part treePart) error {
	target, _, err := e.find(to)
	if err != nil {
		return err
	}
	const query = `SELECT w.photo, min(w.origin) < 2,
  EXISTS (SELECT 1 FROM photo_tags t WHERE t.tag = ?2 AND t.photo = w.photo)
FROM photo_tags w WHERE w.tag = ?1 AND w.photo BETWEEN ?3 AND ?4 GROUP BY w.photo`
	err = each(e.ctx, e.tx, query, []any{row.id, target.id, part.first, part.last}, func(rows *sql.Rows) error {
		one := library.TagEdit{Tag: to, Label: library.No}
		var has, decided bool
		err := rows.Scan(&one.Photo, &has, &decided)
		if has {
			one.Label = library.Yes
		}
		if has || !decided {
			gained.Tags = append(gained.Tags, one)
		}
		return err
	})
	if err != nil {
		return err
	}
	if part.ends {
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
	}
	return e.lose(edit, row, part)
}

// lose adds to an edit the removal of a tag from photos: the user's labels go, and a keyword
// of the file gets a No. With its last label a tag is no named concept any more and has no
// suggestions.
func (e *editor) lose(edit *library.Edit, row tagRow, part treePart) error {
	const query = `SELECT photo, max(origin IN (0, 3)) FROM photo_tags
WHERE tag = ? AND photo BETWEEN ? AND ? GROUP BY photo`
	err := e.takeAway(edit, row, query, row.id, part.first, part.last)
	if err != nil || !part.ends {
		return err
	}
	e.left[row.id] = row
	edit.Named = append(edit.Named, library.NamedEdit{Tag: row.tag})
	return e.exec("DELETE FROM suggested_tags WHERE tag = ?", row.id)
}

// rows are the tags that a part of a change to a tag and the tags below is about.
func (e *editor) rows(tag library.Tag, part treePart) (rows []tagRow, err error) {
	if part == wholeTree {
		return e.tree(tag)
	}
	for _, t := range part.tags.list {
		row, err := findTag(e.ctx, e.tx, t)
		if errors.Is(err, sql.ErrNoRows) {
			continue // the tag has no annotation any more
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
