package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"descry/library"
)

const tileColumns = "p.id, p.taken, p.dated, p.captured_span, p.width, p.height, p.colour"

// orders are the orders of a listing that need the photo alone. Orders by date follow the
// index, in which undated photos are the first: see undatedLast.
var orders = map[library.Sort]string{
	library.NewestFirst: " ORDER BY p.dated DESC, p.taken DESC, p.captured_nanos DESC, p.name_order DESC, p.id DESC",
	library.OldestFirst: " ORDER BY p.dated, p.taken, p.captured_nanos, p.name_order, p.id",
	library.AddedLast:   " ORDER BY p.added DESC, p.id DESC",
}

// Tiles lists the photos in scope that pass the filter.
func (s *Store) Tiles(ctx context.Context, scope library.Scope, filter library.Filter, sort library.Sort) ([]library.Tile, error) {
	if sort == library.ByName {
		tiles, err := s.tilesByName(ctx, scope, filter)
		return tiles, wrap("list photos by name", err)
	}
	order, ok := orders[sort]
	if !ok {
		return nil, fmt.Errorf("list photos: unknown order %d", sort)
	}
	var tiles []library.Tile
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		q, pass, err := lister{ctx, tx}.tileQuery(scope, filter)
		if err != nil {
			return err
		}
		query := "SELECT " + tileColumns + " FROM photos p " + tilesIndex(sort) + " WHERE " + q.sql + order
		return each(ctx, tx, query, q.args, func(rows *sql.Rows) error {
			t, err := scanTile(rows)
			if err == nil && (pass == nil || pass.has(t.ID)) {
				tiles = append(tiles, t)
			}
			return err
		})
	})
	if sort == library.OldestFirst {
		tiles = undatedLast(tiles)
	}
	return tiles, wrap("list photos", err)
}

// undatedLast moves the undated tiles from the front to the end.
func undatedLast(tiles []library.Tile) []library.Tile {
	n := slices.IndexFunc(tiles, func(t library.Tile) bool { return t.Dating != library.Undated })
	if n <= 0 {
		return tiles
	}
	return slices.Concat(tiles[n:], tiles[:n])
}

// tilesIndex keeps SQLite from visiting the photos themselves, as it would for the photos of a
// small set. The index lacks only the date of admission.
func tilesIndex(sort library.Sort) string {
	if sort == library.AddedLast {
		return ""
	}
	return "INDEXED BY photos_tiles"
}

func scanTile(rows *sql.Rows) (library.Tile, error) {
	var t library.Tile
	var dated bool
	var span int64
	var colour uint32
	err := rows.Scan(&t.ID, &t.Date, &dated, &span, &t.Width, &t.Height, &colour)
	switch {
	case !dated:
		t.Dating = library.Undated
	case precisionOf(span) == library.ToYear:
		t.Dating = library.DatedByYear
	}
	t.Colour = [3]uint8{uint8(colour >> 16), uint8(colour >> 8), uint8(colour)}
	return t, err
}

// filesIn is the condition on files f that a scope makes.
func filesIn(scope library.Scope) (string, []any) {
	switch {
	case scope.Folder == 0:
		return "", nil
	case scope.Rel == "":
		return " AND f.folder_id = ?", []any{scope.Folder}
	}
	from, to := relRange(scope.Rel)
	return " AND f.folder_id = ? AND f.rel > ? AND f.rel < ?", []any{scope.Folder, from, to}
}

// tilesByName orders photos by the first file in scope that can be reached. The tiles are read
// beforehand from their index, since visiting the photos in the order of paths would cost a
// page each.
func (s *Store) tilesByName(ctx context.Context, scope library.Scope, filter library.Filter) ([]library.Tile, error) {
	tiles, err := s.Tiles(ctx, scope, filter, library.NewestFirst)
	if err != nil {
		return nil, err
	}
	order, err := s.photosByName(ctx, scope, len(tiles))
	if err != nil {
		return nil, err
	}
	byID := make(map[library.PhotoID]library.Tile, len(tiles))
	for _, t := range tiles {
		byID[t.ID] = t
	}
	tiles = tiles[:0]
	for _, id := range order {
		if t, ok := byID[id]; ok {
			tiles = append(tiles, t)
		}
	}
	return tiles, nil
}

// photosByName lists about n photos by path, each once.
func (s *Store) photosByName(ctx context.Context, scope library.Scope, n int) ([]library.PhotoID, error) {
	type directory struct {
		folder library.FolderID
		rel    string
	}
	type place struct {
		photo  library.PhotoID
		dir    int // in dirs, then its rank among them
		name   string
		online bool
	}
	folders := map[library.FolderID]int{} // in their order
	err := each(ctx, s.reader, "SELECT id FROM folders ORDER BY name_order(path), path", nil, func(rows *sql.Rows) error {
		var id library.FolderID
		err := rows.Scan(&id)
		folders[id] = len(folders)
		return err
	})
	if err != nil {
		return nil, err
	}
	where, args := filesIn(scope)
	query := `SELECT f.photo_id, f.folder_id, f.rel, d.offline_since IS NULL AND f.away_since IS NULL
FROM folders d CROSS JOIN files f ON f.folder_id = d.id
WHERE f.photo_id IS NOT NULL` + where
	places := make([]place, 0, n)
	var dirs []directory
	known := map[directory]int{}
	err = each(ctx, s.reader, query, args, func(rows *sql.Rows) error {
		var p place
		var folder library.FolderID
		var rel string
		err := rows.Scan(&p.photo, &folder, &rel, &p.online)
		dir := directory{folder, dirName(rel)}
		if _, ok := known[dir]; !ok {
			known[dir] = len(dirs)
			dirs = append(dirs, dir)
		}
		p.dir, p.name = known[dir], nameOrder(baseName(rel))
		places = append(places, p)
		return err
	})
	// Directories are few beside photos, and compared once.
	ranks := make([]int, len(dirs))
	orders := make([]string, len(dirs))
	sorted := make([]int, len(dirs))
	for i, dir := range dirs {
		sorted[i], orders[i] = i, dirOrder(dir.rel)
	}
	slices.SortFunc(sorted, func(a, b int) int {
		return cmp.Or(cmp.Compare(folders[dirs[a].folder], folders[dirs[b].folder]), strings.Compare(orders[a], orders[b]))
	})
	for rank, i := range sorted {
		ranks[i] = rank
	}
	for i := range places {
		places[i].dir = ranks[places[i].dir]
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.dir, b.dir), strings.Compare(a.name, b.name), cmp.Compare(a.photo, b.photo))
	})
	shown := make(map[library.PhotoID]int, n)
	for i, p := range places {
		if at, ok := shown[p.photo]; !ok || p.online && !places[at].online {
			shown[p.photo] = i
		}
	}
	ids := make([]library.PhotoID, 0, n)
	for i, p := range places {
		if shown[p.photo] == i {
			ids = append(ids, p.photo)
		}
	}
	return ids, err
}

// TilesByID returns the tiles of the given photos in the given order.
func (s *Store) TilesByID(ctx context.Context, ids []library.PhotoID) ([]library.Tile, error) {
	query := "SELECT " + tileColumns + ` FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value
WHERE p.orphaned_since IS NULL ORDER BY j.key`
	tiles := make([]library.Tile, 0, len(ids))
	err := each(ctx, s.reader, query, []any{idList(ids)}, func(rows *sql.Rows) error {
		t, err := scanTile(rows)
		tiles = append(tiles, t)
		return err
	})
	return tiles, wrap("list photos by id", err)
}

// TilesInOrder returns the tiles of the given photos in the order of a listing.
func (s *Store) TilesInOrder(ctx context.Context, ids []library.PhotoID, sort library.Sort) ([]library.Tile, error) {
	order, ok := orders[sort]
	if !ok {
		return nil, fmt.Errorf("list photos in order: unknown order %d", sort)
	}
	query := "SELECT " + tileColumns + " FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value WHERE p.orphaned_since IS NULL" + order
	tiles := make([]library.Tile, 0, len(ids))
	err := each(ctx, s.reader, query, []any{idList(ids)}, func(rows *sql.Rows) error {
		t, err := scanTile(rows)
		tiles = append(tiles, t)
		return err
	})
	if sort == library.OldestFirst {
		tiles = undatedLast(tiles)
	}
	return tiles, wrap("list photos in order", err)
}

// Paths returns the path to show for each photo.
func (s *Store) Paths(ctx context.Context, ids []library.PhotoID) ([]string, error) {
	const query = `
SELECT j.key, d.path, f.rel, d.offline_since IS NULL AND f.away_since IS NULL
FROM json_each(?) j CROSS JOIN files f ON f.photo_id = j.value CROSS JOIN folders d ON d.id = f.folder_id`
	best := make([]library.FileRef, len(ids))
	err := each(ctx, s.reader, query, []any{idList(ids)}, func(rows *sql.Rows) error {
		var i int
		var root, rel string
		var ref library.FileRef
		if err := rows.Scan(&i, &root, &rel, &ref.Online); err != nil {
			return err
		}
		ref.Path = absolute(root, rel)
		if best[i].Path == "" || compareRefs(ref, best[i]) < 0 {
			best[i] = ref
		}
		return nil
	})
	paths := make([]string, len(ids))
	for i, ref := range best {
		paths[i] = ref.Path
	}
	return paths, wrap("list paths", err)
}
