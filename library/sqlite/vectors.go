package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

const modelByName = "(SELECT id FROM models WHERE name = ?1)"

// A row with an empty vec is no vector: the model can't take the photo. An index knows those
// rows, so that leaving them out costs no look at the vectors.
const refusedBy = "(SELECT photo_id FROM embeddings INDEXED BY embeddings_refused WHERE length(vec) = 0 AND model = " +
	modelByName + ")"

// Generation is the number of the last change of any vector.
func (s *Store) Generation(ctx context.Context) (n int64, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT n FROM vector_generation").Scan(&n)
	return n, wrap("vector generation", err)
}

// VectorRows calls fn for every vector of model above a generation, in the order
// of generations.
func (s *Store) VectorRows(ctx context.Context, model string, after int64, withVectors bool, fn func(id library.PhotoID, gen int64, vec []byte) error) error {
	column := "NULL" // the index answers, without touching the vectors
	if withVectors {
		column = "vec"
	}
	query := "SELECT photo_id, gen, " + column + " FROM embeddings INDEXED BY embeddings_gen WHERE model = " +
		modelByName + " AND gen > ?2 AND photo_id NOT IN " + refusedBy + " ORDER BY gen"
	err := each(ctx, s.reader, query, []any{model, after}, func(rows *sql.Rows) error {
		var id library.PhotoID
		var gen int64
		var vec sql.RawBytes
		if err := rows.Scan(&id, &gen, &vec); err != nil {
			return err
		}
		return fn(id, gen, vec)
	})
	return wrap("read vectors", err)
}

// Vectors calls fn for each of the photos that has a vector of model.
func (s *Store) Vectors(ctx context.Context, model string, ids []library.PhotoID, fn func(id library.PhotoID, vec []byte) error) error {
	const query = "SELECT e.photo_id, e.vec FROM json_each(?2) j CROSS JOIN embeddings e ON e.model = " +
		modelByName + " AND e.photo_id = j.value WHERE length(e.vec) > 0"
	err := each(ctx, s.reader, query, []any{model, idList(ids)}, func(rows *sql.Rows) error {
		var id library.PhotoID
		var vec sql.RawBytes
		if err := rows.Scan(&id, &vec); err != nil {
			return err
		}
		return fn(id, vec)
	})
	return wrap("read vectors by photo", err)
}

// DeletedVectors calls fn for every vector of model that was deleted after a generation and
// not written again since. Photo 0 says that all vectors were dropped.
func (s *Store) DeletedVectors(ctx context.Context, model string, after int64, fn func(id library.PhotoID)) error {
	const query = "SELECT photo_id FROM embedding_deletions WHERE model = " + modelByName + " AND gen > ?2"
	err := each(ctx, s.reader, query, []any{model, after}, func(rows *sql.Rows) error {
		var id library.PhotoID
		err := rows.Scan(&id)
		if err == nil {
			fn(id)
		}
		return err
	})
	return wrap("read deleted vectors", err)
}
