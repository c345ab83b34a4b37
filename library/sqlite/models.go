package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

// Indexes answer all of it but the length of one vector, which all of a model
// share.
const modelTotalsSQL = `
SELECT name, total, refused, coalesce((SELECT length(vec) FROM embeddings
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
		var total, refused, length int
		err := rows.Scan(&name, &total, &refused, &length)
		n := total - refused
		models[name] = library.ModelCount{Vectors: n, Bytes: int64(n) * int64(length), Failed: refused}
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
