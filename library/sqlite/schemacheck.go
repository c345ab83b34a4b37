package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/mattn/go-sqlite3"
)

// schemas keeps the schemas that migrations lead to, by the text of the migrations.
var schemas sync.Map

// checkSchema compares the schema with the one that the migrations make. SQLite's own check
// doesn't compare schemas: a trigger with a wrong letter fails when it runs, or does something
// else.
func (s *Store) checkSchema(ctx context.Context, tx *sql.Tx) (findings []string, err error) {
	want, err := schemaOf(ctx, s.steps)
	if err != nil {
		return nil, err
	}
	got, err := readSchema(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if text, ok := got[name]; !ok {
			findings = append(findings, "the schema lacks "+name)
		} else if text != want[name] {
			findings = append(findings, "the schema has another "+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			findings = append(findings, fmt.Sprintf("the schema has %q, which doesn't belong there", name))
		}
	}
	return findings, nil
}

// readSchema is the statements of the schema, by type and name. Spaces and quotes are left
// out, since they depend on the version of SQLite that altered the schema.
func readSchema(ctx context.Context, db querier) (map[string]string, error) {
	schema := make(map[string]string)
	const query = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_'"
	err := each(ctx, db, query, nil, func(rows *sql.Rows) error {
		var kind, name, text string
		err := rows.Scan(&kind, &name, &text)
		schema[kind+" "+name] = strings.Join(strings.Fields(strings.ReplaceAll(text, `"`, "")), "")
		return err
	})
	return schema, err
}

// schemaOf makes an empty catalogue in memory and reads its schema.
func schemaOf(ctx context.Context, steps []migration) (map[string]string, error) {
	var key strings.Builder
	for _, step := range steps {
		key.WriteString(step.sql)
	}
	if schema, ok := schemas.Load(key.String()); ok {
		return schema.(map[string]string), nil
	}
	c := &connector{name: ":memory:"}
	c.driver = &sqlite3.SQLiteDriver{ConnectHook: c.setUp}
	db := sql.OpenDB(c)
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, step := range steps {
		if err := step.apply(ctx, db); err != nil {
			return nil, fmt.Errorf("migration %d: %w", step.number, err)
		}
	}
	schema, err := readSchema(ctx, db)
	if err == nil {
		schemas.Store(key.String(), schema)
	}
	return schema, err
}
