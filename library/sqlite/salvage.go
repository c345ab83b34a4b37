package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mattn/go-sqlite3"

	"descry/library"
	"descry/library/annotation"
)

// Salvaged is what could be read of a damaged catalogue.
type Salvaged struct {
	Photos, Files, Vectors int // brought into the new catalogue
	// Records are the annotations in the damaged file. Some may be missing, and letters in
	// names may be wrong.
	Records []annotation.Record
	// Waiting are changes that the journal may not have.
	Waiting []library.UserChange
	// Broken are the tables of which a part could not be read, by name.
	Broken []string
}

// salvageStep is how many rows are brought over in one transaction.
const salvageStep = 2000

// salvager brings the rows of a damaged file into a new catalogue.
type salvager struct {
	*damagedFile
	ctx    context.Context
	into   *Store
	steps  []func(tx *sql.Tx) error // steps of the next transaction
	found  Salvaged
	hashes map[int64]string      // of photos, by id
	tags   map[int64]library.Tag // by id
	dirs   map[int64]map[string]int64
}

// Salvage brings what can be read of the damaged catalogue at path into a new, empty one.
// Annotations are not written, but returned in Records. The next scan looks at all files
// again, since their rows in the damaged file may be wrong. Files that were away stay away.
// SQLite may write to the file at path, so path should be a copy.
func Salvage(ctx context.Context, path string, into *Store) (Salvaged, error) {
	const op = "salvage the catalogue"
	d, err := openDamaged(ctx, path)
	if err != nil {
		return Salvaged{Broken: []string{"sqlite_schema"}}, nil // the file can't even be recognised as a catalogue
	}
	defer d.close()
	s := &salvager{damagedFile: d, ctx: ctx, into: into, hashes: make(map[int64]string), tags: make(map[int64]library.Tag),
		dirs: make(map[int64]map[string]int64)}
	for _, part := range []func() error{s.values, s.models, s.folders, s.photos, s.vectors, s.files, s.finish, s.annotations, s.waiting} {
		if err := part(); err != nil {
			return s.found, wrap(op, err)
		}
	}
	for table, broken := range s.broken {
		if broken {
			s.found.Broken = append(s.found.Broken, table)
		}
	}
	slices.Sort(s.found.Broken)
	return s.found, nil
}

// later adds a step to the transaction to come. An error of a step concerns its row alone: the
// row is left out.
func (s *salvager) later(step func(tx *sql.Tx) error) error {
	if s.steps = append(s.steps, step); len(s.steps) < salvageStep {
		return nil
	}
	return s.flush()
}

// insert is later for one row, which is counted if it could be written.
func (s *salvager) insert(count *int, query string, args ...any) error {
	return s.later(func(tx *sql.Tx) error {
		_, err := tx.ExecContext(s.ctx, query, args...)
		if err == nil && count != nil {
			*count++
		}
		return err
	})
}

func (s *salvager) flush() error {
	steps := s.steps
	s.steps = nil
	if len(steps) == 0 {
		return nil
	}
	return s.into.write(s.ctx, "salvage", func(tx *sql.Tx) error {
		for _, step := range steps {
			_ = step(tx) // a statement that fails leaves nothing behind
			if err := s.ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *salvager) values() error {
	return s.keyed(s.ctx, "named_values", []string{"name", "value"}, func(row []any) error {
		return s.insert(nil, "INSERT OR IGNORE INTO named_values (name, value) VALUES (?, ?)", row...)
	})
}

func (s *salvager) models() error {
	return s.rows(s.ctx, "models", []string{"id", "name"}, func(row []any) error {
		return s.insert(nil, "INSERT OR IGNORE INTO models (id, name) VALUES (?, ?)", row...)
	})
}

func (s *salvager) folders() error {
	columns := []string{"id", "path", "added", "paused", "offline_since", "device"}
	err := s.rows(s.ctx, "folders", columns, func(row []any) error {
		if path, ok := textOf(row[1]); ok && isPathHere(path) {
			s.found.Records = append(s.found.Records, annotation.Record{Kind: annotation.Folder, Path: path, Paused: row[3] == int64(1), Value: annotation.Yes})
		}
		return s.insert(nil, "INSERT INTO folders (id, path, added, paused, offline_since, device) VALUES (?, ?, ?, ?, ?, ?)", row...)
	})
	if err != nil {
		return err
	}
	columns = []string{"folder_id", "rel", "device", "inode", "uuid", "source", "away_since", "asked_since", "last_file"}
	return s.keyed(s.ctx, "places", columns, func(row []any) error {
		return s.insert(nil, `INSERT INTO places (folder_id, rel, device, inode, uuid, source, away_since, asked_since, last_file)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, 0) WHERE ?1 IN (SELECT id FROM folders)`, row...)
	})
}

// photoColumns are the columns of photos. The first is the id, the second the hash, the last
// two are lists, and the one before the lists is the user's caption.
var photoColumns = []string{"id", "hash", "format", "bytes", "width", "height", "colour", "added", "captured_local",
	"captured_nanos", "captured_offset", "captured_span", "captured_from", "make", "model", "lens", "iso", "f_number", "exposure", "focal_length", "latitude",
	"longitude", "rating", "title", "caption", "file_time", "purged", "orphaned_since", "own_caption", "keywords", "people"}

const insertPhotoSQL = `
INSERT INTO photos (id, hash, format, bytes, width, height, colour, added, captured_local, captured_nanos, captured_offset,
  captured_span, captured_from, make, model, lens, iso, f_number, exposure, focal_length, latitude, longitude, rating, title, caption, file_time,
  purged, orphaned_since, keywords, people)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, 1), coalesce(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, 0), coalesce(?, 0), ?, ?)`

func (s *salvager) photos() error {
	return s.rows(s.ctx, "photos", photoColumns, func(row []any) error {
		id, okID := row[0].(int64)
		hash, okHash := row[1].([]byte)
		if !okID || !okHash || len(hash) != 32 {
			s.broken["photos"] = true
			return nil
		}
		s.hashes[id] = hex.EncodeToString(hash)
		own, lists := len(row)-3, row[len(row)-2:]
		if text, ok := textOf(row[own]); ok {
			s.found.Records = append(s.found.Records, annotation.Record{Kind: annotation.Caption, Photo: s.hashes[id], Text: &text})
		}
		for i := range lists {
			text, _ := textOf(lists[i])
			var list []string
			if json.Unmarshal([]byte(text), &list) != nil {
				text = "[]" // reading the file again restores the list
			}
			lists[i] = text
		}
		return s.insert(&s.found.Photos, insertPhotoSQL, slices.Delete(slices.Clone(row), own, own+1)...)
	})
}

func (s *salvager) vectors() error {
	return s.rows(s.ctx, "embeddings", []string{"model", "photo_id", "gen", "vec"}, func(row []any) error {
		return s.insert(&s.found.Vectors, `INSERT INTO embeddings (model, photo_id, gen, vec)
SELECT ?1, ?2, max(?3, 0), ?4 WHERE ?1 IN (SELECT id FROM models) AND ?2 IN (SELECT id FROM photos) AND length(?4) % 2 = 0`, row...)
	})
}

// files brings over where photos lie. The time of a file is not believed, so that the next
// scan reads the file again. Until then the photo is shown as before. A photo whose size
// differs from the file's is not the file's: its annotations would go to the photo that is
// found in the file.
func (s *salvager) files() error {
	return s.rows(s.ctx, "files", []string{"id", "folder_id", "rel", "size", "inode", "device", "photo_id", "state", "away_since"}, func(row []any) error {
		rel, ok := textOf(row[2])
		if !ok || rel == "" {
			s.broken["files"] = true
			return nil
		}
		return s.later(func(tx *sql.Tx) error {
			folder, ok := row[1].(int64)
			if !ok {
				return nil
			}
			if s.dirs[folder] == nil {
				s.dirs[folder] = make(map[string]int64)
			}
			w := scanWriter{ctx: s.ctx, tx: tx, folder: library.FolderID(folder), now: s.into.now(), dirs: s.dirs[folder]}
			var known bool
			err := tx.QueryRowContext(s.ctx, "SELECT EXISTS (SELECT 1 FROM folders WHERE id = ?)", folder).Scan(&known)
			if err != nil || !known {
				return err
			}
			dir, err := w.dir(dirName(rel))
			if err != nil {
				return err
			}
			res, err := tx.ExecContext(s.ctx, `
INSERT INTO files (id, folder_id, rel, dir, name, size, mtime_ns, inode, device, photo_id, state, away_since)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, p.id, iif(p.id IS NULL, 0, 1), iif(typeof(?11) = 'integer', ?11, NULL)
FROM (SELECT 1) LEFT JOIN photos p ON p.id = ?9 AND ?10 <> 2 AND (?10 = 0 OR p.bytes = ?6)`,
				row[0], folder, rel, dir, fold(baseName(rel)), row[3], row[4], row[5], row[6], row[7], row[8])
			if err == nil && found(res) == nil {
				s.found.Files++
			}
			return err
		})
	})
}

// finish computes what follows from the rows.
func (s *salvager) finish() error {
	if err := s.flush(); err != nil {
		return err
	}
	return s.into.write(s.ctx, "salvage", func(tx *sql.Tx) error {
		for _, query := range []string{
			"UPDATE vector_generation SET n = coalesce((SELECT max(gen) FROM embeddings), 0)",
			`INSERT INTO cameras (written, name, folded) SELECT written, called, fold(called) || char(31) || fold(written)
  FROM (SELECT trim(make || ' ' || model) AS written, camera_name(make, model) AS called FROM photos
    WHERE make <> '' OR model <> '' GROUP BY 1)`,
			"INSERT INTO lenses (name, folded) SELECT DISTINCT lens, fold(lens) FROM photos WHERE lens <> ''",
			// A place is away while files are away from it.
			`UPDATE files AS f SET away_since = NULL WHERE away_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM places p
  WHERE p.folder_id = f.folder_id AND (p.away_since IS NOT NULL OR p.asked_since IS NOT NULL)
    AND f.rel > ` + placeFrom + ` AND f.rel < ` + placeTo + `)`,
			`UPDATE places AS p SET away_since = NULL, asked_since = NULL WHERE (away_since IS NOT NULL OR asked_since IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM files f WHERE f.folder_id = p.folder_id AND f.away_since IS NOT NULL
    AND f.rel > ` + placeFrom + ` AND f.rel < ` + placeTo + `)`,
			"UPDATE photos SET latitude = NULL, longitude = NULL WHERE latitude IS NULL OR longitude IS NULL",
			`UPDATE photos SET
  camera = (SELECT id FROM cameras WHERE written = trim(make || ' ' || model)),
  lens_id = (SELECT id FROM lenses WHERE name = photos.lens),
  x = CASE WHEN latitude IS NOT NULL THEN earth(0, latitude, longitude) END,
  y = CASE WHEN latitude IS NOT NULL THEN earth(1, latitude, longitude) END,
  z = CASE WHEN latitude IS NOT NULL THEN earth(2, latitude, longitude) END,
  (tagged, named) = (SELECT tagged, named FROM file_words WHERE photo = photos.id)`,
		} {
			if _, err := tx.ExecContext(s.ctx, query); err != nil {
				return fmt.Errorf("%s: %w", query, err)
			}
		}
		return nil
	})
}

// annotations reads the annotations.
func (s *salvager) annotations() error {
	add := func(r annotation.Record) error {
		s.found.Records = append(s.found.Records, r)
		return nil
	}
	err := s.rows(s.ctx, "tags", []string{"id", "kind", "name"}, func(row []any) error {
		name, ok := textOf(row[2])
		if id, isID := row[0].(int64); ok && isID && name != "" {
			s.tags[id] = library.Tag{Person: row[1] == int64(kindPerson), Name: name}
		}
		return nil
	})
	if err != nil {
		return err
	}
	about := func(tag, photo any) (r annotation.Record, ok bool) {
		tagID, _ := tag.(int64)
		photoID, _ := photo.(int64)
		t, known := s.tags[tagID]
		hash, there := s.hashes[photoID]
		r = annotation.Record{Kind: annotation.Tag, Photo: hash, Name: t.Name, Person: t.Person}
		return r, known && there
	}
	met := make(map[[3]int64]bool) // rows that come from both ends of the table
	err = s.keyed(s.ctx, "photo_tags", []string{"tag", "photo", "origin"}, func(row []any) error {
		origin, _ := row[2].(int64)
		r, ok := about(row[0], row[1])
		if !ok || origin != 1 && origin != 2 {
			return nil
		}
		key := [3]int64{row[0].(int64), row[1].(int64), origin}
		if met[key] {
			return nil
		}
		met[key] = true
		if r.Value = labelText(library.Label(origin)); r.Person {
			r.Kind, r.Person = annotation.Person, false
		}
		return add(r)
	})
	if err != nil {
		return err
	}
	err = s.keyed(s.ctx, "suggested_tags", []string{"tag", "photo", "rejected"}, func(row []any) error {
		if r, ok := about(row[0], row[1]); ok && row[2] == int64(1) {
			r.Kind, r.Value = annotation.Rejected, annotation.Yes
			return add(r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = s.rows(s.ctx, "named_things", []string{"tag", "noun"}, func(row []any) error {
		id, _ := row[0].(int64)
		noun, _ := textOf(row[1])
		if t, ok := s.tags[id]; ok {
			return add(annotation.Record{Kind: annotation.Named, Person: t.Person, Name: t.Name, Noun: noun, Value: annotation.Yes})
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = s.rows(s.ctx, "feedback", []string{"photo", "good", "description"}, func(row []any) error {
		id, _ := row[0].(int64)
		description, ok := textOf(row[2])
		if hash, there := s.hashes[id]; ok && there {
			return add(annotation.Record{Kind: annotation.Answer, Photo: hash, Description: description, Value: labelText(map[bool]library.Label{true: library.Yes, false: library.No}[row[1] == int64(1)])})
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = s.rows(s.ctx, "saved_searches", []string{"name", "query", "strictness", "added"}, func(row []any) error {
		name, ok := textOf(row[0])
		query, okQuery := textOf(row[1])
		strictness, _ := row[2].(float64)
		added, _ := row[3].(int64)
		if !ok || !okQuery {
			return nil
		}
		return add(annotation.Record{Kind: annotation.Search, Name: name, Query: query, Strictness: finite(strictness), Added: added, Value: annotation.Yes})
	})
	if err != nil {
		return err
	}
	return s.rows(s.ctx, "kept_records", []string{"record"}, func(row []any) error {
		text, _ := textOf(row[0])
		if r, err := annotation.Parse([]byte(text)); err == nil {
			return add(r)
		}
		return nil
	})
}

// waiting reads the changes that were to be handed to the journal.
func (s *salvager) waiting() error {
	return s.rows(s.ctx, "owner_changes", []string{"id", "at", "change"}, func(row []any) error {
		id, _ := row[0].(int64)
		at, _ := row[1].(int64)
		text, ok := textOf(row[2])
		if _, err := annotation.Parse([]byte(text)); ok && err == nil && id > 0 {
			s.found.Waiting = append(s.found.Waiting, library.UserChange{N: id, At: time.Unix(0, at), Record: json.RawMessage(text)})
		}
		return nil
	})
}

// textOf is a text as the driver gives it.
func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case []byte:
		return string(v), true
	}
	return "", false
}

// Settle notes, in a catalogue into which all was brought, that the journal has all changes up
// to last: the changes that bringing the annotations in recorded are not new.
func (s *Store) Settle(ctx context.Context, last int64) error {
	return s.writeDurably(ctx, "settle changes", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM owner_changes"); err != nil {
			return err
		}
		if err := setMissing(ctx, tx, nil); err != nil {
			return err
		}
		return numberAbove(ctx, tx, last)
	})
}

// Reindex makes all indexes anew, of a catalogue at path that is not open elsewhere. Indexes
// are made from the tables, which may be damaged as well: a photo with a wrong hash is no
// longer the annotated one. So the next scan looks at all files again.
func Reindex(ctx context.Context, path string) error {
	c, err := writingConnector(path, defaultPageSize)
	if err != nil {
		return wrap("make indexes anew", err)
	}
	db := sql.OpenDB(c)
	defer db.Close()
	for _, statement := range []string{
		"REINDEX",
		// REINDEX passes the full-text index over, and not all of its damage is found by looking.
		"INSERT INTO mentions (mentions) VALUES ('delete-all')",
		"INSERT INTO mentions (rowid, tags, people, names, places, caption) SELECT photo, tags, people, names, places, caption FROM photo_words",
		"DELETE FROM stale_mentions",
		"UPDATE files SET mtime_ns = 0 WHERE photo_id IS NOT NULL",
	} {
		if _, err = db.ExecContext(ctx, statement); err != nil {
			break
		}
	}
	return wrap("make indexes anew", err)
}

// InUse reports that another handle, of this or another process, has the catalogue at
// path open.
func InUse(ctx context.Context, path string) (bool, error) {
	if !exists(path) {
		return false, nil
	}
	db, err := damagedHandle(ctx, path)
	if err == nil {
		defer db.Close()
		_, err = db.ExecContext(ctx, "PRAGMA busy_timeout = 0; PRAGMA "+damagedName+".locking_mode = exclusive; BEGIN EXCLUSIVE; ROLLBACK")
	}
	var driver sqlite3.Error
	if errors.As(err, &driver) {
		return driver.Code == sqlite3.ErrBusy, nil // others say that it is damaged
	}
	return false, err
}
