package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

const (
	// readableFile is the first file of a photo that can be read now. A file that failed for
	// reasons of the system has its own time.
	readableFile = `(SELECT min(f.id) FROM files f JOIN folders d ON d.id = f.folder_id
  WHERE f.photo_id = p.id AND f.state = 1 AND f.away_since IS NULL AND f.retry_at IS NULL AND` + activeFolder + `)`

	outdatedSQL = `
SELECT f.id, d.path, f.rel, p.id, p.hash, f.size, f.mtime_ns, f.inode, f.device, f.changed_ns, p.decoding, 0
FROM photos p INDEXED BY photos_decoding CROSS JOIN files f ON f.id = ` + readableFile + `
CROSS JOIN folders d ON d.id = f.folder_id
WHERE (p.decoding, p.id) > (?, ?) AND p.decoding < ? ORDER BY p.decoding, p.id LIMIT ?`

	countOutdatedSQL = "SELECT count(" + readableFile + ") FROM photos p INDEXED BY photos_decoding WHERE p.decoding < ?"
)

// Outdated walks an index of versions and ids, so that the pages of many photos cost no more
// than the first.
func (s *Store) Outdated(ctx context.Context, decoding int, after library.PendingFile, limit int) ([]library.PendingFile, error) {
	files, err := s.pending(ctx, outdatedSQL, after.Decoding, after.Photo, decoding, limit)
	return files, wrap("list photos to read anew", err)
}

// CountOutdated counts the photos that Outdated lists.
func (s *Store) CountOutdated(ctx context.Context, decoding int) (photos int, err error) {
	err = s.reader.QueryRowContext(ctx, countOutdatedSQL, decoding).Scan(&photos)
	return photos, wrap("count photos to read anew", err)
}

// RetryRefused writes nothing where there is nothing to try.
func (s *Store) RetryRefused(ctx context.Context, id library.FolderID, decoding int) (files int, err error) {
	const which = "folder_id = ? AND state IN (2, 3) AND decoding < ? AND (ignored = 0 OR error GLOB '*not supported*') AND away_since IS NULL AND folder_id IN (SELECT d.id FROM folders d WHERE" + activeFolder + ")"
	if err := s.reader.QueryRowContext(ctx, "SELECT count(*) FROM files WHERE "+which, id, decoding).Scan(&files); err != nil || files == 0 {
		return 0, wrap("list files to read anew", err)
	}
	err = s.write(ctx, "read files anew", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE files SET state = 0, error = '', error_at = NULL, retry_at = NULL WHERE "+which, id, decoding)
		return err
	})
	return files, err
}

// decoded notes the version that read a photo. Vectors of other models go if an older version
// saw another picture.
func (w *resultWriter) decoded(id library.PhotoID, r *library.IndexedPhoto) error {
	if r.Decoding == 0 {
		return nil
	}
	if r.Renewed {
		if w.gen == 0 {
			if err := w.newGeneration(); err != nil {
				return err
			}
		}
		if err := w.exec("DELETE FROM embeddings WHERE photo_id = ? AND model <> ?", id, w.modelID); err != nil {
			return err
		}
	}
	return w.exec("UPDATE photos SET decoding = ? WHERE id = ?", r.Decoding, id)
}
