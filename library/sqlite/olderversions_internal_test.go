package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// quotedColumns is an expression for all columns of a table, also those that are
// computed.
func quotedColumns(t testing.TB, db *sql.DB, table string) string {
	t.Helper()
	rows, err := db.Query("SELECT name FROM pragma_table_xinfo(?) ORDER BY cid", table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, "quote("+name+")")
	}
	if rows.Err() != nil || len(columns) == 0 {
		t.Fatalf("table %s has %d columns, %v", table, len(columns), rows.Err())
	}
	return strings.Join(columns, "||' '||")
}

// Users look into their data with the SQLite of their distribution: SQLite 3.40 in Debian 12.
// The tool of SQLite 3.40 gives every row of every table but the rows of the full-text index.
func TestOlderSQLiteReadsTheTables(t *testing.T) {
	tool, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("no sqlite3 command is installed")
	}
	version, err := exec.Command(tool, "--version").Output()
	if err != nil {
		t.Skipf("sqlite3 doesn't tell its version: %v", err)
	}
	path := filepath.Join(t.TempDir(), "catalogue.db")
	s := completeCatalogue(t, path)
	want := rowsOf(t, s)
	queries := make(map[string]string)
	for table := range want {
		queries[table] = "SELECT " + quotedColumns(t, s.reader, table) + " AS row FROM " + table + " ORDER BY row;"
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for table, query := range queries {
		if out := runTool(t, tool, path, query); string(out) != strings.Join(append(want[table], ""), "\n") {
			t.Errorf("SQLite %.6s reads of %s:\n%s\nwant\n%s", version, table, out, strings.Join(want[table], "\n"))
		}
	}
}

func runTool(t *testing.T, tool, path, query string) []byte {
	t.Helper()
	var complaint bytes.Buffer
	cmd := exec.Command(tool, "-batch", "-init", os.DevNull, "-readonly", path, query)
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", query, errors.Join(err, errors.New(complaint.String())))
	}
	return out
}

// newerFunctions are those that SQLite has got since 3.40.
var newerFunctions = []string{"concat", "concat_ws", "if", "json_array_insert", "json_error_position",
	"json_pretty", "median", "octet_length", "percentile", "string_agg", "timediff", "unistr", "unistr_quote"}

var sqlToken = regexp.MustCompile(`--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|[0-9][0-9A-Za-z_.]*|[A-Za-z_][A-Za-z0-9_]*|[^\s]`)

// newerThan340 lists what SQLite 3.40 doesn't understand of a statement. newerThan340 knows
// what has come since, not SQL.
func newerThan340(statement string) (findings []string) {
	type group struct {
		before, first string // the token before the parenthesis, and the first one in it
		commas        int
	}
	groups, last := []group{{}}, ""
	for _, token := range sqlToken.FindAllString(statement, -1) {
		if strings.HasPrefix(token, "--") {
			continue
		}
		word, inner := strings.ToLower(token), &groups[len(groups)-1]
		if inner.first == "" {
			inner.first = word
		}
		switch {
		case word == "(":
			groups = append(groups, group{before: last})
			if slices.Contains(newerFunctions, last) || strings.HasPrefix(last, "jsonb") {
				findings = append(findings, "function "+last)
			}
		case word == ")" && len(groups) > 1:
			if inner.before == "iif" && inner.commas != 2 {
				findings = append(findings, fmt.Sprintf("iif of %d values", inner.commas+1))
			}
			groups = groups[:len(groups)-1]
		case word == ",":
			inner.commas++
		case word == "order" && len(groups) > 1 && inner.before != "over" && !slices.Contains([]string{"select", "with", "values"}, inner.first):
			findings = append(findings, "ORDER BY within "+inner.before)
		case word[0] >= '0' && word[0] <= '9' && strings.Contains(word, "_"):
			findings = append(findings, "number "+word)
		}
		last = word
	}
	return findings
}

func TestNewerThan340(t *testing.T) {
	for statement, want := range map[string]string{
		"CREATE VIEW v AS SELECT group_concat(x, ',' ORDER BY x) FROM t":                        "ORDER BY within group_concat",
		"CREATE VIEW v AS SELECT a, (SELECT json_group_array(x ORDER BY y DESC) FROM t) FROM u": "ORDER BY within json_group_array",
		"CREATE VIEW v AS SELECT group_concat(x) FROM (SELECT x FROM t ORDER BY x)":             "",
		"CREATE VIEW v AS SELECT sum(x) OVER (ORDER BY y) FROM t ORDER BY (x)":                  "",
		"CREATE VIEW v AS SELECT 'concat(1_0) (a ORDER BY b)' -- concat(1_0)":                   "",
		"CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT concat('a', 1_000); END":               "function concat, number 1_000",
		"CREATE INDEX i ON t (iif(a, 1)) WHERE iif(b, max(1, 2), 0)":                            "iif of 2 values",
		"CREATE TABLE t (\"order\" INTEGER, a_1 TEXT CHECK (jsonb(a_1) IS NOT NULL)) STRICT":    "function jsonb",
	} {
		if got := strings.Join(newerThan340(statement), ", "); got != want {
			t.Errorf("%s: %q, want %q", statement, got, want)
		}
	}
}

// A catalogue with a statement that an older SQLite doesn't understand can't be opened by
// it at all. Tables of modules, such as the full-text index, are another matter: only who
// uses one needs its module.
func TestSchemaIsUnderstoodBySQLite340(t *testing.T) {
	for version, want := range map[int]string{7: "view photo_words: ORDER BY within group_concat", 8: ""} {
		s, err := open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"), Options{}, firstMigrations(t, version))
		if err != nil {
			t.Fatal(err)
		}
		got := newerStatements(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("schema %d: %q, want %q", version, got, want)
		}
	}
	s := completeCatalogue(t, filepath.Join(t.TempDir(), "catalogue.db"))
	if got := newerStatements(t, s); len(got) > 0 {
		t.Errorf("newer than 3.40 is %q", got)
	}
}

// newerStatements are the objects of a schema with the first thing that is new in each.
func newerStatements(t *testing.T, s *Store) (list []string) {
	t.Helper()
	const query = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1"
	err := each(t.Context(), s.reader, query, nil, func(rows *sql.Rows) error {
		var name, statement string
		err := rows.Scan(&name, &statement)
		if found := newerThan340(statement); len(found) > 0 {
			list = append(list, name+": "+found[0])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
