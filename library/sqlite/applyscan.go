package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"descry/library"
)

// ApplyScan writes a scan's differences. Rows that go make room first, then rows move, so that
// names may be swapped. A row in the place to which another row moves, or of a new file, is
// taken over.
func (s *Store) ApplyScan(ctx context.Context, id library.FolderID, delta library.ScanDelta) error {
	if delta.Empty() {
		return nil
	}
	return s.write(ctx, "apply scan", func(tx *sql.Tx) error {
		if err := requireFolder(ctx, tx, id); err != nil {
			return err
		}
		a := scanWriter{ctx, tx, id, s.now(), make(map[string]int64)}
		steps := []func(library.ScanDelta) error{a.gone, a.vacate, a.move, a.change, a.absence, a.insert, a.restamp, a.sidecars, a.tidy}
		for _, step := range steps {
			if err := step(delta); err != nil {
				return err
			}
		}
		return nil
	})
}

func requireFolder(ctx context.Context, tx *sql.Tx, id library.FolderID) error {
	var known bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM folders WHERE id = ?)", id).Scan(&known)
	if err == nil && !known {
		err = fmt.Errorf("folder %d: %w", id, library.ErrNotFound)
	}
	return err
}

// scanWriter writes the parts of one delta in one transaction.
type scanWriter struct {
	ctx    context.Context
	tx     *sql.Tx
	folder library.FolderID
	now    time.Time
	dirs   map[string]int64 // known so far
}

func (w scanWriter) exec(query string, args ...any) (sql.Result, error) {
	return w.tx.ExecContext(w.ctx, query, args...)
}

func (w scanWriter) gone(delta library.ScanDelta) error {
	_, err := w.exec("DELETE FROM files WHERE folder_id = ? AND id IN (SELECT value FROM json_each(?))",
		w.folder, idList(delta.Gone))
	return err
}

// vacate gives rows that are about to move a name that no file can have: one with a zero byte.
func (w scanWriter) vacate(delta library.ScanDelta) error {
	for _, f := range delta.Moved {
		if _, err := w.exec("UPDATE files SET rel = ? WHERE id = ?", fmt.Sprintf("\x00%d", f.ID), f.ID); err != nil {
			return err
		}
	}
	return nil
}

func (w scanWriter) move(delta library.ScanDelta) error {
	for _, f := range delta.Moved {
		if _, err := w.exec("DELETE FROM files WHERE folder_id = ? AND rel = ?", w.folder, f.Rel); err != nil {
			return err
		}
		dir, err := w.dir(dirName(f.Rel))
		if err != nil {
			return err
		}
		res, err := w.exec(`UPDATE files SET folder_id = ?, rel = ?, dir = ?, name = ?,
  size = ?, mtime_ns = ?, inode = ?, device = ?, changed_ns = ?, away_since = NULL WHERE id = ?`,
			append([]any{w.folder, f.Rel, dir, fold(baseName(f.Rel))}, append(stampArgs(f.FileStamp), f.ID)...)...)
		if err != nil {
			return err
		}
		// A row that was deleted while the scan ran makes the file a new one.
		err = found(res)
		if errors.Is(err, library.ErrNotFound) {
			err = w.insertOne(library.ScannedFile{Rel: f.Rel, FileStamp: f.FileStamp})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w scanWriter) change(delta library.ScanDelta) error {
	for _, f := range delta.Changed {
		_, err := w.exec(`UPDATE files SET size = ?, mtime_ns = ?, inode = ?, device = ?, changed_ns = ?,
  state = 0, error = '', error_at = NULL, retry_at = NULL, tries = 0, away_since = NULL
WHERE id = ? AND folder_id = ?`, append(stampArgs(f.FileStamp), f.ID, w.folder)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w scanWriter) insert(delta library.ScanDelta) error {
	for _, f := range delta.New {
		if err := w.insertOne(f); err != nil {
			return err
		}
	}
	return nil
}

func (w scanWriter) insertOne(f library.ScannedFile) error {
	dir, err := w.dir(dirName(f.Rel))
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO files (folder_id, rel, dir, name, size, mtime_ns, inode, device, changed_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (folder_id, rel) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,
  inode = excluded.inode, device = excluded.device, changed_ns = excluded.changed_ns,
  state = 0, error = '', error_at = NULL, retry_at = NULL, tries = 0, away_since = NULL
WHERE (size, mtime_ns, inode, device, changed_ns)
  IS NOT (excluded.size, excluded.mtime_ns, excluded.inode, excluded.device, excluded.changed_ns)
  OR away_since IS NOT NULL`,
		append([]any{w.folder, f.Rel, dir, fold(baseName(f.Rel))}, stampArgs(f.FileStamp)...)...)
	return err
}

// restamp is one statement, because a network that is mounted anew may have another
// stamp for each of its files.
func (w scanWriter) restamp(delta library.ScanDelta) error {
	if len(delta.Restamped) == 0 {
		return nil
	}
	stamps := make([][6]int64, len(delta.Restamped))
	for i, f := range delta.Restamped {
		stamps[i] = [6]int64{int64(f.ID), f.Size, f.ModTimeNS, int64(f.Inode), int64(f.Device), f.ChangedNS}
	}
	list, err := json.Marshal(stamps)
	if err != nil {
		return err
	}
	_, err = w.exec(restampSQL, string(list), w.folder)
	return err
}

// restampSQL looks each file up by its id. The plus keeps SQLite from looking it up by the
// folder, which would go through all stamps for each file.
const restampSQL = `UPDATE files SET inode = s.value ->> 3, device = s.value ->> 4, changed_ns = s.value ->> 5
FROM json_each(?) s
WHERE files.id = s.value ->> 0 AND +folder_id = ? AND size = s.value ->> 1 AND mtime_ns = s.value ->> 2`

// stampArgs are the five columns of a stamp: size, mtime_ns, inode, device, changed_ns.
func stampArgs(s library.FileStamp) []any {
	return []any{s.Size, s.ModTimeNS, int64(s.Inode), int64(s.Device), s.ChangedNS}
}
