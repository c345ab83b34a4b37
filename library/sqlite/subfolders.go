package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"descry/library"
)

// Subfolders lists the directories that hold photos or pending files, parents first. A photo
// counts once in a directory, as in the grid.
func (s *Store) Subfolders(ctx context.Context, id library.FolderID) ([]library.Subfolder, error) {
	var list []library.Subfolder
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		dirs, err := lister{ctx, tx}.photosByDir(id)
		for rel, photos := range dirs {
			list = append(list, library.Subfolder{Rel: rel, Photos: photos.len()})
		}
		return err
	})
	slices.SortFunc(list, func(a, b library.Subfolder) int { return compareRel(a.Rel, b.Rel) })
	return list, wrap("list subfolders", err)
}

// photosByDir are the photos in and below each directory of a folder, but the folder
// itself.
func (l lister) photosByDir(id library.FolderID) (map[string]*photoSet, error) {
	const query = `
SELECT d.rel, (SELECT group_concat(photo_id) FROM files INDEXED BY files_places WHERE dir = d.id AND photo_id IS NOT NULL)
FROM dirs d WHERE d.folder_id = ?1 AND d.rel <> '' AND (
  EXISTS (SELECT 1 FROM files INDEXED BY files_places WHERE dir = d.id AND photo_id IS NOT NULL)
  OR d.id IN (SELECT dir FROM files INDEXED BY files_pending WHERE state = 0 AND folder_id = ?1))`
	dirs := make(map[string]*photoSet)
	err := each(l.ctx, l.tx, query, []any{id}, func(rows *sql.Rows) error {
		var rel string
		var photos sql.RawBytes
		err := rows.Scan(&rel, &photos)
		var here photoSet
		eachID(photos, here.add)
		for rel != "" {
			if dirs[rel] == nil {
				dirs[rel] = &photoSet{}
			}
			dirs[rel].unite(here)
			rel = dirName(rel)
		}
		return err
	})
	return dirs, err
}

// compareRel orders by whole components: "a/b" comes before "a-c".
func compareRel(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		switch {
		case a[i] == b[i]:
		case a[i] == '/':
			return -1
		case b[i] == '/':
			return 1
		default:
			return int(a[i]) - int(b[i])
		}
	}
	return len(a) - len(b)
}
