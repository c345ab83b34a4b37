package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"descry/library"
	"descry/library/annotation"
)

// applyStep is how many changes one transaction makes.
const applyStep = 1000

// ApplyRecords writes the records that differ from the catalogue.
func (s *Store) ApplyRecords(ctx context.Context, records iter.Seq2[annotation.Record, error], o annotation.Options) (annotation.Difference, error) {
	const op = "take in what was said"
	if s.writer == nil {
		return annotation.Difference{}, wrap(op, library.ErrReadOnly)
	}
	var step []changedRecord
	write := func() error {
		if len(step) == 0 {
			return nil
		}
		defer func() { step = step[:0] }()
		return s.writeDurably(ctx, op, func(tx *sql.Tx) error { return s.applyRecords(ctx, tx, step) })
	}
	d, err := s.compare(ctx, records, o, func(changed changedRecord) error {
		if step = append(step, changed); len(step) < applyStep {
			return nil
		}
		began := time.Now()
		if err := write(); err != nil {
			return err
		}
		return wrap(op, giveWay(ctx, began))
	})
	if err == nil {
		err = write()
	}
	return d, err
}

// recordWriter writes changes in one transaction.
type recordWriter struct {
	s      *Store
	e      *editor
	photos map[string]library.PhotoID
}

// applyRecords makes changes in their order.
func (s *Store) applyRecords(ctx context.Context, tx *sql.Tx, changes []changedRecord) error {
	photos := make(map[string]library.PhotoID)
	for len(changes) > 0 {
		n := runOf(changes)
		a := &recordWriter{s: s, e: newEditor(ctx, tx), photos: photos}
		if err := a.apply(changes[:n]); err != nil {
			return err
		}
		changes = changes[n:]
	}
	return nil
}

// runOf is how many changes can be made in any order, except changes with the same identity:
// either all state something, or all take back. A tag is dropped with its last annotation, and
// may come back in another spelling.
func runOf(changes []changedRecord) int {
	for i := 1; i < len(changes); i++ {
		if (statementOf(changes[i-1].Record) == "") != (statementOf(changes[i].Record) == "") {
			return i
		}
	}
	return len(changes)
}

// apply makes changes kind by kind. Of several changes with the same identity the last counts.
func (a *recordWriter) apply(changes []changedRecord) error {
	edit, err := a.edit(changes)
	if err != nil {
		return err
	}
	for _, changed := range changes {
		if err := a.other(changed); err != nil {
			return &annotation.RecordError{Line: changed.Line, Kind: changed.Kind, Err: err}
		}
	}
	if err := a.answers(changes); err != nil {
		return err
	}
	return a.e.apply(edit)
}

// edit puts together the changes that an Edit can make.
func (a *recordWriter) edit(changes []changedRecord) (edit library.Edit, err error) {
	var spelled []library.Tag
	for _, changed := range changes {
		r := changed.Record
		if !r.Known() {
			continue
		}
		switch r.Kind {
		case annotation.Tag, annotation.Person:
			one := library.TagEdit{Tag: recordTag(r), Label: sayOf(r.Value)}
			if one.Photo, err = a.photo(changed); err == nil {
				err = a.ensure(one.Tag, one.Label != library.Unlabelled)
			}
			edit.Tags = append(edit.Tags, one)
		case annotation.Caption:
			one := library.CaptionEdit{Text: r.Text}
			one.Photo, err = a.photo(changed)
			edit.Captions = append(edit.Captions, one)
		case annotation.Named:
			one := library.NamedEdit{Tag: recordTag(r)}
			if r.Value == annotation.Yes {
				one.Noun = &r.Noun
				err = a.ensure(one.Tag, true)
			}
			edit.Named = append(edit.Named, one)
		case annotation.Rejected:
			err = a.ensure(recordTag(r), r.Value == annotation.Yes)
		case annotation.Spelling:
			spelled = append(spelled, recordTag(r))
		}
		if err != nil {
			return edit, &annotation.RecordError{Line: r.Line, Kind: r.Kind, Err: err}
		}
	}
	for _, t := range spelled {
		_, known, err := a.e.find(t)
		if err := ignoreNoName(err); err != nil {
			return edit, err
		}
		if known {
			edit.Spelled = append(edit.Spelled, library.SpellEdit{Tag: t})
		}
	}
	return edit, nil
}

func sayOf(word string) library.Label {
	return map[string]library.Label{annotation.Yes: library.Yes, annotation.No: library.No}[word]
}

// ensure adds a tag that has an annotation. A tag that came from a file may have a name that
// the user could not give.
func (a *recordWriter) ensure(t library.Tag, labelled bool) error {
	_, known, err := a.e.find(t)
	if known || !labelled {
		return ignoreNoName(err)
	}
	if err = ignoreNoName(err); err != nil {
		return err
	}
	if t, err = asAbove(a.e.ctx, a.e.tx, t); err != nil {
		return err
	}
	_, err = insertTag(a.e.ctx, a.e.tx, t)
	return err
}

func ignoreNoName(err error) error {
	if errors.Is(err, library.ErrNoName) {
		return nil
	}
	return err
}

// answers writes the judged answers, description by description.
func (a *recordWriter) answers(changes []changedRecord) error {
	byDescription := make(map[string][]library.FeedbackEdit)
	var descriptions []string
	for _, changed := range changes {
		if changed.Kind != annotation.Answer || !changed.Known() {
			continue
		}
		photo, err := a.photo(changed)
		if err != nil {
			return &annotation.RecordError{Line: changed.Line, Kind: changed.Kind, Err: err}
		}
		if _, ok := byDescription[changed.Description]; !ok {
			descriptions = append(descriptions, changed.Description)
		}
		byDescription[changed.Description] = append(byDescription[changed.Description], library.FeedbackEdit{Photo: photo, Label: sayOf(changed.Value)})
	}
	for _, description := range descriptions {
		if _, err := editFeedback(a.e.ctx, a.e.tx, description, byDescription[description]); err != nil {
			return err
		}
	}
	return nil
}

// other makes the part of a change that no Edit can make.
func (a *recordWriter) other(changed changedRecord) error {
	r := changed.Record
	if changed.forget {
		if err := a.drop(r); err != nil {
			return err
		}
	}
	switch {
	case r.Kind == annotation.Withdrawn:
		was, err := withdrawn(r)
		if err == nil {
			err = a.drop(was)
		}
		return err
	case !r.Known(), r.More != "":
		var photo *library.PhotoID
		if r.Photo != "" {
			id, err := a.photo(changed)
			if err != nil {
				return err
			}
			photo = &id
		}
		if err := a.keep(r, photo); err != nil || !r.Known() {
			return err
		}
	}
	switch r.Kind {
	case annotation.Rejected:
		return a.rejected(changed)
	case annotation.Search:
		return a.search(r)
	case annotation.Folder:
		return a.folder(r)
	}
	return nil
}

func (a *recordWriter) rejected(changed changedRecord) error {
	photo, err := a.photo(changed)
	if err != nil {
		return err
	}
	row, there, err := a.e.find(recordTag(changed.Record))
	if err := ignoreNoName(err); err != nil || !there {
		return err // a tag that isn't there has no suggestions
	}
	if changed.Value == annotation.Yes {
		return rejectSuggestions(a.e.ctx, a.e.tx, row, []library.PhotoID{photo})
	}
	return withdrawRejections(a.e.ctx, a.e.tx, row, []library.PhotoID{photo})
}

func (a *recordWriter) search(r annotation.Record) error {
	if r.Value == annotation.TakenBack {
		return a.e.exec("DELETE FROM saved_searches WHERE caseless = ?", caseless(r.Name))
	}
	if r.Added == 0 {
		r.Added = a.s.now().UnixNano()
	}
	return a.e.exec(`INSERT INTO saved_searches (name, caseless, query, strictness, added) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (caseless) DO UPDATE SET name = excluded.name, query = excluded.query, strictness = excluded.strictness`,
		r.Name, caseless(r.Name), r.Query, r.Strictness, r.Added)
}

func (a *recordWriter) folder(r annotation.Record) error {
	ctx, tx := a.e.ctx, a.e.tx
	var id library.FolderID
	err := tx.QueryRowContext(ctx, "SELECT id FROM folders WHERE path = ?", r.Path).Scan(&id)
	there := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	switch {
	case r.Value == annotation.TakenBack && there:
		return removeFolder(ctx, tx, id)
	case r.Value == annotation.TakenBack:
		return nil
	case !there:
		var added library.Folder
		added, err = addFolder(ctx, tx, r.Path, a.s.now())
		var nested *library.NestedError
		if errors.As(err, &nested) {
			return nil // a folder around this one was added meanwhile
		}
		if err != nil {
			return err
		}
		id = added.ID
	}
	return a.e.exec("UPDATE folders SET paused = ? WHERE id = ? AND paused <> ?", r.Paused, id, r.Paused)
}

// photo is the photo that a change is about. An unknown photo is added by waitFor.
func (a *recordWriter) photo(changed changedRecord) (library.PhotoID, error) {
	id, ok := a.photos[changed.Photo]
	if ok {
		return id, nil
	}
	hash, err := hashBytes(library.Hash(changed.Photo))
	if err != nil {
		return 0, err
	}
	err = a.e.tx.QueryRowContext(a.e.ctx, "SELECT id FROM photos WHERE hash = ?", hash).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = a.waitFor(hash, changed.photo)
	}
	a.photos[changed.Photo] = id
	return id, err
}

// waitFor adds a photo of which nothing is known but its annotations, so that the photo has
// them when its file is found. The photo counts as purged, so that the indexer reads all of
// the file.
func (a *recordWriter) waitFor(hash []byte, about annotation.Record) (id library.PhotoID, err error) {
	const query = `INSERT INTO photos (hash, format, bytes, width, height, colour, added, file_time, captured_local, captured_offset,
  last_path, orphaned_since, purged) VALUES (?, '', ?, 0, 0, 0, ?, ?, ?, ?, ?, ?, 1) RETURNING id`
	now := a.s.now().UnixNano()
	local, offset := takenColumns(about.Taken)
	path := ""
	if len(about.Paths) > 0 {
		path = about.Paths[0]
	}
	err = a.e.tx.QueryRowContext(a.e.ctx, query, hash, max(about.Bytes, 0), now, local.Int64, local, offset, path, now).Scan(&id)
	return id, err
}
