package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
)

// OldCatalogue writes a catalogue of an older schema with n photos, of which files say
// something and the last has lost its file.
func OldCatalogue(t testing.TB, path string, n int) {
	t.Helper()
	oldCatalogue(t, path, n)
}

// MentionsDiffer says how the full-text index differs from one that is made anew,
// "" if it doesn't.
func MentionsDiffer(ctx context.Context, s *Store) (difference string, err error) {
	if s.writer == nil {
		return "", nil
	}
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	for _, query := range []string{
		"CREATE VIRTUAL TABLE temp.fresh USING fts5 (tags, people, names, places, caption, content = '', tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc So'\")",
		"INSERT INTO fresh (rowid, tags, people, names, places, caption) SELECT photo, tags, people, names, places, caption FROM photo_words",
		"CREATE VIRTUAL TABLE temp.fresh_words USING fts5vocab(temp, fresh, instance)",
		"CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab(main, mentions, instance)",
	} {
		if _, err := conn.ExecContext(ctx, query); err != nil {
			return "", fmt.Errorf("%s: %w", query, err)
		}
	}
	for what, tables := range map[string][2]string{"missing": {"fresh_words", "kept_words"}, "left over": {"kept_words", "fresh_words"}} {
		query := fmt.Sprintf("SELECT term, doc, col FROM (SELECT * FROM %s EXCEPT SELECT * FROM %s)", tables[0], tables[1])
		err := each(ctx, conn, query, nil, func(rows *sql.Rows) error {
			var term, column string
			var doc int64
			err := rows.Scan(&term, &doc, &column)
			difference += fmt.Sprintf("%s: %q in %s of %d\n", what, term, column, doc)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	for _, table := range []string{"fresh_words", "kept_words", "fresh"} {
		if _, err := conn.ExecContext(ctx, "DROP TABLE temp."+table); err != nil {
			return "", err
		}
	}
	return difference, nil
}

// UserChanges are the changes of what the user says that were recorded so far.
func UserChanges(ctx context.Context, s *Store) (list []string, err error) {
	err = each(ctx, s.reader, "SELECT change FROM owner_changes ORDER BY id", nil, func(rows *sql.Rows) error {
		var change string
		err := rows.Scan(&change)
		list = append(list, change)
		return err
	})
	return list, err
}
