package sqlite

import (
	"database/sql"
	"errors"
	"strings"

	"descry/library"
)

// device is a camera or a lens in its table.
type device struct{ table, name string }

// facts are the columns of a photo that filters ask for and that follow from the
// others: camera, lens, place on the globe, whether it has tags and people.
func (w *resultWriter) facts(p *library.Photo) ([]any, error) {
	camera, err1 := w.device("cameras", strings.Trim(p.Camera.Make+" "+p.Camera.Model, " "))
	lens, err2 := w.device("lenses", p.Camera.Lens)
	var at [3]sql.NullInt64
	if latitude, _ := positionColumns(p.GPS); latitude.Valid {
		for axis, v := range earthOf(*p.GPS) {
			at[axis] = sql.NullInt64{Int64: v, Valid: true}
		}
	}
	tagged, named := anyName(kindTag, p.Keywords), anyName(kindPerson, p.People)
	return []any{camera, lens, at[0], at[1], at[2], tagged, named}, errors.Join(err1, err2)
}

// device is the row of a camera or a lens, NULL without a name.
func (w *resultWriter) device(table, name string) (id sql.NullInt64, err error) {
	if name == "" {
		return id, nil
	}
	id.Valid = true
	d := device{table, name}
	var known bool
	if id.Int64, known = w.devices[d]; known {
		return id, nil
	}
	find := "SELECT id FROM " + table + " WHERE name = ?"
	err = w.tx.QueryRowContext(w.ctx, find, name).Scan(&id.Int64)
	if errors.Is(err, sql.ErrNoRows) {
		add := "INSERT INTO " + table + " (name, folded) VALUES (?, ?) RETURNING id"
		err = w.tx.QueryRowContext(w.ctx, add, name, fold(name)).Scan(&id.Int64)
	}
	w.devices[d] = id.Int64
	return id, err
}
