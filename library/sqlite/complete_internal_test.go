package sqlite

import (
	"context"
	"errors"
	"testing"
	"time"

	"descry/library/annotation"
	"descry/library/cataloguetest"
)

// completeCatalogue makes a catalogue at path with rows in all of its tables but those
// that are empty between transactions. Catalogues that are stored under testdata were made
// by it in the release that they are of.
func completeCatalogue(t testing.TB, path string) *Store {
	t.Helper()
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	s, err := Open(context.Background(), path, Options{PageSize: 1024, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	cataloguetest.Fill(t, s)
	unknown, err := annotation.Parse([]byte(`{"kind":"mood","name":"calm","say":"yes"}`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.ApplyRecords(context.Background(), func(yield func(annotation.Record, error) bool) { yield(unknown, nil) }, annotation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCompleteCatalogue has the catalogues that tests of migrations start from hold
// something in every table.
func TestCompleteCatalogue(t *testing.T) {
	s := completeCatalogue(t, t.TempDir()+"/catalogue.db")
	requireSound(t, s)
	rows := rowsOf(t, s)
	for table, list := range rows {
		if len(list) == 0 && table != "stale_mentions" {
			t.Errorf("table %s is empty", table)
		}
	}
	if len(rows) < 20 {
		t.Errorf("only %d tables", len(rows))
	}
}

func requireSound(t *testing.T, s *Store) {
	t.Helper()
	if findings, err := s.Check(t.Context()); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
	if difference, err := MentionsDiffer(t.Context(), s); err != nil || difference != "" {
		t.Errorf("the full-text index is wrong: %s, %v", difference, err)
	}
}

// rowsOf are all rows of all tables but those of the full-text index, in order of what
// they hold.
func rowsOf(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	tables, err := tablesOf(t.Context(), s.reader)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string][]string)
	for _, table := range tables {
		query := "SELECT " + quotedColumns(t, s.reader, table) + " AS row FROM " + table + " ORDER BY row"
		rows, err := s.reader.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		all[table] = []string{}
		for rows.Next() {
			var row string
			if err := rows.Scan(&row); err != nil {
				t.Fatal(err)
			}
			all[table] = append(all[table], row)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
