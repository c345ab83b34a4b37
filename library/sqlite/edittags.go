package sqlite

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"

	"descry/library"
)

// said are the statements of an edit about one tag; the last one about a photo
// counts.
type said struct {
	tagRow
	photos map[library.PhotoID]library.TagEdit
}

// writeTags writes the statements about tags, tag by tag.
func (e *editor) writeTags(edit library.Edit) error {
	list, err := e.byTag(edit.Tags)
	if err != nil {
		return err
	}
	for _, one := range list {
		if err := e.writeTag(one); err != nil {
			return fmt.Errorf("%s: %w", one.tag.Name, err)
		}
	}
	return nil
}

// byTag sorts statements by tag, and adds the tags that are new. To leave unsaid
// what no photo has needs no tag.
func (e *editor) byTag(edits []library.TagEdit) ([]*said, error) {
	var list []*said
	known := make(map[int64]*said)
	for _, t := range edits {
		row, ok, err := e.find(t.Tag)
		switch {
		case t.Say < library.Unsaid || t.Say > library.No:
			err = fmt.Errorf("unknown statement %d", t.Say)
		case err == nil && !ok && t.Guarded && t.Now != library.Unsaid: // nothing is said of it
		case err == nil && !ok && t.Say != library.Unsaid && e.isThere(t.Photo):
			row, err = e.add(t.Tag)
		}
		if err != nil {
			return nil, err
		}
		if row.id == 0 || !e.isThere(t.Photo) {
			continue
		}
		if known[row.id] == nil {
			known[row.id] = &said{row, make(map[library.PhotoID]library.TagEdit)}
			list = append(list, known[row.id])
		}
		known[row.id].photos[t.Photo] = t
	}
	return list, nil
}

func (e *editor) isThere(id library.PhotoID) bool { return id > 0 && e.there.has(id) }

// writeTag writes what differs from what is said already.
func (e *editor) writeTag(one *said) error {
	before, err := e.saidBefore(one)
	if err != nil {
		return err
	}
	var from, to [3][]library.PhotoID // by what was said and is said now
	for photo, t := range one.photos {
		was := before[photo]
		if was == t.Say || t.Guarded && was != t.Now {
			continue
		}
		from[was], to[t.Say] = append(from[was], photo), append(to[t.Say], photo)
		e.undo.Tags = append(e.undo.Tags, library.TagEdit{Photo: photo, Tag: one.tag, Say: was, Guarded: true, Now: t.Say})
	}
	sortEdits(e.undo.Tags[len(e.undo.Tags)-len(from[0])-len(from[1])-len(from[2]):])
	const remove = "DELETE FROM photo_tags WHERE tag = ? AND photo IN (SELECT value FROM json_each(?)) AND origin = ?"
	const insert = "INSERT INTO photo_tags (tag, photo, origin) SELECT ?, value, ? FROM json_each(?)"
	for _, say := range []library.Say{library.Yes, library.No} { // the origins have the same numbers
		if len(from[say]) > 0 {
			e.left[one.id] = one.tagRow
			err = cmp.Or(err, e.exec(remove, one.id, idList(from[say]), say))
		}
	}
	for _, say := range []library.Say{library.Yes, library.No} {
		if len(to[say]) > 0 && err == nil {
			slices.Sort(to[say])
			err = e.exec(insert, one.id, say, idList(to[say]))
		}
	}
	return err
}

// sortEdits puts statements about one tag in the order of the photos.
func sortEdits(edits []library.TagEdit) {
	slices.SortFunc(edits, func(a, b library.TagEdit) int { return cmp.Compare(a.Photo, b.Photo) })
}

// saidBefore is what is said so far of the photos of a statement.
func (e *editor) saidBefore(one *said) (map[library.PhotoID]library.Say, error) {
	ids := make([]library.PhotoID, 0, len(one.photos))
	for photo := range one.photos {
		ids = append(ids, photo)
	}
	before := make(map[library.PhotoID]library.Say)
	const query = `SELECT w.photo, w.origin FROM json_each(?) j
CROSS JOIN photo_tags w ON w.tag = ? AND w.photo = j.value AND w.origin IN (1, 2)`
	err := each(e.ctx, e.tx, query, []any{idList(ids), one.id}, func(rows *sql.Rows) error {
		var photo library.PhotoID
		var say library.Say
		err := rows.Scan(&photo, &say)
		before[photo] = say
		return err
	})
	return before, err
}
