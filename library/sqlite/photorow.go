package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"descry/library"
)

// resultWriter writes the results of one batch in one transaction.
type resultWriter struct {
	ctx     context.Context
	tx      *sql.Tx
	model   string
	modelID int64
	gen     int64 // 0 until a vector is written
	now     time.Time
	vec     []byte
	devices map[device]int64
}

func (w *resultWriter) exec(query string, args ...any) error {
	_, err := w.tx.ExecContext(w.ctx, query, args...)
	return err
}

// photo stores the photo of a result and returns its id. A result without a format only names
// a photo, by hash or id. sql.ErrNoRows then says that the photo isn't there, or was purged
// and has to be read wholly.
func (w *resultWriter) photo(r *library.IndexedPhoto) (id library.PhotoID, err error) {
	hash, err := hashBytes(r.Photo.Hash)
	if err != nil && (r.Photo.Hash != "" || r.Photo.Format != "") {
		return 0, err
	}
	if r.Reread {
		return r.Photo.ID, w.reread(&r.Photo)
	}
	fileTime := w.fileTime(r.File.ModTimeNS)
	if r.Photo.Format != "" {
		return w.upsert(hash, &r.Photo, fileTime)
	}
	// A copy that is older than the known files is the better guess at the date.
	const query = "UPDATE photos SET file_time = " + betterTime + " WHERE (hash = ?2 OR id = ?3 AND ?2 IS NULL) AND purged = 0 RETURNING id"
	err = w.tx.QueryRowContext(w.ctx, query, fileTime, hash, r.Photo.ID).Scan(&id)
	return id, err
}

// betterTime is the older of a photo's file_time and the one bound first. 0 is none.
const betterTime = "iif(min(file_time, ?1) = 0, max(file_time, ?1), min(file_time, ?1))"

// firstFileTime is the 3rd of January 1980, in seconds since 1970. Clocks that were never set,
// and archives without dates, say 1970 or the 1st of January 1980 in some time zone.
const firstFileTime = 315_705_600

// fileTime is the clock time of a file's date where the user is, in seconds as if the clock
// showed UTC, 0 for a date that can't be right. For a date in the future the present stands.
func (w *resultWriter) fileTime(ns int64) int64 {
	t := time.Unix(0, ns).In(w.now.Location())
	if t.After(w.now.AddDate(0, 0, 2)) {
		t = w.now
	}
	_, offset := t.Zone()
	if local := t.Unix() + int64(offset); local >= firstFileTime {
		return local
	}
	return 0
}

// upsertPhotoSQL leaves tagged and named of a known photo to the triggers, which know what the
// user denies. A photo without a format was added by waitFor.
const upsertPhotoSQL = `
INSERT INTO photos (hash, format, bytes, width, height, colour, added, captured_local, captured_nanos,
  captured_offset, captured_span, captured_from, make, model, lens, iso, f_number, exposure, focal_length, latitude, longitude,
  rating, title, caption, keywords, people, file_time, camera, lens_id, x, y, z, tagged, named)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (hash) DO UPDATE SET format = excluded.format, bytes = excluded.bytes,
  width = excluded.width, height = excluded.height, colour = excluded.colour,
  captured_local = excluded.captured_local, captured_nanos = excluded.captured_nanos,
  captured_offset = excluded.captured_offset, captured_span = excluded.captured_span,
  captured_from = excluded.captured_from, make = excluded.make, model = excluded.model,
  lens = excluded.lens, iso = excluded.iso, f_number = excluded.f_number,
  exposure = excluded.exposure, focal_length = excluded.focal_length,
  latitude = excluded.latitude, longitude = excluded.longitude, rating = excluded.rating,
  title = excluded.title, caption = excluded.caption, keywords = excluded.keywords,
  people = excluded.people,
  file_time = iif(photos.format = '' OR photos.file_time = 0, excluded.file_time,
    iif(excluded.file_time = 0, photos.file_time, min(photos.file_time, excluded.file_time))),
  added = iif(photos.format = '', excluded.added, photos.added),
  camera = excluded.camera, lens_id = excluded.lens_id, x = excluded.x, y = excluded.y, z = excluded.z
RETURNING id`

// upsert inserts a photo, or renews what is known of a photo and keeps id and date of
// admission: a newer Descry may read more from the same bytes.
func (w *resultWriter) upsert(hash []byte, p *library.Photo, fileTime int64) (id library.PhotoID, err error) {
	said, err := saidColumns(p)
	if err != nil {
		return 0, err
	}
	facts, err := w.facts(p)
	if err != nil {
		return 0, err
	}
	args := []any{hash, p.Format, p.Bytes, p.Width, p.Height, p.Colour, w.now.UnixNano()}
	args = append(append(args, said...), fileTime)
	err = w.tx.QueryRowContext(w.ctx, upsertPhotoSQL, append(args, facts...)...).Scan(&id)
	return id, err
}

// saidColumns are the columns of what files say: captured_local to people.
func saidColumns(p *library.Photo) ([]any, error) {
	local, nanos, offset := captureColumns(p.Captured)
	latitude, longitude := positionColumns(p.GPS)
	keywords, err := listColumn(p.Keywords)
	if err != nil {
		return nil, err
	}
	people, err := listColumn(p.People)
	c, d := p.Camera, p.Captured
	return []any{local, nanos, offset, spanOf(d), d.From, c.Make, c.Model, c.Lens, c.ISO, finite(c.FNumber),
		finite(c.ExposureSeconds), finite(c.FocalLength), latitude, longitude,
		p.Rating, p.Title, p.Caption, keywords, people}, err
}

// spanOf is how many seconds a date means.
func spanOf(c library.CaptureTime) int64 {
	if c.IsZero() {
		return 1
	}
	return c.End().Unix() - c.Local.Unix()
}

// precisionOf is how far a date goes that means so many seconds.
func precisionOf(span int64) library.Precision {
	const day = 24 * 3600
	switch {
	case span < day:
		return library.ToSecond
	case span < 28*day:
		return library.ToDay
	case span < 365*day:
		return library.ToMonth
	}
	return library.ToYear
}

func captureColumns(c library.CaptureTime) (local sql.NullInt64, nanos int, offset sql.NullInt64) {
	if c.IsZero() {
		return local, 0, offset
	}
	local = sql.NullInt64{Int64: c.Local.Unix(), Valid: true}
	return local, c.Local.Nanosecond(), sql.NullInt64{Int64: int64(c.Offset), Valid: c.HasOffset}
}

func positionColumns(p *library.Position) (latitude, longitude sql.NullFloat64) {
	if p == nil || math.IsNaN(p.Latitude) || math.IsNaN(p.Longitude) {
		return latitude, longitude
	}
	return sql.NullFloat64{Float64: p.Latitude, Valid: true}, sql.NullFloat64{Float64: p.Longitude, Valid: true}
}

// finite turns the result of a fraction with a zero denominator into 0, "unknown". SQLite
// would take not-a-number for NULL.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

func listColumn(list []string) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// hashBytes returns the 32 bytes of a hash, or an error and nil.
func hashBytes(h library.Hash) ([]byte, error) {
	b, err := hex.DecodeString(string(h))
	if err != nil || len(b) != 32 {
		return nil, fmt.Errorf("%q is not a content hash", h)
	}
	return b, nil
}
