package recordvfs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Moment is a place in a record: everything before it has happened.
type Moment int

// Record is what SQLite did to the files below a folder. Its methods may be called from
// several goroutines.
type Record struct {
	dir string

	mu     sync.Mutex
	events []event
	paths  map[fileID]string
	now    map[string]fileID // the file that has a path
	err    error
}

// fileID tells files apart that had the same path one after the other. No two records
// have one in common.
type fileID int64

// unrecorded is a file that the record is not about.
const unrecorded fileID = 0

type action uint8

const (
	found     action = iota // a file that was there before, with its content
	created                 // an empty file
	wrote                   // data at an offset
	truncated               // to a length, the offset
	synced                  // what was done to the file before an earlier moment
	deleted                 // a file
	marked                  // nothing: tells moments apart
)

type event struct {
	action action
	file   fileID
	data   []byte
	offset int64
	before Moment // of a sync: from which on it covers nothing
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

// Syncs is how many syncs of files returned from one moment to another.
func (r *Record) Syncs(from, to Moment) int { return r.count(synced, from, to) }

// Writes is how many writes there were from one moment to another.
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

// Err says why the record is not whole, nil if it is.
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

// opened notes that a file was opened, which next becomes the number of if it has none.
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
