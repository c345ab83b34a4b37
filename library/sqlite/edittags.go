package sqlite

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"

	"descry/library"
)

// tagLabels are the edits of one tag, one for each photo.
type tagLabels struct {
	tagRow
	photos map[library.PhotoID]library.TagEdit
}

// writeTags writes labels, tag by tag.
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

// byTag sorts edits by tag, and adds the tags that are new. Removing the label of a tag that
// isn't there adds no tag. Of several edits of a photo the last counts.
func (e *editor) byTag(edits []library.TagEdit) ([]*tagLabels, error) {
	var list []*tagLabels
	known := make(map[int64]*tagLabels)
	for _, t := range edits {
		row, ok, err := e.find(t.Tag)
		switch {
		case t.Label < library.Unlabelled || t.Label > library.No:
			err = fmt.Errorf("unknown statement %d", t.Label)
		case err == nil && !ok && t.Guarded && t.Now != library.Unlabelled: // the photo has no label of the tag
		case err == nil && !ok && t.Label != library.Unlabelled && e.isThere(t.Photo):
			row, err = e.add(t.Tag)
		}
		if err != nil {
			return nil, err
		}
		if row.id == 0 || !e.isThere(t.Photo) {
			continue
		}
		if known[row.id] == nil {
			known[row.id] = &tagLabels{row, make(map[library.PhotoID]library.TagEdit)}
			list = append(list, known[row.id])
		}
		known[row.id].photos[t.Photo] = t
	}
	return list, nil
}

func (e *editor) isThere(id library.PhotoID) bool { return id > 0 && e.there.has(id) }

// writeTag writes the labels that differ from the present ones.
func (e *editor) writeTag(one *tagLabels) error {
	before, err := e.labelsBefore(one)
	if err != nil {
		return err
	}
	var from, to [3][]library.PhotoID // by the label before and after
	for photo, t := range one.photos {
		was := before[photo]
		if was == t.Label || t.Guarded && was != t.Now {
			continue
		}
		from[was], to[t.Label] = append(from[was], photo), append(to[t.Label], photo)
		e.undo.Tags = append(e.undo.Tags, library.TagEdit{Photo: photo, Tag: one.tag, Label: was, Guarded: true, Now: t.Label})
	}
	sortEdits(e.undo.Tags[len(e.undo.Tags)-len(from[0])-len(from[1])-len(from[2]):])
	const remove = "DELETE FROM photo_tags WHERE tag = ? AND photo IN (SELECT value FROM json_each(?)) AND origin = ?"
	const insert = "INSERT INTO photo_tags (tag, photo, origin) SELECT ?, value, ? FROM json_each(?)"
	for _, label := range []library.Label{library.Yes, library.No} { // origins and labels have the same numbers
		if len(from[label]) > 0 {
			e.left[one.id] = one.tagRow
			err = cmp.Or(err, e.exec(remove, one.id, idList(from[label]), label))
		}
	}
	for _, label := range []library.Label{library.Yes, library.No} {
		if len(to[label]) > 0 && err == nil {
			slices.Sort(to[label])
			err = e.exec(insert, one.id, label, idList(to[label]))
		}
	}
	return err
}

// sortEdits puts the edits of one tag in the order of the photos.
func sortEdits(edits []library.TagEdit) {
	slices.SortFunc(edits, func(a, b library.TagEdit) int { return cmp.Compare(a.Photo, b.Photo) })
}

// labelsBefore are the present labels of the photos.
func (e *editor) labelsBefore(one *tagLabels) (map[library.PhotoID]library.Label, error) {
	ids := make([]library.PhotoID, 0, len(one.photos))
	for photo := range one.photos {
		ids = append(ids, photo)
	}
	before := make(map[library.PhotoID]library.Label)
	const query = `SELECT w.photo, w.origin FROM json_each(?) j
CROSS JOIN photo_tags w ON w.tag = ? AND w.photo = j.value AND w.origin IN (1, 2)`
	err := each(e.ctx, e.tx, query, []any{idList(ids), one.id}, func(rows *sql.Rows) error {
		var photo library.PhotoID
		var label library.Label
		err := rows.Scan(&photo, &label)
		before[photo] = label
		return err
	})
	return before, err
}
