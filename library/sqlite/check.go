package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"descry/library"
)

// rule is a query that counts rows that should not be.
type rule struct{ finding, query string }

// rules hold of every catalogue. Foreign keys guard some of the rules already, but not against
// a damaged file.
var rules = []rule{
	{"vectors without a photo",
		"SELECT count(*) FROM embeddings WHERE photo_id NOT IN (SELECT id FROM photos)"},
	{"files without a folder",
		"SELECT count(*) FROM files WHERE folder_id NOT IN (SELECT id FROM folders)"},
	{"indexed files without a photo",
		"SELECT count(*) FROM files WHERE state = 1 AND (photo_id IS NULL OR photo_id NOT IN (SELECT id FROM photos))"},
	{"failed files with a photo or without a reason's date",
		"SELECT count(*) FROM files WHERE state = 2 AND (photo_id IS NOT NULL OR error_at IS NULL)"},
	{"ignored files that didn't fail", "SELECT count(*) FROM files WHERE ignored = 1 AND state <> 2"},
	{"photos whose record of having files is wrong",
		"SELECT count(*) FROM photos p WHERE (orphaned_since IS NULL) <> EXISTS (SELECT 1 FROM files WHERE photo_id = p.id)"},
	{"purged photos that have a file or vectors",
		"SELECT count(*) FROM photos p WHERE purged = 1 AND (orphaned_since IS NULL OR EXISTS (SELECT 1 FROM embeddings WHERE photo_id = p.id))"},
	{"photos with a file of which nothing was read",
		"SELECT count(*) FROM photos WHERE format = '' AND orphaned_since IS NULL"},
	{"vectors that are listed as deleted",
		"SELECT count(*) FROM embeddings e JOIN embedding_deletions d ON d.model = e.model AND d.photo_id = e.photo_id"},
	{"vectors newer than the last change",
		"SELECT count(*) FROM embeddings WHERE gen > (SELECT n FROM vector_generation)"},
	{"vectors with an odd number of bytes",
		"SELECT count(*) FROM embeddings WHERE length(vec) % 2 <> 0"},
	{"files whose name or directory is recorded wrongly", `
SELECT count(*) FROM files f LEFT JOIN dirs d ON d.id = f.dir AND d.folder_id = f.folder_id
WHERE f.rel IS NOT CASE WHEN d.rel = '' THEN base_name(f.rel) ELSE d.rel || '/' || base_name(f.rel) END
  OR f.name <> fold(base_name(f.rel))`},
	{"photos whose camera, lens or place is recorded wrongly", `
SELECT count(*) FROM photos p WHERE (x IS NULL) <> (latitude IS NULL)
  OR trim(make || ' ' || model) IS NOT coalesce((SELECT written FROM cameras WHERE id = p.camera), '')
  OR lens IS NOT coalesce((SELECT name FROM lenses WHERE id = p.lens_id), '')`},
	{"photos whose own tags are recorded wrongly", `
SELECT count(*) FROM photos p WHERE
  (SELECT group_concat(tag) FROM (SELECT tag FROM photo_tags WHERE photo = p.id AND origin IN (0, 3) ORDER BY tag)) IS NOT
  (SELECT group_concat(id) FROM (SELECT DISTINCT t.id FROM written_tags w JOIN tags t
    ON t.kind = w.kind AND t.folded = fold(name_of(w.kind, w.value)) WHERE w.photo = p.id ORDER BY t.id))
  OR tagged <> EXISTS (SELECT 1 FROM photo_tags JOIN tags t ON t.id = tag WHERE photo = p.id AND origin = 0 AND kind = 0)
  OR named <> EXISTS (SELECT 1 FROM photo_tags JOIN tags t ON t.id = tag WHERE photo = p.id AND origin = 0 AND kind = 1)`},
	{"tags that the owner says a photo has and hasn't, or whose No is recorded wrongly", `
SELECT count(*) FROM photo_tags n LEFT JOIN photo_tags o ON o.tag = n.tag AND o.photo = n.photo AND o.origin IN (0, 1)
WHERE n.origin = 2 AND o.tag IS NOT NULL
  OR n.origin = 3 AND NOT EXISTS (SELECT 1 FROM photo_tags d WHERE d.tag = n.tag AND d.photo = n.photo AND d.origin = 2)`},
	{"photos that are in the full-text index or not, as they should not be",
		"SELECT count(*) FROM photos WHERE (orphaned_since IS NULL) <> (id IN (SELECT rowid FROM mentions)) AND id NOT IN (SELECT photo FROM stale_mentions)"},
	{"files that are away from a place that is not", `
SELECT count(*) FROM files f WHERE away_since IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM places p WHERE p.folder_id = f.folder_id AND (p.away_since IS NOT NULL OR p.asked_since IS NOT NULL)
    AND f.rel > ` + placeFrom + ` AND f.rel < ` + placeTo + `)`},
	{"places that are away with all their files there", `
SELECT count(*) FROM places p WHERE (away_since IS NOT NULL OR asked_since IS NOT NULL) AND NOT EXISTS (
  SELECT 1 FROM files f WHERE f.folder_id = p.folder_id AND f.away_since IS NOT NULL
    AND f.rel > ` + placeFrom + ` AND f.rel < ` + placeTo + `)`},
	{"folders with wrong counts", `
SELECT count(*) FROM folders d WHERE (pending, read, failed, photos) IS NOT (
  SELECT coalesce(sum(state = 0), 0), coalesce(sum(state = 1), 0), coalesce(sum(state = 2), 0), count(DISTINCT photo_id)
  FROM files WHERE folder_id = d.id)`},
	{"folders with wrong counts of a model", `
SELECT count(*) FROM folders d CROSS JOIN models m WHERE
  coalesce((SELECT files FROM model_counts WHERE model = m.id AND folder_id = d.id), 0) <>
  (SELECT count(*) FROM files f WHERE f.folder_id = d.id AND f.state = 1 AND EXISTS (
    SELECT 1 FROM embeddings e WHERE e.model = m.id AND e.photo_id = f.photo_id))`},
}

// Check runs SQLite's checks and the rules on one state of the catalogue. A part that is too
// damaged to be checked is a finding, not an error.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	findings, err := s.check(ctx)
	err = wrap("check catalogue", err)
	if errors.Is(err, library.ErrDamaged) {
		return append(findings, err.Error()), nil
	}
	return findings, err
}

func (s *Store) check(ctx context.Context) ([]string, error) {
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	findings, err := integrity(ctx, tx)
	if err != nil {
		return findings, err
	}
	schema, err := s.checkSchema(ctx, tx)
	if findings = append(findings, schema...); err != nil {
		return findings, err
	}
	for _, r := range rules {
		var n int
		err := tx.QueryRowContext(ctx, r.query).Scan(&n)
		var driver sqlite3.Error
		if errors.As(err, &driver) && driver.Code == sqlite3.ErrError { // a view or a list that is damaged itself
			findings = append(findings, fmt.Sprintf("%s: %v", r.finding, err))
			continue
		}
		if err != nil {
			return findings, err
		}
		if n > 0 {
			findings = append(findings, fmt.Sprintf("%d %s", n, r.finding))
		}
	}
	return findings, nil
}

// structure asks SQLite about the file's structure, by integrity_check or the quicker
// quick_check, and returns what it finds.
func structure(ctx context.Context, db querier, check string) (findings []string, err error) {
	err = each(ctx, db, "PRAGMA "+check, nil, func(rows *sql.Rows) error {
		var line string
		err := rows.Scan(&line)
		if line != "ok" {
			findings = append(findings, line)
		}
		return err
	})
	return findings, err
}

// integrity asks SQLite about the file's structure and its foreign keys.
func integrity(ctx context.Context, tx *sql.Tx) ([]string, error) {
	// SQLite checks the full-text index as this handle last saw the index, unless a query
	// comes first.
	if err := each(ctx, tx, "SELECT rowid FROM mentions LIMIT 1", nil, ignoreRows); err != nil {
		return nil, err
	}
	findings, err := structure(ctx, tx, "integrity_check")
	if err != nil {
		return findings, err
	}
	const foreign = `SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2`
	err = each(ctx, tx, foreign, nil, func(rows *sql.Rows) error {
		var table, parent string
		var n int
		err := rows.Scan(&table, &parent, &n)
		findings = append(findings, fmt.Sprintf("%d rows of %s refer to missing %s", n, table, parent))
		return err
	})
	return findings, err
}
