package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"descry/internal/atomicfile"
	"descry/internal/nofollow"
	"descry/library"
)

const (
	// backupPrefix begins the names of the folders in which copies are made.
	backupPrefix = ".descry-backup-"
	// backupLock is the file in such a folder that is locked for as long as the folder is in
	// use.
	backupLock = "lock"
)

// began is when this process began. Older folders were left by another process.
var began = time.Now()

// backUp writes a compact copy to path.before-N, N being the version to come, and checks that
// the copy can be read and has all rows. Other processes can't write meanwhile, so no row can
// be missing. A process that brought the schema up to date before has made the copy.
func backUp(ctx context.Context, db *sql.DB, path string, version int) (err error) {
	unlock, err := lockWriters(ctx, path)
	if err != nil {
		return fmt.Errorf("back up before migration: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if now, err := schemaVersion(ctx, db); err != nil || now >= version {
		return err
	}
	if err := copyTo(ctx, db, path, fmt.Sprintf("%s.before-%d", path, version)); err != nil {
		return fmt.Errorf("back up before migration: %w", err)
	}
	return nil
}

// lockWriters keeps all handles from writing until unlock is called.
func lockWriters(ctx context.Context, path string) (unlock func() error, err error) {
	c, err := writingConnector(path, defaultPageSize)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(c)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return func() error { return errors.Join(tx.Rollback(), db.Close()) }, nil
}

// copyTo makes a verified copy of a catalogue. The copy is there whole or not at all.
func copyTo(ctx context.Context, db *sql.DB, path, to string) (err error) {
	temp, err := os.MkdirTemp(filepath.Dir(path), backupPrefix+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	lock := nofollow.Lock(filepath.Join(temp, backupLock))
	if err := lock.Lock(); err == nil { // some file systems have no locks
		defer func() { err = errors.Join(err, lock.Unlock()) }()
	}
	copied := filepath.Join(temp, "catalogue.db")
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", copied); err != nil {
		return err
	}
	narrow(copied)
	if err := verifyCopy(ctx, db, copied); err != nil {
		return fmt.Errorf("the copy is not as it should be: %w", err)
	}
	return atomicfile.Rename(copied, to)
}

// verifyCopy opens a copy, has SQLite check it, and compares how many rows its tables
// have with the original.
func verifyCopy(ctx context.Context, db *sql.DB, copied string) (err error) {
	c := sql.OpenDB(immutableConnector(copied))
	defer func() { err = errors.Join(err, c.Close()) }()
	findings, err := structure(ctx, c, "quick_check")
	if err != nil {
		return err
	}
	if len(findings) > 0 {
		return fmt.Errorf("%w: %s", library.ErrDamaged, strings.Join(findings, "; "))
	}
	tables, err := tablesOf(ctx, db)
	if err != nil {
		return err
	}
	for _, table := range tables {
		var rows, copiedRows int
		query := `SELECT count(*) FROM "` + table + `"`
		if err := errors.Join(db.QueryRowContext(ctx, query).Scan(&rows), c.QueryRowContext(ctx, query).Scan(&copiedRows)); err != nil {
			return err
		}
		if rows != copiedRows {
			return fmt.Errorf("table %s has %d rows in place of %d", table, copiedRows, rows)
		}
	}
	return nil
}

// tablesOf are the tables with rows of the program's own.
func tablesOf(ctx context.Context, db *sql.DB) (names []string, err error) {
	const query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
	err = each(ctx, db, query, nil, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	})
	return names, err
}

// clearBackups removes folders in which killed processes were making a copy: folders that are
// older than this process and that no process has locked. Folders in doubt are left.
func clearBackups(path string) {
	dir := filepath.Dir(path)
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), backupPrefix) {
			continue
		}
		folder := filepath.Join(dir, e.Name())
		if info, err := e.Info(); err != nil || !info.ModTime().Before(began) {
			continue
		}
		lock := nofollow.Lock(filepath.Join(folder, backupLock))
		if free, err := lock.TryLock(); err != nil || !free {
			continue
		}
		_ = lock.Unlock() // some systems don't remove a file that is open
		_ = os.RemoveAll(folder)
	}
}
