package sqlite

import (
	"database/sql"
	"errors"
	"strings"

	"descry/library"
)

// device is a camera or a lens with its table, as the file writes the name.
type device struct{ table, written string }

// facts are the columns of a photo that filters use and that follow from the others: camera,
// lens, place on the globe, whether the photo has tags and people.
func (w *resultWriter) facts(p *library.Photo) ([]any, error) {
	camera, err1 := w.camera(p.Camera)
	lens, err2 := w.lens(p.Camera.Lens)
	var at [3]sql.NullInt64
	if latitude, _ := positionColumns(p.GPS); latitude.Valid {
		for axis, v := range earthOf(*p.GPS) {
			at[axis] = sql.NullInt64{Int64: v, Valid: true}
		}
	}
	tagged, named := anyName(kindTag, p.Keywords), anyName(kindPerson, p.People)
	return []any{camera, lens, at[0], at[1], at[2], tagged, named}, errors.Join(err1, err2)
}

// camera is the row of a camera. Filters find the row by the name, or by the spelling of
// files, which older searches have.
func (w *resultWriter) camera(c library.Camera) (sql.NullInt64, error) {
	written, name := strings.Trim(c.Make+" "+c.Model, " "), c.Name()
	return w.device(device{"cameras", written}, "SELECT id FROM cameras WHERE written = ?",
		"INSERT INTO cameras (written, name, folded) VALUES (?, ?, ?) RETURNING id", name, fold(name)+"\x1f"+fold(written))
}

func (w *resultWriter) lens(name string) (sql.NullInt64, error) {
	return w.device(device{"lenses", name}, "SELECT id FROM lenses WHERE name = ?",
		"INSERT INTO lenses (name, folded) VALUES (?, ?) RETURNING id", fold(name))
}

// device is the row of a camera or a lens, NULL when the file names none. find and add take
// the file's spelling first, add takes more behind.
func (w *resultWriter) device(d device, find, add string, more ...any) (id sql.NullInt64, err error) {
	if d.written == "" {
		return id, nil
	}
	id.Valid = true
	var known bool
	if id.Int64, known = w.devices[d]; known {
		return id, nil
	}
	err = w.tx.QueryRowContext(w.ctx, find, d.written).Scan(&id.Int64)
	if errors.Is(err, sql.ErrNoRows) {
		err = w.tx.QueryRowContext(w.ctx, add, append([]any{d.written}, more...)...).Scan(&id.Int64)
	}
	w.devices[d] = id.Int64
	return id, err
}
