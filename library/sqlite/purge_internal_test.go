package sqlite

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// Annotations of a photo are looked up in indexes, and photos without a file as well: a purge
// of a large library walks through no table.
func TestPurgeWalksThroughNoTable(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, query := range []string{duePurgeSQL, purgeSQL, "UPDATE photos SET orphaned_since = 1 WHERE orphaned_since = 0"} {
		args := []any{"[]", 1}[:strings.Count(query, "?")]
		err := each(t.Context(), s.reader, "EXPLAIN QUERY PLAN "+query, args, func(rows *sql.Rows) error {
			var id, parent, unused int
			var step string
			err := rows.Scan(&id, &parent, &unused, &step)
			if strings.HasPrefix(step, "SCAN") && !strings.HasPrefix(step, "SCAN j ") {
				t.Errorf("%s\n%s", query, step)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
