package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"descry/library"
)

// unreadableFolders is the content of a folder's named value.
type unreadableFolders struct {
	N    int                `json:"n"`
	List []unreadableFolder `json:"list"`
}

type unreadableFolder struct {
	Rel    []byte `json:"rel"` // bytes, since a name need not be UTF-8
	Reason string `json:"reason"`
}

// valueUnreadable begins the names of these values. The folder's id follows.
const valueUnreadable = "unreadable."

func unreadableKey(id library.FolderID) string { return fmt.Sprint(valueUnreadable, id) }

// SetUnreadableFolders records all directories of a folder that can't be looked into, and
// reports whether they differ from the known ones. Where nothing has changed,
// SetUnreadableFolders writes nothing.
func (s *Store) SetUnreadableFolders(ctx context.Context, id library.FolderID, list []library.UnreadableFolder) (changed bool, err error) {
	const op = "record folders that can't be read"
	text := ""
	if len(list) > 0 {
		list = slices.Clone(list)
		slices.SortFunc(list, func(a, b library.UnreadableFolder) int { return cmp.Compare(a.Rel, b.Rel) })
		v := unreadableFolders{N: len(list)}
		for _, u := range list[:min(len(list), library.MostUnreadableFolders)] {
			v.List = append(v.List, unreadableFolder{[]byte(u.Rel), u.Reason})
		}
		data, err := json.Marshal(v)
		if err != nil {
			return false, wrap(op, err)
		}
		text = string(data)
	}
	old, err := s.Value(ctx, unreadableKey(id))
	if err != nil || old == text {
		return false, err
	}
	return true, s.write(ctx, op, func(tx *sql.Tx) error {
		if text == "" {
			return forgetUnreadable(ctx, tx, id)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO named_values (name, value) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM folders WHERE id = ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value`, unreadableKey(id), text, id)
		return err
	})
}

func forgetUnreadable(ctx context.Context, tx *sql.Tx, id library.FolderID) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM named_values WHERE name = ?", unreadableKey(id))
	return err
}

// UnreadableFolders lists the directories of a folder that scans could not look into.
func (s *Store) UnreadableFolders(ctx context.Context, id library.FolderID) ([]library.UnreadableFolder, error) {
	text, err := s.Value(ctx, unreadableKey(id))
	if err != nil || text == "" {
		return nil, err
	}
	var v unreadableFolders
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return nil, wrap("list folders that can't be read", errors.Join(library.ErrDamaged, err))
	}
	list := make([]library.UnreadableFolder, len(v.List))
	for i, u := range v.List {
		list[i] = library.UnreadableFolder{Rel: string(u.Rel), Reason: u.Reason}
	}
	return list, nil
}
