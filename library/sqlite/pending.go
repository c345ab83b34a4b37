package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"slices"

	"descry/library"
)

const (
	activeFolder = " d.paused = 0 AND d.offline_since IS NULL "

	unreadSQL = `
SELECT f.id, d.path, f.rel, NULL, NULL, f.size, f.mtime_ns, f.inode, f.device, f.changed_ns, 0, 0
FROM files f JOIN folders d ON d.id = f.folder_id
WHERE f.state = 0 AND f.away_since IS NULL AND f.id > ? AND` + activeFolder + `
ORDER BY f.id LIMIT ?`

	// The joins are cross joins to keep SQLite at walking the files by id.
	unencodedSQL = `
SELECT f.id, d.path, f.rel, p.id, p.hash, f.size, f.mtime_ns, f.inode, f.device, f.changed_ns, 0, 0
FROM files f CROSS JOIN folders d ON d.id = f.folder_id CROSS JOIN photos p ON p.id = f.photo_id
WHERE f.state = 1 AND f.away_since IS NULL AND f.id > ? AND` + activeFolder + `
  AND NOT EXISTS (SELECT 1 FROM embeddings e
    WHERE e.model = (SELECT id FROM models WHERE name = ?) AND e.photo_id = f.photo_id)
ORDER BY f.id LIMIT ?`

	anyUnencodedSQL = `
SELECT coalesce(sum(d.read - coalesce(c.files, 0)), 0) > 0
FROM folders d
LEFT JOIN model_counts c ON c.folder_id = d.id AND c.model = (SELECT id FROM models WHERE name = ?)
WHERE` + activeFolder
)

// Pending lists the next files to read or to encode. Unread files are found by an index. Files
// that only lack a vector cost a walk over the files, which the counters save in the usual
// case that there are none.
func (s *Store) Pending(ctx context.Context, model string, after library.FileID, limit int) ([]library.PendingFile, error) {
	files, err := s.pending(ctx, unreadSQL, after, limit)
	if err != nil || model == "" {
		return files, wrap("list pending files", err)
	}
	var more bool
	if err := s.reader.QueryRowContext(ctx, anyUnencodedSQL, model).Scan(&more); err != nil || !more {
		return files, wrap("list pending files", err)
	}
	unencoded, err := s.pending(ctx, unencodedSQL, after, model, limit)
	files = append(files, unencoded...)
	slices.SortFunc(files, func(a, b library.PendingFile) int { return cmp.Compare(a.ID, b.ID) })
	return files[:min(limit, len(files))], wrap("list pending files", err)
}

func (s *Store) pending(ctx context.Context, query string, args ...any) ([]library.PendingFile, error) {
	var files []library.PendingFile
	err := each(ctx, s.reader, query, args, func(rows *sql.Rows) error {
		var f library.PendingFile
		var root, rel string
		var photo sql.Null[library.PhotoID]
		var hash sql.RawBytes
		var inode, device int64
		err := rows.Scan(&f.ID, &root, &rel, &photo, &hash, &f.Size, &f.ModTimeNS, &inode, &device, &f.ChangedNS, &f.Decoding, &f.Metadata)
		if err != nil {
			return err
		}
		f.Path, f.Photo, f.Hash = absolute(root, rel), photo.V, library.Hash(hex.EncodeToString(hash))
		f.Inode, f.Device = uint64(inode), uint64(device)
		files = append(files, f)
		return nil
	})
	return files, err
}
