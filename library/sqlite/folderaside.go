package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"descry/library"
)

// folderTables have the rows of a folder, referenced rows before those that refer to them.
// folder is the column of the folder's id.
var folderTables = []struct{ name, folder string }{{"folders", "id"}, {"places", "folder_id"}, {"dirs", "folder_id"}, {"files", "folder_id"}}

// asideName is the table that keeps a folder's rows. The table belongs to the only writing
// handle, and ends with that handle.
func asideName(table string, id library.FolderID) string {
	return fmt.Sprintf("temp.aside_%s_%d", table, id)
}

// SetFolderAside removes a folder and keeps its rows for RestoreFolder.
func (s *Store) SetFolderAside(ctx context.Context, id library.FolderID) error {
	return s.writeDurably(ctx, "remove folder", func(tx *sql.Tx) error {
		for _, table := range folderTables {
			aside := asideName(table.name, id)
			for _, query := range []string{
				"DROP TABLE IF EXISTS " + aside,
				fmt.Sprintf("CREATE TABLE %s AS SELECT * FROM %s WHERE %s = %d", aside, table.name, table.folder, id),
			} {
				if _, err := tx.ExecContext(ctx, query); err != nil {
					return err
				}
			}
		}
		return removeFolder(ctx, tx, id)
	})
}

// RestoreFolder brings back what SetFolderAside removed, under the same ids. A file whose
// photo is gone by now is to be read again.
func (s *Store) RestoreFolder(ctx context.Context, id library.FolderID) error {
	return s.writeDurably(ctx, "restore folder", func(tx *sql.Tx) error {
		var path string
		err := tx.QueryRowContext(ctx, "SELECT name FROM temp.sqlite_master WHERE 'temp.' || name = ?", asideName("files", id)).Scan(&path)
		if err == nil {
			err = tx.QueryRowContext(ctx, "SELECT path FROM "+asideName("folders", id)).Scan(&path)
		}
		if err != nil {
			return orNotFound(err) // the folder was not set aside
		}
		if err := stillMissing(ctx, tx, path); err != nil {
			return err
		}
		for _, query := range []string{
			// The counters grow again with the files.
			"UPDATE " + asideName("folders", id) + " SET pending = 0, read = 0, failed = 0, photos = 0",
			"UPDATE " + asideName("files", id) + " SET photo_id = NULL, state = 0 WHERE photo_id NOT IN (SELECT id FROM photos)",
		} {
			if _, err := tx.ExecContext(ctx, query); err != nil {
				return err
			}
		}
		for _, table := range folderTables {
			if err := bringBack(ctx, tx, table.name, asideName(table.name, id)); err != nil {
				return fmt.Errorf("%s: %w", table.name, err)
			}
		}
		return nil
	})
}

// stillMissing gives ErrChanged where a folder is in the library again, whether as such, as
// part of another folder, or in part.
func stillMissing(ctx context.Context, tx *sql.Tx, path string) error {
	inside, err := nestedFolders(ctx, tx, path)
	var nested *library.NestedError
	if len(inside) > 0 || errors.Is(err, library.ErrFolderExists) || errors.As(err, &nested) {
		return library.ErrChanged
	}
	return err
}

// bringBack writes the rows of one table into another and drops the first.
func bringBack(ctx context.Context, tx *sql.Tx, table, aside string) error {
	var columns []string // but for the columns that SQLite computes
	err := each(ctx, tx, "SELECT name FROM pragma_table_info(?)", []any{table}, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		columns = append(columns, `"`+name+`"`)
		return err
	})
	if err != nil {
		return err
	}
	list := strings.Join(columns, ", ")
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s", table, list, list, aside)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DROP TABLE "+aside)
	return err
}
