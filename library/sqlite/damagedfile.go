package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mattn/go-sqlite3"
)

const (
	// mostFailures is how many reads of a table may fail before the rest is given up. A
	// damaged page costs a few hundred.
	mostFailures = 50_000
	// mostRows is above any row id that is not damaged.
	mostRows = 1 << 40
)

// damagedFile reads what can be read of a catalogue that is damaged.
type damagedFile struct {
	db      *sql.DB
	columns map[string][]string // of the tables that can be read
	broken  map[string]bool     // tables of which a part could not be read
	older   bool                // the file has a schema that may lack tables
}

// damagedName is the schema name of a file that damagedHandle opens.
const damagedName = "damaged"

// damagedHandle opens a file whose schema may not be readable in full. The driver can't open
// such a file directly, since setting up a handle needs the schema. damagedHandle attaches the
// file to a handle without a file.
func damagedHandle(ctx context.Context, path string, pragmas ...string) (*sql.DB, error) {
	c := &connector{name: ":memory:", pragmas: append(pragmas, "writable_schema = on", "cell_size_check = on", "temp_store = memory")}
	c.driver = &sqlite3.SQLiteDriver{ConnectHook: c.setUp}
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(1)
	path, err := filepath.Abs(path) // an absolute path is never read as a URI
	if err == nil {
		_, err = db.ExecContext(ctx, "ATTACH ? AS "+damagedName, path)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// openDamaged opens a file. SQLite may write to the file.
func openDamaged(ctx context.Context, path string) (*damagedFile, error) {
	steps, err := loadMigrations(embedded)
	if err != nil {
		return nil, err
	}
	d := &damagedFile{columns: make(map[string][]string), broken: make(map[string]bool)}
	if d.db, err = damagedHandle(ctx, path); err != nil {
		return nil, err
	}
	version, ok := d.number(ctx, "PRAGMA "+damagedName+".user_version")
	d.older = ok && version < int64(len(steps))
	return d, nil
}

func (d *damagedFile) close() error { return d.db.Close() }

// has reports that a table is there, and reads its columns.
func (d *damagedFile) has(ctx context.Context, table string) bool {
	if columns, ok := d.columns[table]; ok {
		return len(columns) > 0
	}
	var columns []string
	err := each(ctx, d.db, "SELECT name FROM pragma_table_info(?, ?)", []any{table, damagedName}, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		columns = append(columns, name)
		return err
	})
	if err != nil || len(columns) == 0 {
		columns = nil
		d.broken[table] = err != nil || !d.older
	}
	d.columns[table] = columns
	return len(columns) > 0
}

// selection lists columns, with NULL for columns that an older schema lacks.
func (d *damagedFile) selection(table string, columns []string) string {
	list := make([]string, len(columns))
	for i, name := range columns {
		if list[i] = "NULL"; slices.Contains(d.columns[table], name) {
			list[i] = `"` + name + `"`
		}
	}
	return strings.Join(list, ", ")
}

// rows calls fn for the rows of a table with row ids that can be read. Ranges in which reading
// fails are halved down to single rows. Only fn's errors are returned.
func (d *damagedFile) rows(ctx context.Context, table string, columns []string, fn func(row []any) error) error {
	if !d.has(ctx, table) {
		return ctx.Err()
	}
	query := fmt.Sprintf("SELECT rowid, %s FROM %s.%s NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
		d.selection(table, columns), damagedName, table)
	failures := 0
	var span func(from, to int64) error
	span = func(from, to int64) error {
		last, mine, err := from-1, error(nil), error(nil)
		if failures < mostFailures {
			err = d.query(ctx, query, []any{from, to}, len(columns)+1, func(row []any) error {
				id, ok := row[0].(int64)
				if !ok || id <= last {
					return nil
				}
				last = id
				mine = fn(row[1:])
				return mine
			})
			if mine != nil {
				return mine
			}
			if err == nil {
				return nil
			}
		}
		failures++
		d.broken[table] = true
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if from = last + 1; from >= to || failures >= mostFailures {
			return nil
		}
		middle := from + (to-from)/2
		if err := span(from, middle); err != nil {
			return err
		}
		return span(middle+1, to)
	}
	// All at once, up to the greatest id that is known.
	to := int64(mostRows)
	if id, ok := d.number(ctx, fmt.Sprintf("SELECT max(rowid) FROM %s.%s NOT INDEXED", damagedName, table)); ok {
		to = id
	} else if id, ok := d.number(ctx, fmt.Sprintf("SELECT seq FROM %s.sqlite_sequence WHERE name = '%s'", damagedName, table)); ok {
		to = id
	}
	return span(0, min(to, mostRows))
}

// keyed calls fn for the rows of a table without row ids that can be read from the table's
// beginning and from its end. Some rows may come twice.
func (d *damagedFile) keyed(ctx context.Context, table string, columns []string, fn func(row []any) error) error {
	if !d.has(ctx, table) {
		return ctx.Err()
	}
	for _, order := range []string{"ASC", "DESC"} {
		var mine error
		query := fmt.Sprintf("SELECT %s FROM %s.%s NOT INDEXED ORDER BY 1 %s", d.selection(table, columns), damagedName, table, order)
		err := d.query(ctx, query, nil, len(columns), func(row []any) error {
			mine = fn(row)
			return mine
		})
		if mine != nil || ctx.Err() != nil {
			return firstOf(mine, ctx.Err())
		}
		if err == nil {
			return nil
		}
		d.broken[table] = true
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// query scans rows as they are.
func (d *damagedFile) query(ctx context.Context, query string, args []any, columns int, fn func(row []any) error) error {
	return each(ctx, d.db, query, args, func(rows *sql.Rows) error {
		row, into := make([]any, columns), make([]any, columns)
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		return fn(row)
	})
}

// number reads one number above zero.
func (d *damagedFile) number(ctx context.Context, query string) (n int64, ok bool) {
	err := d.db.QueryRowContext(ctx, query).Scan(&n)
	return n, err == nil && n > 0
}
