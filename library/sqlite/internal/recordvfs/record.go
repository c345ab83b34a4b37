package recordvfs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Moment is a place in a record: everything before the moment has happened.
type Moment int

// Record is what SQLite did to the files below a folder. The methods may be called from
// several goroutines.
type Record struct {
	dir string

	mu     sync.Mutex
	events []event
	paths  map[fileID]string
	now    map[string]fileID // the file that a path stands for
	err    error
}

// fileID tells files apart that had the same path at different times. No two records have an
// id in common.
type fileID int64

// unrecorded is a file that the record is not about.
const unrecorded fileID = 0

type action uint8

const (
	found     action = iota // a file that was there before the record, with its content
	created                 // an empty file was made
	wrote                   // data was written at offset
	truncated               // the file was cut to the length offset
	synced                  // the file's changes before an earlier moment are on the disk
	deleted                 // the file was removed
	marked                  // nothing happened: tells moments apart
)

type event struct {
	action action
	file   fileID
	data   []byte
	offset int64
	before Moment // of a sync: the first moment that the sync doesn't cover
	sure   bool   // of a removal: the folder was synced
}

func newRecord(dir string) *Record {
	return &Record{dir: dir, paths: make(map[fileID]string), now: make(map[string]fileID)}
}

// Mark is the present moment, later than all before.
func (r *Record) Mark() Moment {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, event{action: marked})
	return Moment(len(r.events))
}

// Syncs is how many syncs of files returned between two moments.
func (r *Record) Syncs(from, to Moment) int { return r.count(synced, from, to) }

// Writes is how many writes there were between two moments.
func (r *Record) Writes(from, to Moment) int { return r.count(wrote, from, to) }

func (r *Record) count(what action, from, to Moment) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events[from:to] {
		if e.action == what {
			n++
		}
	}
	return n
}

// Err says why the record is incomplete, nil if it is complete.
func (r *Record) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

func (r *Record) add(e event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// has reports that a file is one of the record's.
func (r *Record) has(id fileID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.paths[id]
	return ok
}

// moment is the number of events so far.
func (r *Record) moment() Moment {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Moment(len(r.events))
}

// relative is a path below the folder as the record names it.
func (r *Record) relative(path string) (rel string, ok bool) {
	rel, err := filepath.Rel(r.dir, path)
	return rel, err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// opened notes that a file was opened. A file without a number gets next.
func (r *Record) opened(path string, existed bool, next fileID) fileID {
	rel, ok := r.relative(path)
	if !ok {
		return unrecorded
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	id, known := r.now[rel]
	switch {
	case known && existed:
		return id
	case existed:
		data, err := os.ReadFile(path)
		if err != nil && r.err == nil {
			r.err = fmt.Errorf("read what was there before the record: %w", err)
		}
		r.events = append(r.events, event{action: found, file: next, data: data})
	default:
		if known && r.err == nil {
			r.err = fmt.Errorf("%s was removed by somebody else", rel)
		}
		r.events = append(r.events, event{action: created, file: next})
	}
	r.now[rel], r.paths[next] = next, rel
	return next
}

func (r *Record) removed(path string, sure bool) {
	rel, ok := r.relative(path)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if id, known := r.now[rel]; known {
		delete(r.now, rel)
		r.events = append(r.events, event{action: deleted, file: id, sure: sure})
	}
}
