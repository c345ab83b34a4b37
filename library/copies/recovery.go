package copies

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"iter"
	"strings"

	"descry/library"
	"descry/library/annotation"
	"descry/library/journal"
	"descry/library/spelling"
)

// Recovery is what copies and journal give back together: the newest whole copy, and the
// changes since.
type Recovery struct {
	Copy    Copy               // without a path where there is none
	Summary annotation.Summary // of the copy
	Bad     []error            // newer copies that can't be read
	Changes int                // of the journal after the copy
	Last    int64              // number of the journal's last change
	Damaged []journal.Damage   // lines of the journal after the copy, left out

	journal string
	waiting []library.UserChange
}

// ErrNothing says that there is neither a copy nor a change in the journal.
var ErrNothing = errors.New("there is no copy of what was said, and no journal")

// Recover looks for the newest whole copy in a folder and reads the journal in another from
// there on. waiting are changes that may not be in the journal yet. Changes that are in the
// journal don't count twice. Errors are ErrNothing among others.
func Recover(dir, journalDir string, waiting []library.UserChange) (*Recovery, error) {
	r := &Recovery{journal: journalDir}
	list, err := List(dir)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		summary, err := Verify(c.Path)
		if err == nil {
			r.Copy, r.Summary = c, summary
			break
		}
		if !errors.Is(err, fs.ErrNotExist) {
			r.Bad = append(r.Bad, err)
		}
	}
	r.Damaged, err = journal.Read(journalDir, r.Summary.Header.Change, func(c library.UserChange) error {
		r.Changes++
		r.Last = c.N
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.Last = max(r.Last, r.Summary.Header.Change)
	for _, c := range waiting {
		if c.N > r.Last {
			r.waiting = append(r.waiting, c)
		}
	}
	if r.Copy.Path == "" && r.Changes == 0 && len(r.waiting) == 0 {
		return nil, errors.Join(append(r.Bad, ErrNothing)...)
	}
	return r, nil
}

// Records are the records of the copy and then of the journal, in order. Of several records
// about the same subject only the last is included. A change that is no record is left out.
func (r *Recovery) Records() iter.Seq2[annotation.Record, error] {
	return func(yield func(annotation.Record, error) bool) {
		seed := maphash.MakeSeed()
		last := make(map[uint64]int) // by what records are about, where the last stands
		n := 0
		for one, err := range r.all() {
			if err != nil {
				yield(one, err)
				return
			}
			if about, ok := subject(one); ok {
				last[maphash.String(seed, about)] = n
			}
			n++
		}
		n = 0
		for one, err := range r.all() {
			about, ok := subject(one)
			if err == nil && ok && last[maphash.String(seed, about)] != n {
				n++
				continue
			}
			n++
			if !yield(one, err) || err != nil {
				return
			}
		}
	}
}

// subject is what a record is about. ok is false for a record that stands for itself.
func subject(r annotation.Record) (about string, ok bool) {
	if !r.Known() {
		return "", false
	}
	switch r.Kind {
	case annotation.Tag, annotation.Person, annotation.Rejected, annotation.Named:
		return fmt.Sprintf("%s %s %t %s", r.Kind, r.Photo, r.Person, spelling.Fold(r.Name)), true
	case annotation.Caption:
		return r.Kind + r.Photo, true
	case annotation.Answer:
		return r.Kind + r.Photo + strings.Join(strings.Fields(spelling.Fold(r.Description)), " "), true
	case annotation.Folder:
		return r.Kind + r.Path, true
	}
	return "", false
}

// all are all records of the copy and the journal.
func (r *Recovery) all() iter.Seq2[annotation.Record, error] {
	return func(yield func(annotation.Record, error) bool) {
		if r.Copy.Path != "" {
			f, err := annotation.Open(r.Copy.Path)
			if err != nil {
				yield(annotation.Record{}, err)
				return
			}
			defer f.Close()
			for one, err := range f.Records() {
				if !yield(one, err) || err != nil {
					return
				}
			}
		}
		enough := errors.New("enough")
		one := func(c library.UserChange) error {
			record, err := annotation.Parse(c.Record)
			if err != nil {
				return nil // the change can't be read
			}
			if !yield(record, nil) {
				return enough
			}
			return nil
		}
		_, err := journal.Read(r.journal, r.Summary.Header.Change, one)
		for _, c := range r.waiting {
			if err == nil {
				err = one(c)
			}
		}
		if err != nil && !errors.Is(err, enough) {
			yield(annotation.Record{}, fmt.Errorf("bring back what was said: %w", err))
		}
	}
}
