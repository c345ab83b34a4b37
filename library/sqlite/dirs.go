package sqlite

import (
	"database/sql"
	"errors"

	"descry/library"
)

// dir is the row of a directory of the folder, which is added where missing.
func (w scanWriter) dir(rel string) (id int64, err error) {
	if id, ok := w.dirs[rel]; ok {
		return id, nil
	}
	err = w.tx.QueryRowContext(w.ctx, "SELECT id FROM dirs WHERE folder_id = ? AND rel = ?", w.folder, rel).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		var res sql.Result
		if res, err = w.exec("INSERT INTO dirs (folder_id, rel) VALUES (?, ?)", w.folder, rel); err == nil {
			id, err = res.LastInsertId()
		}
	}
	w.dirs[rel] = id
	return id, err
}

// tidyDirsSQL looks for files in or below a directory, because the index of names knows those.
const tidyDirsSQL = `DELETE FROM dirs WHERE folder_id = ? AND NOT EXISTS (
  SELECT 1 FROM files WHERE folder_id = dirs.folder_id
    AND (dirs.rel = '' OR rel > dirs.rel || '/' AND rel < dirs.rel || '0'))`

// tidy forgets directories that files may have left.
func (w scanWriter) tidy(delta library.ScanDelta) error {
	if len(delta.Gone)+len(delta.Moved) == 0 {
		return nil
	}
	_, err := w.exec(tidyDirsSQL, w.folder)
	return err
}
