package sqlite

import (
	"context"
	"database/sql"
	"time"

	"descry/library"
)

const foldersSQL = `
SELECT f.id, f.path, f.added, f.paused, f.offline_since, f.last_scan, f.device,
  f.photos, f.pending, f.read, f.failed,
  CASE WHEN ?1 = '' THEN f.read ELSE coalesce(c.files, 0) END,
  (SELECT count(*) FROM files WHERE folder_id = f.id AND ignored = 1),
  (SELECT count(*) FROM files WHERE folder_id = f.id AND away_since IS NOT NULL),
  (SELECT count(*) FROM files WHERE folder_id = f.id AND away_since IS NOT NULL AND state = 0),
  CASE WHEN ?1 <> '' AND f.read > coalesce(c.files, 0) THEN (
    SELECT count(*) FROM files a WHERE a.folder_id = f.id AND a.away_since IS NOT NULL AND a.state = 1 AND NOT EXISTS (
      SELECT 1 FROM embeddings e WHERE e.model = (SELECT id FROM models WHERE name = ?1) AND e.photo_id = a.photo_id)) ELSE 0 END,
  coalesce((SELECT CASE WHEN json_valid(value) THEN json_extract(value, '$.n') END FROM named_values WHERE name = '` + valueUnreadable + `' || f.id), 0)
FROM folders f
LEFT JOIN model_counts c ON c.folder_id = f.id AND c.model = (SELECT id FROM models WHERE name = ?1)
ORDER BY f.path`

// Folders lists all folders by path with their counts.
func (s *Store) Folders(ctx context.Context, model string) ([]library.Folder, error) {
	var folders []library.Folder
	err := each(ctx, s.reader, foldersSQL, []any{model}, func(rows *sql.Rows) error {
		f, err := scanFolder(rows)
		folders = append(folders, f)
		return err
	})
	return folders, wrap("list folders", err)
}

func scanFolder(rows *sql.Rows) (library.Folder, error) {
	var f library.Folder
	var added, device int64
	var offline, scanned sql.NullInt64
	var n fileCounts
	err := rows.Scan(&f.ID, &f.Path, &added, &f.Paused, &offline, &scanned, &device,
		&f.Counts.Photos, &n.pending, &n.read, &n.failed, &n.encoded, &n.ignored, &n.away, &n.awayUnread, &n.awayUnencoded, &f.Unreadable)
	f.Added, f.OfflineSince, f.LastScan = time.Unix(0, added), fromNull(offline), fromNull(scanned)
	f.Device = uint64(device)
	n.fill(&f.Counts)
	return f, err
}

// fileCounts are the stored counters. encoded are the files among read whose photo has a
// vector of the model, ignored those among failed that the user ignores. awayUnread and
// awayUnencoded are the files among away that are unread or lack a vector.
type fileCounts struct {
	pending, read, failed, encoded, ignored int
	away, awayUnread, awayUnencoded         int
}

func (n fileCounts) fill(c *library.Counts) {
	c.Files = n.pending + n.read
	c.Indexed = n.encoded
	c.Pending = n.pending + n.read - n.encoded - n.awayUnread - n.awayUnencoded
	c.Away = n.away
	c.Failed, c.Ignored = n.failed-n.ignored, n.ignored
}

// Photos with a file are all photos but the orphaned ones. Both are counted without visiting
// rows.
const totalsSQL = `
SELECT coalesce(sum(f.pending), 0), coalesce(sum(f.read), 0), coalesce(sum(f.failed), 0),
  coalesce(sum(CASE WHEN ?1 = '' THEN f.read ELSE c.files END), 0),
  (SELECT count(*) FROM photos) - (SELECT count(*) FROM photos WHERE orphaned_since IS NOT NULL),
  (SELECT count(*) FROM files WHERE ignored = 1),
  (SELECT count(*) FROM files INDEXED BY files_away WHERE away_since IS NOT NULL),
  (SELECT count(*) FROM files INDEXED BY files_away WHERE away_since IS NOT NULL AND state = 0),
  (SELECT count(*) FROM files a INDEXED BY files_away WHERE ?1 <> '' AND a.away_since IS NOT NULL AND a.state = 1 AND NOT EXISTS (
    SELECT 1 FROM embeddings e WHERE e.model = (SELECT id FROM models WHERE name = ?1) AND e.photo_id = a.photo_id))
FROM folders f
LEFT JOIN model_counts c ON c.folder_id = f.id AND c.model = (SELECT id FROM models WHERE name = ?1)`

// Totals sums the counts of all folders.
func (s *Store) Totals(ctx context.Context, model string) (library.Counts, error) {
	var n fileCounts
	var c library.Counts
	err := s.reader.QueryRowContext(ctx, totalsSQL, model).
		Scan(&n.pending, &n.read, &n.failed, &n.encoded, &c.Photos, &n.ignored, &n.away, &n.awayUnread, &n.awayUnencoded)
	n.fill(&c)
	return c, wrap("count files", err)
}

// RemoveFolder forgets a folder and its files.
func (s *Store) RemoveFolder(ctx context.Context, id library.FolderID) error {
	return s.writeDurably(ctx, "remove folder", func(tx *sql.Tx) error { return removeFolder(ctx, tx, id) })
}

func removeFolder(ctx context.Context, tx *sql.Tx, id library.FolderID) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM files WHERE folder_id = ?", id); err != nil {
		return err
	}
	if err := forgetUnreadable(ctx, tx, id); err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, "DELETE FROM folders WHERE id = ?", id)
	if err != nil {
		return err
	}
	return found(res)
}

// SetFolderPaused pauses a folder or lets it go on.
func (s *Store) SetFolderPaused(ctx context.Context, id library.FolderID, paused bool) error {
	return s.execDurably(ctx, "pause folder", "UPDATE folders SET paused = ? WHERE id = ?", paused, id)
}

// SetFolderOffline records since when a folder is unreachable.
func (s *Store) SetFolderOffline(ctx context.Context, id library.FolderID, since time.Time) error {
	return s.exec(ctx, "set folder offline", "UPDATE folders SET offline_since = ? WHERE id = ?", toNull(since), id)
}

// SetFolderScanned records a complete scan.
func (s *Store) SetFolderScanned(ctx context.Context, id library.FolderID, at time.Time, device uint64) error {
	return s.exec(ctx, "record scan", "UPDATE folders SET last_scan = ?, device = ? WHERE id = ?",
		toNull(at), int64(device), id)
}

func toNull(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixNano(), Valid: !t.IsZero()}
}

func fromNull(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(0, n.Int64)
}
