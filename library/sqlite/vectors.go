package sqlite

import (
	"context"
	"database/sql"

	"descry/library"
)

const modelByName = "(SELECT id FROM models WHERE name = ?)"

// Generation is the number of the last change of any vector.
func (s *Store) Generation(ctx context.Context) (n int64, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT n FROM vector_generation").Scan(&n)
	return n, wrap("vector generation", err)
}

// VectorRows calls fn for every vector of model above a generation, in the order
// of generations.
func (s *Store) VectorRows(ctx context.Context, model string, after int64, withVectors bool, fn func(id library.PhotoID, gen int64, vec []byte) error) error {
	column := "NULL" // the index answers then, without touching the vectors
	if withVectors {
		column = "vec"
	}
	query := "SELECT photo_id, gen, " + column + " FROM embeddings INDEXED BY embeddings_gen WHERE model = " +
		modelByName + " AND gen > ? ORDER BY gen"
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
func (s *Store) Vectors(ctx context.Context, model string, ids []int64, fn func(id int64, vec []byte) error) error {
	const query = "SELECT e.photo_id, e.vec FROM json_each(?) j CROSS JOIN embeddings e ON e.model = " +
		modelByName + " AND e.photo_id = j.value"
	err := each(ctx, s.reader, query, []any{idList(ids), model}, func(rows *sql.Rows) error {
		var id int64
		var vec sql.RawBytes
		if err := rows.Scan(&id, &vec); err != nil {
			return err
		}
		return fn(id, vec)
	})
	return wrap("read vectors by photo", err)
}

// DeletedVectors calls fn for every vector of model deleted after a generation
// and not written again since.
func (s *Store) DeletedVectors(ctx context.Context, model string, after int64, fn func(id library.PhotoID)) error {
	const query = "SELECT photo_id FROM embedding_deletions WHERE model = " + modelByName + " AND gen > ?"
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

// DeleteModelVectors drops all vectors of a model and gives their space back to
// the file system.
func (s *Store) DeleteModelVectors(ctx context.Context, model string) error {
	err := s.write(ctx, "delete vectors", func(tx *sql.Tx) error {
		if _, err := nextGeneration(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM embeddings WHERE model = "+modelByName, model)
		return err
	})
	if err != nil {
		return err
	}
	return wrap("reclaim space", s.reclaim(ctx))
}

// reclaim returns free pages step by step, so that other writers get their turn,
// and shrinks the file as far as running readers let it.
func (s *Store) reclaim(ctx context.Context) error {
	for {
		var free int
		if err := s.writer.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free); err != nil {
			return err
		}
		if free == 0 {
			break
		}
		const step = "PRAGMA incremental_vacuum(1000)"
		if err := each(ctx, s.writer, step, nil, func(*sql.Rows) error { return nil }); err != nil {
			return err
		}
	}
	ignore := func(*sql.Rows) error { return nil }
	return each(ctx, s.writer, "PRAGMA wal_checkpoint(truncate)", nil, ignore)
}

// Models lists the models that have vectors.
func (s *Store) Models(ctx context.Context) (map[string]int, error) {
	const query = "SELECT m.name, count(*) FROM embeddings e JOIN models m ON m.id = e.model GROUP BY e.model"
	models := make(map[string]int)
	err := each(ctx, s.reader, query, nil, func(rows *sql.Rows) error {
		var name string
		var n int
		err := rows.Scan(&name, &n)
		models[name] = n
		return err
	})
	return models, wrap("list models", err)
}
