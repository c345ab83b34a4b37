package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"descry/library"

	"github.com/mattn/go-sqlite3"
)

// applicationID marks Descry's files ("dscr"), so that another program's database is not taken
// for a catalogue.
const applicationID = 0x64736372

// migration brings the schema from version number-1 to number.
type migration struct {
	number int
	sql    string
}

// loadMigrations reads the numbered files, which must count from 1 without gaps.
func loadMigrations(fsys fs.FS) ([]migration, error) {
	names, err := fs.Glob(fsys, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	steps := make([]migration, 0, len(names))
	for i, name := range names { // Glob sorts
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		number := i + 1
		if !strings.HasPrefix(filepath.Base(name), fmt.Sprintf("%04d_", number)) {
			return nil, fmt.Errorf("migration %s should have the number %04d", name, number)
		}
		steps = append(steps, migration{number, string(text)})
	}
	return steps, nil
}

// migrate brings the catalogue up to date, each step in a transaction of its own. A catalogue
// with content is copied beforehand.
func migrate(ctx context.Context, db *sql.DB, path string, steps []migration) error {
	version, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	if version > len(steps) {
		return library.ErrNewerSchema
	}
	if err := useLog(ctx, db); err != nil {
		return err
	}
	if version > 0 && version < len(steps) {
		if err := backUp(ctx, db, path, len(steps)); err != nil {
			return err
		}
	}
	for _, step := range steps[version:] {
		if err := step.apply(ctx, db); err != nil {
			return fmt.Errorf("migration %d: %w", step.number, err)
		}
	}
	return nil
}

// apply does nothing when another process was faster.
func (m migration) apply(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // without effect once committed
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version >= m.number {
		return nil
	}
	mark := fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", m.number, applicationID)
	for _, text := range []string{m.sql, mark} {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// schemaVersion is 0 for a new file. A database of another program is refused. One statement
// reads everything, since another process may be about to finish a new file.
func schemaVersion(ctx context.Context, db *sql.DB) (int, error) {
	var version, application, objects int
	const query = `SELECT (SELECT count(*) FROM sqlite_schema),
  (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id)`
	if err := db.QueryRowContext(ctx, query).Scan(&objects, &version, &application); err != nil {
		return 0, err
	}
	if objects > 0 && application != applicationID {
		return 0, fmt.Errorf("%w: it belongs to another program", library.ErrDamaged)
	}
	return version, nil
}

// checkVersion is for handles that can't migrate.
func checkVersion(ctx context.Context, db *sql.DB, want int) error {
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case version > want:
		return library.ErrNewerSchema
	case version == 0: // a full disk or a kill ended the first start
		return fmt.Errorf("nothing was written into it yet: %w", fs.ErrNotExist)
	case version < want:
		if empty, err := neverUsed(ctx, db); err != nil {
			return err
		} else if empty { // or left the first start halfway
			return fmt.Errorf("it was not made to its end yet: %w", fs.ErrNotExist)
		}
		return fmt.Errorf("%w: %w: it is %d and has to be %d", library.ErrReadOnly, library.ErrOlderSchema, version, want)
	}
	return nil
}

// neverUsed reports that a catalogue, of any version, has only the first rows that the program
// writes.
func neverUsed(ctx context.Context, db *sql.DB) (empty bool, err error) {
	// A catalogue that was used has the model that looked at its photos among the named
	// values.
	const query = `SELECT NOT EXISTS (SELECT 1 FROM folders) AND NOT EXISTS (SELECT 1 FROM photos)
  AND NOT EXISTS (SELECT 1 FROM named_values)`
	err = db.QueryRowContext(ctx, query).Scan(&empty)
	return empty, err
}

// useLog switches to the write-ahead log. SQLite doesn't wait for other handles here, so two
// handles that create the same file at once have to try again.
func useLog(ctx context.Context, db *sql.DB) error {
	for deadline := time.Now().Add(busyTimeoutMS * time.Millisecond); ; {
		var mode string
		err := db.QueryRowContext(ctx, "PRAGMA journal_mode = wal").Scan(&mode)
		var driver sqlite3.Error
		busy := errors.As(err, &driver) && driver.Code == sqlite3.ErrBusy
		if !busy || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}
