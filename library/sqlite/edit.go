package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"descry/library"
)

// editor writes an edit in one transaction and notes the edit that takes it back.
type editor struct {
	lister
	tags  map[library.Tag]tagRow // met so far
	there photoSet               // the photos of the edit that are there
	left  map[int64]tagRow       // tags that lost an annotation
	undo  library.Edit
}

func newEditor(ctx context.Context, tx *sql.Tx) *editor {
	return &editor{lister: lister{ctx, tx}, tags: make(map[library.Tag]tagRow), left: make(map[int64]tagRow)}
}

// edit runs fn, which makes an edit from what the transaction finds, and writes the edit in
// the same transaction.
func (s *Store) edit(ctx context.Context, op string, fn func(e *editor) (library.Edit, error)) (library.Edit, error) {
	var undo library.Edit
	err := s.writeDurably(ctx, op, func(tx *sql.Tx) error {
		e := newEditor(ctx, tx)
		what, err := fn(e)
		if err == nil {
			err = e.apply(what)
		}
		undo = e.undo
		return err
	})
	if err != nil {
		return library.Edit{}, err
	}
	return undo, nil
}

// apply writes an edit. The parts of the undo are in reverse order, so that the first state
// comes out of several edits of one tag or photo.
func (e *editor) apply(edit library.Edit) error {
	if err := e.findPhotos(edit); err != nil {
		return err
	}
	for _, step := range []func(library.Edit) error{e.writeTags, e.writeCaptions, e.writeNamed, e.writeSpelled} {
		if err := step(edit); err != nil {
			return err
		}
	}
	slices.Reverse(e.undo.Captions)
	slices.Reverse(e.undo.Named)
	slices.Reverse(e.undo.Spelled)
	return e.forget()
}

// findPhotos fills in which photos of the edit are there.
func (e *editor) findPhotos(edit library.Edit) error {
	requested := make([]library.PhotoID, 0, len(edit.Tags)+len(edit.Captions))
	for _, t := range edit.Tags {
		requested = append(requested, t.Photo)
	}
	for _, c := range edit.Captions {
		requested = append(requested, c.Photo)
	}
	slices.Sort(requested)
	const query = "SELECT group_concat(p.id) FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value"
	there, err := e.union(union{sqlf(query, idList(slices.Compact(requested)))})
	e.there = there
	return err
}

// find is findTag with a memory. ok is false when the tag isn't there.
func (e *editor) find(t library.Tag) (row tagRow, ok bool, err error) {
	return e.look(t, findTag)
}

// add is addTag with a memory.
func (e *editor) add(t library.Tag) (tagRow, error) {
	row, _, err := e.look(t, addTag)
	return row, err
}

func (e *editor) look(t library.Tag, how func(context.Context, *sql.Tx, library.Tag) (tagRow, error)) (row tagRow, ok bool, err error) {
	if row, ok := e.tags[t]; ok {
		return row, true, nil
	}
	row, err = how(e.ctx, e.tx, ownTag(t))
	if errors.Is(err, sql.ErrNoRows) {
		return row, false, nil
	}
	if err == nil {
		e.tags[t] = row
	}
	return row, err == nil, err
}

// forget drops the tags without an annotation, tags below others first. The undo remembers
// their spelling: when the tags come back, the tags above may have another spelling.
func (e *editor) forget() error {
	rows := make([]tagRow, 0, len(e.left))
	for _, row := range e.left {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b tagRow) int { return strings.Compare(fold(b.tag.Name), fold(a.tag.Name)) })
	for _, row := range rows {
		gone, err := forgetTag(e.ctx, e.tx, row)
		if err != nil {
			return err
		}
		for _, t := range gone {
			e.undo.Spelled = append(e.undo.Spelled, library.SpellEdit{Tag: t})
		}
	}
	return nil
}

func (e *editor) exec(query string, args ...any) error {
	_, err := e.tx.ExecContext(e.ctx, query, args...)
	return err
}
