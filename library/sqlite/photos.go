package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"descry/library"
)

const photoSQL = `
SELECT id, hash, format, bytes, width, height, colour, added, captured_local, captured_nanos,
  captured_offset, captured_span, captured_from, make, model, lens, iso, f_number, exposure, focal_length, latitude, longitude,
  rating, title, caption, own_caption, keywords, people, file_time
FROM photos WHERE id = ?`

// Photo returns all that is known of a photo.
func (s *Store) Photo(ctx context.Context, id library.PhotoID) (library.Photo, error) {
	p, err := scanPhoto(s.reader.QueryRowContext(ctx, photoSQL, id))
	if err == nil {
		p.Files, err = s.fileRefs(ctx, id)
	}
	return p, wrap(fmt.Sprintf("photo %d", id), orNotFound(err))
}

// PhotoHash returns the hash of a photo, with or without a file.
func (s *Store) PhotoHash(ctx context.Context, id library.PhotoID) (library.Hash, error) {
	var hash []byte
	err := s.reader.QueryRowContext(ctx, "SELECT hash FROM photos WHERE id = ?", id).Scan(&hash)
	return library.Hash(hex.EncodeToString(hash)), wrap(fmt.Sprintf("hash of photo %d", id), orNotFound(err))
}

func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return library.ErrNotFound
	}
	return err
}

func scanPhoto(row *sql.Row) (library.Photo, error) {
	var p library.Photo
	var hash []byte
	var added, nanos, span, fileTime int64
	var from string
	var local, offset sql.NullInt64
	var latitude, longitude sql.NullFloat64
	var keywords, people string
	c := &p.Camera
	err := row.Scan(&p.ID, &hash, &p.Format, &p.Bytes, &p.Width, &p.Height, &p.Colour, &added, &local, &nanos,
		&offset, &span, &from, &c.Make, &c.Model, &c.Lens, &c.ISO, &c.FNumber, &c.ExposureSeconds, &c.FocalLength, &latitude, &longitude,
		&p.Rating, &p.Title, &p.Caption, &p.OwnCaption, &keywords, &people, &fileTime)
	if err != nil {
		return p, err
	}
	p.Hash, p.Added = library.Hash(hex.EncodeToString(hash)), time.Unix(0, added)
	if fileTime != 0 {
		p.FileDate = time.Unix(fileTime, 0).UTC()
	}
	if local.Valid {
		p.Captured = library.CaptureTime{
			Local: time.Unix(local.Int64, nanos).UTC(), Precision: precisionOf(span), HasOffset: offset.Valid, Offset: int(offset.Int64), From: from}
	}
	if latitude.Valid && longitude.Valid {
		p.GPS = &library.Position{Latitude: latitude.Float64, Longitude: longitude.Float64}
	}
	err = errors.Join(readList(keywords, &p.Keywords), readList(people, &p.People))
	return p, err
}

// readList leaves the list nil when the text has no values.
func readList(text string, list *[]string) error {
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), list)
}

// fileRefs lists the places of a photo, reachable ones first, then by path.
func (s *Store) fileRefs(ctx context.Context, id library.PhotoID) ([]library.FileRef, error) {
	const query = `
SELECT f.id, f.folder_id, d.path, f.rel, d.offline_since IS NULL AND f.away_since IS NULL
FROM files f JOIN folders d ON d.id = f.folder_id WHERE f.photo_id = ?`
	var refs []library.FileRef
	err := each(ctx, s.reader, query, []any{id}, func(rows *sql.Rows) error {
		var ref library.FileRef
		var root, rel string
		err := rows.Scan(&ref.ID, &ref.Folder, &root, &rel, &ref.Online)
		if err == nil {
			ref.Path = absolute(root, rel)
			refs = append(refs, ref)
		}
		return err
	})
	slices.SortFunc(refs, compareRefs)
	return refs, err
}

// compareRefs orders the places of a photo. The least is the one to show.
func compareRefs(a, b library.FileRef) int {
	if a.Online != b.Online {
		if a.Online {
			return -1
		}
		return 1
	}
	return strings.Compare(a.Path, b.Path)
}

// PhotoByHash returns the id of a content, 0 when the content isn't known or was purged, and
// whether model is done with the photo.
func (s *Store) PhotoByHash(ctx context.Context, hash library.Hash, model string) (library.PhotoID, bool, error) {
	const query = `
SELECT p.id, EXISTS (SELECT 1 FROM embeddings e
  WHERE e.photo_id = p.id AND e.model = (SELECT id FROM models WHERE name = ?))
FROM photos p WHERE p.hash = ? AND p.purged = 0`
	var id library.PhotoID
	var encoded bool
	sum, err := hashBytes(hash)
	if err != nil {
		return 0, false, wrap("photo by hash", err)
	}
	err = s.reader.QueryRowContext(ctx, query, model, sum).Scan(&id, &encoded)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return id, encoded, wrap("photo by hash", err)
}

// PhotoByHashPrefix finds the one photo whose hash begins with some digits, with
// or without a file.
func (s *Store) PhotoByHashPrefix(ctx context.Context, prefix string) (library.PhotoID, error) {
	op := fmt.Sprintf("photo %q", prefix)
	const digits = 64
	if len(prefix) > digits || strings.Trim(prefix, "0123456789abcdefABCDEF") != "" {
		return 0, wrap(op, library.ErrNotFound)
	}
	first, _ := hex.DecodeString(prefix + strings.Repeat("0", digits-len(prefix)))
	last, _ := hex.DecodeString(prefix + strings.Repeat("f", digits-len(prefix)))
	var ids []library.PhotoID
	const query = "SELECT id FROM photos WHERE hash BETWEEN ? AND ? LIMIT 2"
	err := each(ctx, s.reader, query, []any{first, last}, func(rows *sql.Rows) error {
		var id library.PhotoID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	switch {
	case err != nil:
		return 0, wrap(op, err)
	case len(ids) == 0:
		return 0, wrap(op, library.ErrNotFound)
	case len(ids) > 1:
		return 0, fmt.Errorf("%s: several photos begin like this, give more digits", op)
	}
	return ids[0], nil
}

// PhotosByName lists the photos that have a file of a name.
func (s *Store) PhotosByName(ctx context.Context, name string, limit int) ([]library.PhotoID, error) {
	const query = `SELECT DISTINCT photo_id FROM files INDEXED BY files_names
WHERE photo_id IS NOT NULL AND name = ? ORDER BY photo_id LIMIT ?`
	var ids []library.PhotoID
	err := each(ctx, s.reader, query, []any{fold(name), limit}, func(rows *sql.Rows) error {
		var id library.PhotoID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, wrap("photos by name", err)
}

// PhotoByPath finds the photo that an absolute path holds.
func (s *Store) PhotoByPath(ctx context.Context, path string) (library.PhotoID, error) {
	const op, query = "photo by path", "SELECT photo_id FROM files WHERE folder_id = ? AND rel = ?"
	folder, rel, err := s.folderHolding(ctx, path)
	if err != nil {
		return 0, wrap(op, err)
	}
	var id sql.Null[library.PhotoID]
	err = s.reader.QueryRowContext(ctx, query, folder, rel).Scan(&id)
	if err == nil && !id.Valid {
		err = library.ErrNotFound
	}
	return id.V, wrap(op, orNotFound(err))
}

// folderHolding returns the folder that a path lies in, 0 when there is none, and the path
// below the folder.
func (s *Store) folderHolding(ctx context.Context, path string) (id library.FolderID, rel string, err error) {
	err = each(ctx, s.reader, "SELECT id, path FROM folders", nil, func(rows *sql.Rows) error {
		var folder library.FolderID
		var root string
		if err := rows.Scan(&folder, &root); err != nil {
			return err
		}
		if inside, ok := below(path, root); ok {
			id, rel = folder, inside
		}
		return nil
	})
	return id, rel, err
}
