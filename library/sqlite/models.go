package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

// Indexes answer everything except two numbers: the length of one vector, equal for all
// vectors of a model, and the few vectors of photos without a file.
const modelTotalsSQL = `
SELECT name, total, refused,
  (SELECT count(*) FROM photos p INDEXED BY photos_orphaned JOIN embeddings e ON e.model = m.id AND e.photo_id = p.id
    WHERE p.orphaned_since IS NOT NULL AND p.purged = 0 AND length(e.vec) > 0),
  coalesce((SELECT length(vec) FROM embeddings
    WHERE model = m.id AND length(vec) > 0 LIMIT 1), 0)
FROM (SELECT id, name,
    (SELECT count(*) FROM embeddings INDEXED BY embeddings_gen WHERE model = models.id) AS total,
    (SELECT count(*) FROM embeddings INDEXED BY embeddings_refused WHERE model = models.id AND length(vec) = 0) AS refused
  FROM models) m
WHERE total > 0`

// ModelTotals counts the vectors of every model that has tried any photo.
func (s *Store) ModelTotals(ctx context.Context) (map[string]library.ModelCount, error) {
	models := make(map[string]library.ModelCount)
	err := each(ctx, s.reader, modelTotalsSQL, nil, func(rows *sql.Rows) error {
		var name string
		var total, refused, orphans, length int
		err := rows.Scan(&name, &total, &refused, &orphans, &length)
		n := total - refused
		models[name] = library.ModelCount{Vectors: n, Orphans: orphans, Bytes: int64(n) * int64(length), Failed: refused}
		return err
	})
	return models, wrap("count vectors", err)
}

// Models lists the models that have vectors.
func (s *Store) Models(ctx context.Context) (map[string]int, error) {
	totals, err := s.ModelTotals(ctx)
	models := make(map[string]int, len(totals))
	for name, n := range totals {
		if n.Vectors > 0 {
			models[name] = n.Vectors
		}
	}
	return models, err
}

// LookedAtBy lists the models that have tried a photo, by name.
func (s *Store) LookedAtBy(ctx context.Context, id library.PhotoID) (models []library.PhotoModel, err error) {
	const query = "SELECT m.name, length(e.vec) = 0 FROM models m JOIN embeddings e ON e.model = m.id AND e.photo_id = ? ORDER BY m.name"
	err = each(ctx, s.reader, query, []any{id}, func(rows *sql.Rows) error {
		var m library.PhotoModel
		err := rows.Scan(&m.Model, &m.Refused)
		models = append(models, m)
		return err
	})
	return models, wrap("models of a photo", err)
}
