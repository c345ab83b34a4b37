package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"time"

	"descry/library"
)

// AddFolder adds a folder and absorbs the folders that lie in it.
func (s *Store) AddFolder(ctx context.Context, path string) (library.Folder, error) {
	var added library.Folder
	if !filepath.IsAbs(path) {
		return added, fmt.Errorf("add folder: %q is not an absolute path", path)
	}
	path = filepath.Clean(path)
	err := s.writeDurably(ctx, "add folder", func(tx *sql.Tx) error {
		folder, err := addFolder(ctx, tx, path, s.now())
		if err == nil {
			added, err = folderByID(ctx, tx, folder.ID)
		}
		return err
	})
	return added, err
}

// addFolder adds a folder of which only the id is filled in.
func addFolder(ctx context.Context, tx *sql.Tx, path string, now time.Time) (library.Folder, error) {
	inside, err := nestedFolders(ctx, tx, path)
	if err != nil {
		return library.Folder{}, err
	}
	added, err := insertFolder(ctx, tx, path, now)
	if err != nil {
		return added, err
	}
	for id, prefix := range inside {
		if err := absorb(ctx, tx, id, prefix, added.ID); err != nil {
			return added, fmt.Errorf("absorb %s: %w", prefix, err)
		}
	}
	return added, nil
}

// nestedFolders returns the known folders below path, by id, with their paths below path. A
// known folder that holds path is an error.
func nestedFolders(ctx context.Context, tx *sql.Tx, path string) (map[library.FolderID]string, error) {
	inside := make(map[library.FolderID]string)
	err := each(ctx, tx, "SELECT id, path FROM folders", nil, func(rows *sql.Rows) error {
		var id library.FolderID
		var known string
		if err := rows.Scan(&id, &known); err != nil {
			return err
		}
		if known == path {
			return library.ErrFolderExists
		}
		if _, ok := below(path, known); ok {
			return &library.NestedError{Path: path, Parent: known}
		}
		if rel, ok := below(known, path); ok {
			inside[id] = rel
		}
		return nil
	})
	return inside, err
}

func insertFolder(ctx context.Context, tx *sql.Tx, path string, now time.Time) (library.Folder, error) {
	res, err := tx.ExecContext(ctx, "INSERT INTO folders (path, added) VALUES (?, ?)", path, now.UnixNano())
	if err != nil {
		return library.Folder{}, err
	}
	id, err := res.LastInsertId()
	return library.Folder{ID: library.FolderID(id)}, err
}

// absorb moves the files of a folder that lies at prefix into another one.
func absorb(ctx context.Context, tx *sql.Tx, id library.FolderID, prefix string, into library.FolderID) error {
	if err := absorbPlaces(ctx, tx, id, prefix, into); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE files SET folder_id = ?, rel = ? || rel WHERE folder_id = ?",
		into, prefix+"/", id)
	if err != nil {
		return err
	}
	// The directories are the same, with longer paths.
	_, err = tx.ExecContext(ctx, `UPDATE dirs SET folder_id = ?1, rel = CASE WHEN rel = '' THEN ?2 ELSE ?2 || '/' || rel END
WHERE folder_id = ?3`, into, prefix, id)
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, "DELETE FROM folders WHERE id = ?", id); err != nil {
		return err
	}
	return clearPlaces(ctx, tx, into)
}

func folderByID(ctx context.Context, tx *sql.Tx, id library.FolderID) (library.Folder, error) {
	var folder library.Folder
	err := each(ctx, tx, foldersSQL, []any{""}, func(rows *sql.Rows) error {
		f, err := scanFolder(rows)
		if f.ID == id {
			folder = f
		}
		return err
	})
	return folder, err
}
