package sqlite

import (
	"database/sql"
	"strings"
	"testing"
)

// TestRestampingLooksFilesUpById, since the other way takes hours for a large folder.
func TestRestampingLooksFilesUpById(t *testing.T) {
	s, _, _ := manyPhotos(t)
	for _, analyzed := range []bool{false, true} {
		if analyzed {
			if _, err := s.writer.Exec("ANALYZE"); err != nil {
				t.Fatal(err)
			}
		}
		var plan []string
		err := each(t.Context(), s.writer, "EXPLAIN QUERY PLAN "+restampSQL, []any{"[]", 1}, func(rows *sql.Rows) error {
			var id, parent, unused int
			var detail string
			err := rows.Scan(&id, &parent, &unused, &detail)
			plan = append(plan, detail)
			return err
		})
		if err != nil || !strings.Contains(strings.Join(plan, "|"), "SEARCH files USING INTEGER PRIMARY KEY") {
			t.Errorf("analyzed %v: %q, %v", analyzed, plan, err)
		}
	}
}
