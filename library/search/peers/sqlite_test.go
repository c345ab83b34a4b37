package peers_test

import (
	"database/sql"
	"math"
	"path/filepath"
	"testing"

	vec "github.com/asg017/sqlite-vec-go-bindings/cgo"
	_ "github.com/mattn/go-sqlite3" // the driver that sqlite-vec extends

	"descry/library/search/internal/madeup"
)

func sqliteVecFloat(b *testing.B, l *madeup.Library) peer {
	return sqliteVec(b, l, "sqlite-vec-float", "float", "?", func(v []float32) ([]byte, error) {
		return vec.SerializeFloat32(v)
	})
}

// sqliteVecInt8 stores one byte per value as the index does, without reranking.
func sqliteVecInt8(b *testing.B, l *madeup.Library) peer {
	return sqliteVec(b, l, "sqlite-vec-int8", "int8", "vec_int8(?)", func(v []float32) ([]byte, error) {
		var top float32
		for _, e := range v {
			top = max(top, e, -e)
		}
		code := make([]byte, len(v))
		for i, e := range v {
			code[i] = byte(int8(math.Round(float64(e / top * 127))))
		}
		return code, nil
	})
}

// sqliteVec fills a vec0 table in a file, with the page cache large enough
// that no search reads the disk.
func sqliteVec(b *testing.B, l *madeup.Library, name, kind, value string, encode func([]float32) ([]byte, error)) peer {
	vec.Auto()
	db, err := sql.Open("sqlite3", filepath.Join(b.TempDir(), name+".db")+"?_cache_size=-1000000&_sync=0")
	must(b, err)
	b.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	_, err = db.Exec("CREATE VIRTUAL TABLE v USING vec0(e " + kind + "[512] distance_metric=cosine)")
	must(b, err)
	tx, err := db.Begin()
	must(b, err)
	for id, v := range l.Photos {
		blob, err := encode(v)
		must(b, err)
		_, err = tx.Exec("INSERT INTO v(rowid, e) VALUES (?, "+value+")", id+1, blob)
		must(b, err)
	}
	must(b, tx.Commit())
	return peer{name, func(q []float32) ([]int64, error) {
		blob, err := encode(q)
		if err != nil {
			return nil, err
		}
		return queryIDs(db, "SELECT rowid FROM v WHERE e MATCH "+value+" AND k = ? ORDER BY distance", blob, best)
	}}
}

func queryIDs(db *sql.DB, query string, args ...any) ([]int64, error) {
	found, err := db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var ids []int64
	for found.Next() {
		var id int64
		if err := found.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, found.Err()
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
