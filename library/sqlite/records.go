package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"descry/library"
	"descry/library/annotation"
)

// recordsAtOnce is how many photos a query is about.
const recordsAtOnce = 500

// recordLister lists annotations as records.
type recordLister struct {
	lister
	fn   func(annotation.Record) error
	kept bool // some records were kept
}

// Records calls fn for all annotations: folders, searches and named concepts, then photo by
// photo in the order of their hashes, then the spelling of tags.
func (s *Store) Records(ctx context.Context, fn func(annotation.Record) error) error {
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		l := recordLister{lister{ctx, tx}, fn, false}
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM kept_records)").Scan(&l.kept)
		for _, part := range []func() error{l.folders, l.searches, l.named, l.keptOfNoPhoto, l.photos, l.spellings} {
			if err == nil {
				err = part()
			}
		}
		return err
	})
	return wrap("read what the owner says", err)
}

// give hands a record out, with the fields that were kept with it.
func (l recordLister) give(r annotation.Record) error {
	if l.kept && r.Known() {
		more, err := keptWith(l.ctx, l.tx, r)
		if err != nil {
			return err
		}
		r.More = more
	}
	return l.fn(r)
}

func (l recordLister) folders() error {
	return each(l.ctx, l.tx, "SELECT path, paused FROM folders ORDER BY path", nil, func(rows *sql.Rows) error {
		r := annotation.Record{Kind: annotation.Folder, Value: annotation.Yes}
		if err := rows.Scan(&r.Path, &r.Paused); err != nil {
			return err
		}
		return l.give(r)
	})
}

func (l recordLister) searches() error {
	const query = "SELECT name, query, strictness, added FROM saved_searches ORDER BY caseless"
	return each(l.ctx, l.tx, query, nil, func(rows *sql.Rows) error {
		r := annotation.Record{Kind: annotation.Search, Value: annotation.Yes}
		if err := rows.Scan(&r.Name, &r.Query, &r.Strictness, &r.Added); err != nil {
			return err
		}
		r.Strictness = finite(r.Strictness)
		return l.give(r)
	})
}

func (l recordLister) named() error {
	const query = "SELECT t.kind, t.name, n.noun FROM named_things n CROSS JOIN tags t ON t.id = n.tag ORDER BY t.folded, t.kind"
	return each(l.ctx, l.tx, query, nil, func(rows *sql.Rows) error {
		r := annotation.Record{Kind: annotation.Named, Value: annotation.Yes}
		if err := rows.Scan(&r.Person, &r.Name, &r.Noun); err != nil {
			return err
		}
		return l.give(r)
	})
}

func (l recordLister) keptOfNoPhoto() error {
	const query = "SELECT record FROM kept_records WHERE photo IS NULL AND whole = 1 ORDER BY id"
	return each(l.ctx, l.tx, query, nil, func(rows *sql.Rows) error {
		var line []byte
		if err := rows.Scan(&line); err != nil {
			return err
		}
		return l.fn(keptRecord(line))
	})
}

// annotatedPhotosSQL lists the photos that have an annotation.
const annotatedPhotosSQL = `
SELECT p.id FROM (
  SELECT photo FROM photo_tags WHERE origin = 1 UNION SELECT photo FROM photo_tags WHERE origin = 2
  UNION SELECT id FROM photos WHERE own_caption IS NOT NULL
  UNION SELECT photo FROM feedback UNION SELECT photo FROM suggested_tags WHERE rejected = 1
  UNION SELECT photo FROM kept_records WHERE photo IS NOT NULL
) s CROSS JOIN photos p ON p.id = s.photo ORDER BY p.hash`

func (l recordLister) photos() error {
	var ids []library.PhotoID
	err := each(l.ctx, l.tx, annotatedPhotosSQL, nil, func(rows *sql.Rows) error {
		var id library.PhotoID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return err
	}
	for step := range slices.Chunk(ids, recordsAtOnce) {
		list, err := l.recordsOf(step)
		if err != nil {
			return err
		}
		for _, records := range list {
			for _, r := range records {
				if err := l.give(r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// aboutPhotos are the queries for the annotations of photos, whose ids are the parameter. The
// first column is the place of the photo among the ids.
var aboutPhotos = []struct {
	kind  string
	query string
}{
	{annotation.Tag, `SELECT j.key, t.kind, w.origin, t.name FROM json_each(?) j CROSS JOIN photo_tags w ON w.photo = j.value AND w.origin IN (1, 2)
CROSS JOIN tags t ON t.id = w.tag ORDER BY j.key, t.kind, t.folded`},
	{annotation.Caption, `SELECT j.key, 0, 1, p.own_caption FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value
WHERE p.own_caption IS NOT NULL`},
	{annotation.Answer, `SELECT j.key, 0, 2 - f.good, f.description FROM json_each(?) j CROSS JOIN feedback f ON f.photo = j.value ORDER BY j.key, f.key`},
	{annotation.Rejected, `SELECT j.key, t.kind, 1, t.name FROM json_each(?) j CROSS JOIN suggested_tags s ON s.photo = j.value AND s.rejected = 1
CROSS JOIN tags t ON t.id = s.tag ORDER BY j.key, t.kind, t.folded`},
	{"", "SELECT j.key, 0, 1, k.record FROM json_each(?) j CROSS JOIN kept_records k ON k.photo = j.value AND k.whole = 1 ORDER BY j.key, k.id"},
}

// recordsOf are the records of photos, each photo's after the record of its paths.
func (l recordLister) recordsOf(ids []library.PhotoID) ([][]annotation.Record, error) {
	list := make([][]annotation.Record, len(ids))
	requested := idList(ids)
	if err := l.placesOf(requested, list); err != nil {
		return nil, err
	}
	for _, about := range aboutPhotos {
		err := each(l.ctx, l.tx, about.query, []any{requested}, func(rows *sql.Rows) error {
			var i int
			var person bool
			var label library.Label
			var text string
			if err := rows.Scan(&i, &person, &label, &text); err != nil {
				return err
			}
			list[i] = append(list[i], statement(about.kind, list[i][0].Photo, person, label, text))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// statement is the record of an annotation of a photo.
func statement(kind, photo string, person bool, label library.Label, text string) annotation.Record {
	r := annotation.Record{Kind: kind, Photo: photo, Value: labelText(label)}
	switch kind {
	case annotation.Tag:
		r.Name = text
		if person {
			r.Kind = annotation.Person
		}
	case annotation.Caption:
		r.Value, r.Text = "", &text
	case annotation.Answer:
		r.Description = text
	case annotation.Rejected:
		r.Person, r.Name = person, text
	default:
		return keptRecord([]byte(text))
	}
	return r
}

func labelText(label library.Label) string {
	return map[library.Label]string{library.Yes: annotation.Yes, library.No: annotation.No}[label]
}

// placesOf makes the first record of each photo, which has the photo's paths.
func (l recordLister) placesOf(requested string, list [][]annotation.Record) error {
	const photos = `SELECT j.key, p.hash, p.bytes, p.captured_local, p.captured_offset, iif(p.orphaned_since IS NULL, '', p.last_path)
FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value`
	err := each(l.ctx, l.tx, photos, []any{requested}, func(rows *sql.Rows) error {
		var i int
		var hash []byte
		var local, offset sql.NullInt64
		r := annotation.Record{Kind: annotation.Photo}
		var last string
		if err := rows.Scan(&i, &hash, &r.Bytes, &local, &offset, &last); err != nil {
			return err
		}
		if last != "" {
			r.Paths = []string{filepath.FromSlash(last)}
		}
		r.Photo, r.Taken = hex.EncodeToString(hash), takenText(local, offset)
		list[i] = []annotation.Record{r}
		return nil
	})
	if err != nil {
		return err
	}
	const files = `SELECT j.key, d.path, f.rel FROM json_each(?) j CROSS JOIN files f ON f.photo_id = j.value
CROSS JOIN folders d ON d.id = f.folder_id`
	err = each(l.ctx, l.tx, files, []any{requested}, func(rows *sql.Rows) error {
		var i int
		var root, rel string
		err := rows.Scan(&i, &root, &rel)
		if err == nil {
			list[i][0].Paths = append(list[i][0].Paths, absolute(root, rel))
		}
		return err
	})
	for _, records := range list {
		paths := records[0].Paths
		slices.Sort(paths)
		records[0].Paths = paths[:min(len(paths), annotation.MaxPaths)]
	}
	return err
}

const (
	takenLayout  = "2006-01-02T15:04:05"
	offsetLayout = "2006-01-02T15:04:05-07:00"
)

// takenText is the capture time in the form of records.
func takenText(local, offset sql.NullInt64) string {
	if !local.Valid {
		return ""
	}
	at := time.Unix(local.Int64, 0).UTC()
	if !offset.Valid {
		return at.Format(takenLayout)
	}
	zone := time.FixedZone("", int(offset.Int64))
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, zone).Format(offsetLayout)
}

// takenColumns is the inverse of takenText. A text that can't be read is no date.
func takenColumns(taken string) (local, offset sql.NullInt64) {
	if at, err := time.Parse(takenLayout, taken); err == nil {
		return sql.NullInt64{Int64: at.Unix(), Valid: true}, offset
	}
	at, err := time.Parse(offsetLayout, taken)
	if err != nil {
		return local, offset
	}
	_, east := at.Zone()
	return sql.NullInt64{Int64: at.Unix() + int64(east), Valid: true}, sql.NullInt64{Int64: int64(east), Valid: true}
}

// spellings tells the spelling of tags that have an annotation, and of the tags above.
func (l recordLister) spellings() error {
	const own = `SELECT t.kind, t.folded FROM (
  SELECT tag FROM photo_tags WHERE origin = 1 UNION SELECT tag FROM photo_tags WHERE origin = 2
  UNION SELECT tag FROM suggested_tags WHERE rejected = 1 UNION SELECT tag FROM named_things
) o CROSS JOIN tags t ON t.id = o.tag`
	wanted := make(map[string]bool)
	err := each(l.ctx, l.tx, own, nil, func(rows *sql.Rows) error {
		var kind int
		var folded string
		err := rows.Scan(&kind, &folded)
		for ; folded != ""; folded = dirName(folded) {
			wanted[fmt.Sprint(kind, " ", folded)] = true
			if kind == kindPerson {
				break
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return each(l.ctx, l.tx, "SELECT kind, folded, name FROM tags ORDER BY kind, folded", nil, func(rows *sql.Rows) error {
		var kind int
		var folded string
		r := annotation.Record{Kind: annotation.Spelling}
		if err := rows.Scan(&kind, &folded, &r.Name); err != nil || !wanted[fmt.Sprint(kind, " ", folded)] {
			return err
		}
		r.Person = kind == kindPerson
		return l.give(r)
	})
}

// isPathHere reports a path that a folder can have on this system.
func isPathHere(path string) bool { return filepath.IsAbs(path) && filepath.Clean(path) == path }
