package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"descry/library"
)

// placeFrom and placeTo bound the names of the files in a place p or in a place inside. A blob
// is greater than any text.
const (
	placeFrom = "CASE WHEN p.rel = '' THEN '' ELSE p.rel || '/' END"
	placeTo   = "CASE WHEN p.rel = '' THEN x'' ELSE p.rel || '0' END"
)

// placesSQL counts the files that are away from a place and from places inside.
const placesSQL = `
SELECT p.folder_id, p.rel, p.device, p.inode, p.uuid, p.source, p.away_since, p.asked_since, p.last_file,
  (SELECT count(*) FROM files f INDEXED BY files_away WHERE f.folder_id = p.folder_id AND f.away_since IS NOT NULL
    AND f.rel > ` + placeFrom + ` AND f.rel < ` + placeTo + `)
FROM places p
WHERE ?1 = 0 OR p.folder_id = ?1
ORDER BY p.folder_id, p.rel`

// Places lists where the files of a folder, or of all folders, lie.
func (s *Store) Places(ctx context.Context, folder library.FolderID) ([]library.Place, error) {
	places, err := listPlaces(ctx, s.reader, folder)
	return places, wrap("list places", err)
}

func listPlaces(ctx context.Context, db querier, folder library.FolderID) ([]library.Place, error) {
	var places []library.Place
	err := each(ctx, db, placesSQL, []any{folder}, func(rows *sql.Rows) error {
		var p library.Place
		var device, inode int64
		var away, requested sql.NullInt64
		err := rows.Scan(&p.Folder, &p.Rel, &device, &inode, &p.UUID, &p.Source, &away, &requested, &p.LastFile, &p.Away)
		p.Device, p.Inode, p.AwaySince, p.AskedSince = uint64(device), uint64(inode), fromNull(away), fromNull(requested)
		places = append(places, p)
		return err
	})
	// A file of a place inside another one belongs to the inner one alone. A place comes
	// before the places inside it, so their counts are still whole when they are taken off.
	for i, p := range places {
		if j := around(places, i); j >= 0 {
			places[j].Away -= p.Away
		}
	}
	return places, err
}

// around is the index of the innermost place around another one, -1 without one.
func around(places []library.Place, i int) int {
	best := -1
	for j, p := range places {
		inside := p.Rel == "" || strings.HasPrefix(places[i].Rel, p.Rel+"/")
		if p.Folder == places[i].Folder && j != i && inside && (best < 0 || len(p.Rel) > len(places[best].Rel)) {
			best = j
		}
	}
	return best
}

// absence records which files are away or back, and what became of places.
func (w scanWriter) absence(delta library.ScanDelta) error {
	const which = " WHERE folder_id = ? AND id IN (SELECT value FROM json_each(?))"
	if len(delta.Away) > 0 {
		_, err := w.exec("UPDATE files SET away_since = coalesce(away_since, ?)"+which, w.now.UnixNano(), w.folder, idList(delta.Away))
		if err != nil {
			return err
		}
	}
	if len(delta.Back) > 0 {
		if _, err := w.exec("UPDATE files SET away_since = NULL"+which, w.folder, idList(delta.Back)); err != nil {
			return err
		}
	}
	if delta.Places != nil {
		if err := w.replacePlaces(delta.Places); err != nil {
			return err
		}
	}
	if len(delta.Gone)+len(delta.Changed)+len(delta.Moved)+len(delta.Back) == 0 && delta.Places == nil {
		return nil
	}
	return clearPlaces(w.ctx, w.tx, w.folder)
}

// replacePlaces writes all places of the folder and deletes the others.
func (w scanWriter) replacePlaces(places []library.Place) error {
	keep := make([]string, len(places))
	marks := make([]any, len(places))
	for i, p := range places {
		keep[i], marks[i] = "?", p.Rel
		_, err := w.exec(`
INSERT INTO places (folder_id, rel, device, inode, uuid, source, away_since, asked_since, last_file)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
  CASE WHEN ?7 IS NULL AND ?8 IS NULL THEN 0 WHEN ?9 > 0 THEN ?9 ELSE coalesce((SELECT max(id) FROM files), 0) END)
ON CONFLICT DO UPDATE SET device = ?3, inode = ?4, uuid = ?5, source = ?6, away_since = ?7, asked_since = ?8,
  last_file = excluded.last_file`,
			w.folder, p.Rel, int64(p.Device), int64(p.Inode), p.UUID, p.Source, toNull(p.AwaySince), toNull(p.AskedSince), p.LastFile)
		if err != nil {
			return err
		}
	}
	_, err := w.exec("DELETE FROM places WHERE folder_id = ? AND rel NOT IN ("+strings.Join(keep, ", ")+")",
		append([]any{w.folder}, marks...)...)
	return err
}

// clearPlaces marks the places of a folder that no file is away from as there.
func clearPlaces(ctx context.Context, tx *sql.Tx, folder library.FolderID) error {
	places, err := listPlaces(ctx, tx, folder)
	if err != nil {
		return err
	}
	for _, p := range places {
		if p.Away > 0 {
			continue
		}
		_, err := tx.ExecContext(ctx, "UPDATE places SET away_since = NULL, asked_since = NULL WHERE folder_id = ? AND rel = ?", folder, p.Rel)
		if err != nil {
			return err
		}
	}
	return nil
}

// ConfirmGone drops the files that are away from a place.
func (s *Store) ConfirmGone(ctx context.Context, folder library.FolderID, rel string) (int, error) {
	n := 0
	err := s.write(ctx, "confirm that files are gone", func(tx *sql.Tx) error {
		places, err := listPlaces(ctx, tx, folder)
		if err != nil {
			return err
		}
		at := -1
		for i, p := range places {
			if p.Folder == folder && p.Rel == rel {
				at = i
			}
		}
		if at < 0 {
			return fmt.Errorf("place %q of folder %d: %w", rel, folder, library.ErrNotFound)
		}
		if n, err = dropAway(ctx, tx, places, at); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, tidyDirsSQL, folder); err != nil {
			return err
		}
		if err := forgetPlace(ctx, tx, places[at]); err != nil {
			return err
		}
		return clearPlaces(ctx, tx, folder)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// dropAway deletes the files that are away from a place, but not those of places inside.
func dropAway(ctx context.Context, tx *sql.Tx, places []library.Place, at int) (int, error) {
	p := places[at]
	query := "DELETE FROM files WHERE folder_id = ?"
	args := []any{p.Folder}
	if p.Rel == "" {
		query += " AND (away_since IS NOT NULL OR (SELECT offline_since FROM folders WHERE id = files.folder_id) IS NOT NULL)"
	} else {
		from, to := relRange(p.Rel)
		query, args = query+" AND away_since IS NOT NULL AND rel > ? AND rel < ?", append(args, from, to)
	}
	for i, inner := range places {
		if around(places, i) == at {
			from, to := relRange(inner.Rel)
			query, args = query+" AND NOT (rel > ? AND rel < ?)", append(args, from, to)
		}
	}
	res, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// forgetPlace deletes a place, so that the next scan takes what it finds there as the place. A
// mount that is there is found again.
func forgetPlace(ctx context.Context, tx *sql.Tx, p library.Place) error {
	if p.Rel != "" {
		_, err := tx.ExecContext(ctx, "DELETE FROM places WHERE folder_id = ? AND rel = ?", p.Folder, p.Rel)
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE places SET device = 0, inode = 0, uuid = '', source = '', away_since = NULL, asked_since = NULL
WHERE folder_id = ? AND rel = ''`, p.Folder)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE folders SET device = 0 WHERE id = ?", p.Folder)
	return err
}

// absorbPlaces hands the places of a folder that lies at prefix to another folder. A folder
// that is offline is a place that is away, even if the folder was never scanned to its end and
// has no place yet.
func absorbPlaces(ctx context.Context, tx *sql.Tx, id library.FolderID, prefix string, into library.FolderID) error {
	const offline = "(SELECT offline_since FROM folders WHERE id = ?1)"
	_, err := tx.ExecContext(ctx, "INSERT INTO places (folder_id, rel) SELECT ?1, '' WHERE "+offline+` IS NOT NULL
  AND EXISTS (SELECT 1 FROM files WHERE folder_id = ?1) ON CONFLICT DO NOTHING`, id)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
UPDATE places SET folder_id = ?2, rel = CASE WHEN rel = '' THEN ?3 ELSE ?3 || '/' || rel END,
  away_since = coalesce(away_since, `+offline+`)
WHERE folder_id = ?1`, id, into, prefix)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE files SET away_since = coalesce(away_since, "+offline+") WHERE folder_id = ?1 AND "+offline+" IS NOT NULL", id)
	return err
}

// FoundElsewhere returns the files whose photo has another file that came later.
func (s *Store) FoundElsewhere(ctx context.Context, ids []library.FileID) ([]library.FileID, error) {
	const query = `
WITH lost AS MATERIALIZED (SELECT value AS id FROM json_each(?))
SELECT f.id FROM lost CROSS JOIN files f ON f.id = lost.id WHERE EXISTS (
  SELECT 1 FROM files o WHERE o.photo_id = f.photo_id AND o.id > f.id AND o.away_since IS NULL
    AND o.id NOT IN (SELECT id FROM lost)
    AND (SELECT offline_since FROM folders WHERE id = o.folder_id) IS NULL)
ORDER BY f.id`
	var moved []library.FileID
	err := each(ctx, s.reader, query, []any{idList(ids)}, func(rows *sql.Rows) error {
		var id library.FileID
		err := rows.Scan(&id)
		moved = append(moved, id)
		return err
	})
	return moved, wrap("look for files elsewhere", err)
}

// dropMoved drops the files about which the user is asked, and whose photos a batch has found
// in files that came since.
func dropMoved(ctx context.Context, tx *sql.Tx, batch []library.IndexedPhoto) error {
	var requested bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM places WHERE asked_since IS NOT NULL)").Scan(&requested)
	if err != nil || !requested {
		return err
	}
	ids := make([]library.FileID, len(batch))
	for i, r := range batch {
		ids[i] = r.File.ID
	}
	const query = `
DELETE FROM files WHERE id IN (
  SELECT f.id FROM json_each(?) j
  CROSS JOIN files n ON n.id = j.value AND n.away_since IS NULL AND n.state = 1
  CROSS JOIN files f ON f.photo_id = n.photo_id AND f.id <> n.id AND f.away_since IS NOT NULL
  WHERE n.id > (SELECT CASE WHEN p.asked_since IS NOT NULL THEN p.last_file END FROM places p
    WHERE p.folder_id = f.folder_id AND f.rel > ` + placeFrom + ` AND f.rel < ` + placeTo + `
    ORDER BY length(p.rel) DESC LIMIT 1))
RETURNING folder_id`
	folders := make(map[library.FolderID]bool)
	err = each(ctx, tx, query, []any{idList(ids)}, func(rows *sql.Rows) error {
		var folder library.FolderID
		err := rows.Scan(&folder)
		folders[folder] = true
		return err
	})
	for folder := range folders {
		if err == nil {
			_, err = tx.ExecContext(ctx, tidyDirsSQL, folder)
		}
		if err == nil {
			err = clearPlaces(ctx, tx, folder)
		}
	}
	return err
}
