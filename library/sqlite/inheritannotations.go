package sqlite

import (
	"time"

	"descry/library"
)

// awayForSaving is how long a file may be gone while another program saves the file: long for
// saving, and short for a new photo to get the name of a deleted one.
const awayForSaving = 10 * time.Minute

// heldBefore is the photo that a file held when last read, 0 when there was none. A new file
// inherits from a file of the same name that has just gone, if that file's photo is nowhere
// else.
func (w *resultWriter) heldBefore(file library.FileID) (id library.PhotoID, err error) {
	const query = `
SELECT coalesce(f.photo_id, f.was, (SELECT p.id FROM left_files l JOIN photos p ON p.id = l.photo
  WHERE l.folder_id = f.folder_id AND l.rel = f.rel AND p.orphaned_since >= ?), 0) FROM files f WHERE f.id = ?`
	err = w.tx.QueryRowContext(w.ctx, query, w.now.Add(-awayForSaving).UnixNano(), file).Scan(&id)
	return id, err
}

// inherit hands the annotations of a photo on to the photo that its file holds now: another
// program changed the file, and to the user the photo is the same. Annotations of the new
// photo are left alone. A photo that lies elsewhere already was not made by that change: the
// file was replaced by a copy.
func (w *resultWriter) inherit(from, to library.PhotoID) error {
	if from == 0 || from == to {
		return nil
	}
	var elsewhere bool
	const query = "SELECT EXISTS (SELECT 1 FROM files WHERE photo_id = ?)"
	if err := w.tx.QueryRowContext(w.ctx, query, to).Scan(&elsewhere); err != nil || elsewhere {
		return err
	}
	for _, query := range []string{
		`INSERT INTO photo_tags (tag, photo, origin)
SELECT tag, ?2, origin FROM photo_tags w WHERE photo = ?1 AND origin IN (1, 2)
AND NOT EXISTS (SELECT 1 FROM photo_tags WHERE tag = w.tag AND photo = ?2 AND origin IN (1, 2))`,
		`UPDATE photos SET own_caption = (SELECT own_caption FROM photos WHERE id = ?1)
WHERE id = ?2 AND own_caption IS NULL AND (SELECT own_caption FROM photos WHERE id = ?1) IS NOT NULL`,
		`INSERT INTO feedback (key, photo, good, description)
SELECT key, ?2, good, description FROM feedback WHERE photo = ?1 ORDER BY id ON CONFLICT DO NOTHING`,
	} {
		if err := w.exec(query, from, to); err != nil {
			return err
		}
	}
	return nil
}
