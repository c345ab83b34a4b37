package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"hash/maphash"
	"iter"
	"slices"

	"descry/library"
	"descry/library/annotation"
)

// orderOfKinds is the order of kinds in a file of annotations.
var orderOfKinds = []string{annotation.Folder, annotation.Search, annotation.Named, annotation.Photo, annotation.Tag, annotation.Person, annotation.Caption, annotation.Answer, annotation.Rejected, annotation.Spelling}

const (
	mostExamples = 3
	// progressEvery is how many records lie between two calls of annotation.Options.Progress.
	progressEvery = 1000
)

// comparison compares records with the annotations of the catalogue. The maps have hashes of
// texts, which are equal for two different texts in a million million catalogues at the most.
type comparison struct {
	s       *Store
	ctx     context.Context
	o       annotation.Options
	seed    maphash.Seed
	current map[uint64]uint64   // hash of the statement, by hash of its identity
	more    map[uint64]uint64   // hash of the fields kept with a record, by hash of its identity
	met     map[uint64]struct{} // identities of the records; nil unless annotations that no record is about are taken back
	folders []string
	change  func(changedRecord) error // makes a change

	photo  annotation.Record // the last photo that was met
	target string            // hash of the photo that stands for photo
	done   int
	kinds  map[string]*annotation.KindDifference
	photos map[uint64]struct{}
	diff   annotation.Difference
}

// changedRecord is a record that changes an annotation, or may.
type changedRecord struct {
	annotation.Record                   // normal
	photo             annotation.Record // the record of the photo's paths; without a kind where they aren't known
	forget            bool              // the fields kept with the record go
}

// compare calls change for every record that changes an annotation.
func (s *Store) compare(ctx context.Context, records iter.Seq2[annotation.Record, error], o annotation.Options,
	change func(changedRecord) error) (annotation.Difference, error) {
	c := &comparison{s: s, ctx: ctx, o: o, seed: maphash.MakeSeed(), current: make(map[uint64]uint64), more: make(map[uint64]uint64),
		change: change, kinds: make(map[string]*annotation.KindDifference), photos: make(map[uint64]struct{})}
	if o.Mode == annotation.Replace {
		c.met = make(map[uint64]struct{})
	}
	err := c.load()
	if err == nil {
		err = c.follow(records)
	}
	if err == nil && c.met != nil {
		err = c.takeBack()
	}
	return c.difference(), err
}

func (c *comparison) hash(s string) uint64 { return maphash.String(c.seed, s) }

// load reads the annotations.
func (c *comparison) load() error {
	return c.s.Records(c.ctx, func(r annotation.Record) error {
		r, err := normalRecord(r)
		if err != nil {
			return nil // no record can be about the annotation
		}
		id := c.hash(identity(r))
		if labelled := statementOf(r); labelled != "" {
			c.current[id] = c.hash(labelled)
		}
		if r.More != "" {
			c.more[id] = c.hash(r.More)
		}
		if r.Kind == annotation.Folder {
			c.folders = append(c.folders, r.Path)
		}
		return nil
	})
}

// follow looks at each record.
func (c *comparison) follow(records iter.Seq2[annotation.Record, error]) error {
	for r, err := range records {
		if err == nil {
			err = c.ctx.Err()
		}
		if err != nil {
			return err
		}
		normal, err := normalRecord(r)
		if err == nil && r.Kind == annotation.Withdrawn {
			normal, err = withdrawn(r)
		}
		if err != nil {
			return &annotation.RecordError{Line: r.Line, Kind: r.Kind, Err: err}
		}
		if err := c.one(normal, r.Kind == annotation.Withdrawn); err != nil {
			return err
		}
		if c.done++; c.o.Progress != nil && c.done%progressEvery == 0 {
			c.o.Progress(c.done)
		}
	}
	return nil
}

// one compares a record, or a record that is withdrawn.
func (c *comparison) one(r annotation.Record, withdrawn bool) error {
	if r.Kind == annotation.Photo && r.Known() && !withdrawn {
		if err := c.meet(r); err != nil {
			return err
		}
	}
	about := annotation.Record{}
	if r.Photo != "" && r.Photo == c.photo.Photo {
		if about = c.photo; r.Known() {
			r.Photo = c.target
		}
	}
	if r.Kind == annotation.Folder && r.Known() && r.Value == annotation.Yes && !c.fits(r.Path) {
		return nil
	}
	id := c.hash(identity(r))
	if c.met != nil && !withdrawn {
		c.met[id] = struct{}{}
	}
	if withdrawn {
		if r.Known() { // the fields kept with the record, not the statement
			return c.moreTakenBack(r, about, id)
		}
		return c.takenBack(withdrawal(r), about, id)
	}
	return c.compare(r, about, id)
}

// compare compares a record with its annotation.
func (c *comparison) compare(r, about annotation.Record, id uint64) error {
	now := statementOf(r)
	before, wasThere := c.current[id]
	kept, hasKept := c.more[id]
	otherMore := r.More != "" && (!hasKept || kept != c.hash(r.More))
	forget := hasKept && r.More == "" && c.o.Mode == annotation.Replace
	changed := changedRecord{Record: r, photo: about}
	if r.Kind == annotation.Spelling && (!wasThere || before == c.hash(now)) {
		// The tag and its spelling are known only after all other changes.
		return c.change(changed)
	}
	switch {
	case now == "" && wasThere:
		return c.takenBack(r, about, id)
	case now == "" && r.Kind != annotation.Photo, now == "" && !otherMore && !forget:
		return nil
	case now != "" && wasThere && before == c.hash(now) && !otherMore && !forget:
		return nil
	}
	count := &c.kind(r).Changed
	if !wasThere && !hasKept {
		count = &c.kind(r).Added
	}
	if now != "" {
		c.current[id] = c.hash(now)
	}
	if r.Kind == annotation.Folder && !wasThere {
		c.folders = append(c.folders, r.Path)
	}
	switch {
	case r.More != "":
		c.more[id] = c.hash(r.More)
	case hasKept && (forget || wasThere && before != c.hash(now)):
		changed.forget = true
		delete(c.more, id)
	}
	return c.count(changed, count)
}

// moreTakenBack notes that the fields kept with a record go, and that its statement stays.
func (c *comparison) moreTakenBack(r, about annotation.Record, id uint64) error {
	if _, ok := c.more[id]; !ok {
		return nil
	}
	delete(c.more, id)
	r.More = ""
	return c.count(changedRecord{Record: r, photo: about, forget: true}, &c.kind(r).TakenBack)
}

// takenBack notes that an annotation is taken back.
func (c *comparison) takenBack(r, about annotation.Record, id uint64) error {
	if _, ok := c.current[id]; !ok {
		return nil
	}
	if r.Kind == annotation.Folder {
		c.folders = slices.DeleteFunc(c.folders, func(path string) bool { return path == r.Path })
	}
	_, hasKept := c.more[id]
	delete(c.current, id)
	delete(c.more, id)
	r.More = ""
	return c.count(changedRecord{Record: r, photo: about, forget: hasKept}, &c.kind(r).TakenBack)
}

// kind is the difference of a record's kind.
func (c *comparison) kind(r annotation.Record) *annotation.KindDifference {
	name := r.Kind
	if r.Kind == annotation.Withdrawn {
		if was, err := annotation.Parse([]byte(r.Raw)); err == nil {
			name = was.Kind
		}
	}
	if c.kinds[name] == nil {
		c.kinds[name] = &annotation.KindDifference{Kind: name}
	}
	return c.kinds[name]
}

// count counts a change and has it made.
func (c *comparison) count(changed changedRecord, count *int) error {
	*count++
	d := c.kind(changed.Record)
	if len(d.Examples) < mostExamples {
		path := ""
		if len(changed.photo.Paths) > 0 {
			path = changed.photo.Paths[0]
		}
		d.Examples = append(d.Examples, annotation.Example{Record: changed.Record, Path: path})
	}
	if err := c.countPhoto(changed.Photo); err != nil {
		return err
	}
	return c.change(changed)
}

// countPhoto counts a photo with a changed annotation.
func (c *comparison) countPhoto(photo string) error {
	id := c.hash(photo)
	if _, ok := c.photos[id]; ok || photo == "" {
		return nil
	}
	c.photos[id] = struct{}{}
	there, err := c.hasFile(photo)
	if err == nil && !there {
		c.diff.Waiting++
	}
	return err
}

func (c *comparison) hasFile(photo string) (there bool, err error) {
	hash, err := hashBytes(library.Hash(photo))
	if err != nil {
		return false, err
	}
	const query = "SELECT EXISTS (SELECT 1 FROM photos WHERE hash = ? AND orphaned_since IS NULL)"
	err = c.s.reader.QueryRowContext(c.ctx, query, hash).Scan(&there)
	return there, wrap("look for a photo", err)
}

// meet notes the paths of the photo of the records that follow, and which photo of the
// catalogue stands for that photo.
func (c *comparison) meet(r annotation.Record) error {
	c.photo, c.target = r, r.Photo
	if !c.o.ByPath {
		return nil
	}
	if there, err := c.hasFile(r.Photo); there || err != nil {
		return err
	}
	for _, path := range r.Paths {
		id, err := c.s.PhotoByPath(c.ctx, path)
		if errors.Is(err, library.ErrNotFound) {
			continue
		}
		var hash []byte
		if err == nil {
			err = c.s.reader.QueryRowContext(c.ctx, "SELECT hash FROM photos WHERE id = ?", id).Scan(&hash)
		}
		if errors.Is(err, sql.ErrNoRows) {
			continue // purged meanwhile
		}
		if err != nil {
			return err
		}
		c.target = hex.EncodeToString(hash)
		c.diff.ByPath++
		return nil
	}
	return nil
}

// fits reports that a folder can be added, or is there: no folder lies in another.
func (c *comparison) fits(path string) bool {
	return isPathHere(path) && !slices.ContainsFunc(c.folders, func(known string) bool {
		_, inside := below(path, known)
		return inside
	})
}

// takeBack takes back the annotations that no record is about.
func (c *comparison) takeBack() error {
	about := annotation.Record{}
	return c.s.Records(c.ctx, func(r annotation.Record) error {
		if r.Kind == annotation.Photo && r.Known() {
			about = r
		}
		normal, err := normalRecord(r)
		if err != nil || r.Kind == annotation.Folder || r.Kind == annotation.Spelling {
			return nil
		}
		id := c.hash(identity(normal))
		if _, ok := c.met[id]; ok {
			return nil
		}
		of := annotation.Record{}
		if r.Photo == about.Photo {
			of = about
		}
		if r.Kind == annotation.Photo && r.Known() {
			return c.moreTakenBack(normal, of, id)
		}
		return c.takenBack(withdrawal(normal), of, id)
	})
}

// difference sums up what was found.
func (c *comparison) difference() annotation.Difference {
	d := c.diff
	d.Photos = len(c.photos)
	for _, kind := range orderOfKinds {
		if k := c.kinds[kind]; k != nil && k.Added+k.Changed+k.TakenBack > 0 {
			d.Kinds = append(d.Kinds, *k)
		}
		delete(c.kinds, kind)
	}
	var others []string
	for kind := range c.kinds {
		others = append(others, kind)
	}
	slices.Sort(others)
	for _, kind := range others {
		d.Kinds = append(d.Kinds, *c.kinds[kind])
	}
	return d
}

// CompareRecords tells what ApplyRecords would change.
func (s *Store) CompareRecords(ctx context.Context, records iter.Seq2[annotation.Record, error], o annotation.Options) (annotation.Difference, error) {
	return s.compare(ctx, records, o, func(changedRecord) error { return nil })
}
