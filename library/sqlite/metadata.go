package sqlite

import (
	"context"
	"database/sql"
	"math"

	"descry/library"
)

const (
	outdatedMetadataSQL = `
SELECT f.id, d.path, f.rel, p.id, p.hash, f.size, f.mtime_ns, f.inode, f.device, f.changed_ns, 0, p.metadata
FROM photos p INDEXED BY photos_metadata CROSS JOIN files f ON f.id = ` + readableFile + `
CROSS JOIN folders d ON d.id = f.folder_id
WHERE (p.metadata, p.id) > (?, ?) AND p.metadata < ? ORDER BY p.metadata, p.id LIMIT ?`

	countOutdatedMetadataSQL = "SELECT count(" + readableFile + ") FROM photos p INDEXED BY photos_metadata WHERE p.metadata < ?"
)

// rereadMetadata is the version of photos that are to be read anew for another reason than
// their version.
const rereadMetadata = -1

// OutdatedMetadata walks an index of versions and ids, as Outdated does.
func (s *Store) OutdatedMetadata(ctx context.Context, version int, after library.PendingFile, limit int) ([]library.PendingFile, error) {
	if after.Photo == 0 {
		after.Metadata = math.MinInt32
	}
	files, err := s.pending(ctx, outdatedMetadataSQL, after.Metadata, after.Photo, version, limit)
	return files, wrap("list photos whose metadata is to be read", err)
}

// CountOutdatedMetadata counts the photos that OutdatedMetadata lists.
func (s *Store) CountOutdatedMetadata(ctx context.Context, version int) (photos int, err error) {
	err = s.reader.QueryRowContext(ctx, countOutdatedMetadataSQL, version).Scan(&photos)
	return photos, wrap("count photos whose metadata is to be read", err)
}

// RereadMetadata has what files say of all photos read anew.
func (s *Store) RereadMetadata(ctx context.Context) (photos int, err error) {
	err = s.write(ctx, "read metadata anew", func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, "UPDATE photos SET metadata = ? WHERE orphaned_since IS NULL AND format <> ''", rereadMetadata)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		photos = int(n)
		return err
	})
	return photos, err
}

// sidecars has what lies beside files that a scan found otherwise than it was read read anew.
func (w scanWriter) sidecars(delta library.ScanDelta) error {
	if len(delta.Sidecars) == 0 {
		return nil
	}
	_, err := w.exec(`UPDATE photos SET metadata = ? WHERE id IN
  (SELECT photo_id FROM files WHERE folder_id = ? AND id IN (SELECT value FROM json_each(?)))`,
		rereadMetadata, w.folder, idList(delta.Sidecars))
	return err
}

const rereadSQL = `UPDATE photos SET captured_local = ?, captured_nanos = ?, captured_offset = ?, captured_span = ?, captured_from = ?,
  make = ?, model = ?, lens = ?, iso = ?, f_number = ?, exposure = ?, focal_length = ?, latitude = ?, longitude = ?,
  rating = ?, title = ?, caption = ?, keywords = ?, people = ?, camera = ?, lens_id = ?, x = ?, y = ?, z = ?
WHERE id = ? AND purged = 0`

// reread writes what files say of a photo and leaves the rest. tagged and named are left to
// the triggers, which know what the user denies.
func (w *resultWriter) reread(p *library.Photo) error {
	said, err := saidColumns(p)
	if err != nil {
		return err
	}
	facts, err := w.facts(p)
	if err != nil {
		return err
	}
	const tagged = 2 // the last of facts
	return w.keepingNo(p, func() error {
		return w.exec(rereadSQL, append(append(said, facts[:len(facts)-tagged]...), p.ID)...)
	})
}

// metadata notes by which version what files say was read, and what lay beside the files then.
// A photo that is known by another file has not been read: what lies beside this file counts
// as well.
func (w *resultWriter) metadata(id library.PhotoID, r *library.IndexedPhoto) error {
	version, beside := r.Metadata, false
	for file, hash := range r.Sidecars {
		if err := w.exec("UPDATE files SET sidecars = ? WHERE id = ? AND sidecars <> ?", hash, file, hash); err != nil {
			return err
		}
		beside = beside || hash != 0
	}
	if version == 0 {
		if !beside {
			return nil
		}
		version = rereadMetadata
	}
	return w.exec("UPDATE photos SET metadata = ? WHERE id = ?", version, id)
}
