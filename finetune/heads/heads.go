// Package heads keeps the versions of a trained head as files in one folder. Each file is
// whole or not there, whatever happens while it is written.
package heads

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"descry/finetune"
	"descry/internal/atomicfile"
)

// Extension is what names of head files end in.
const Extension = ".head"

var (
	// ErrNotFound reports an id that no head in the folder has.
	ErrNotFound = errors.New("there is no such version of what was learned")
	// errForeign is the problem of a file that Save and Import have not written.
	errForeign = errors.New("its name has signs that names of heads don't have: import it from elsewhere")
	// ErrExists reports a file that would have been overwritten.
	ErrExists = errors.New("a file of this name exists already")
)

// Info describes one head file.
type Info struct {
	ID    string
	Path  string
	Bytes int64
	// Created is when the head was trained. For a file with a problem, Created is when the
	// file was last written.
	Created time.Time
	Pack    string
	Note    string
	Report  *finetune.Report // nil if the file has none
	Problem error            // why the head can't be used, or nil
}

// Store is a folder of head files. A Store may be used from several goroutines and by several
// processes at once.
type Store struct{ dir string }

// Open removes what an earlier process that was killed left half written in the folder. A
// folder that is missing has no heads, and is made with the first one.
func Open(dir string) *Store {
	atomicfile.RemoveAbandoned(dir)
	return &Store{dir}
}

// List describes all heads, newest first. A file that can't be used is listed with
// its problem.
func (s *Store) List() ([]Info, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list heads: %w", err)
	}
	var out []Info
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), Extension)
		if !ok || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := s.describe(id)
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted since
		}
		info.Problem = err
		out = append(out, info)
	}
	slices.SortStableFunc(out, func(a, b Info) int {
		if c := b.Created.Compare(a.Created); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return out, nil
}

// describe returns what is known of a head even with an error.
func (s *Store) describe(id string) (Info, error) {
	info := Info{ID: id, Path: s.path(id)}
	file, err := os.Stat(info.Path)
	if err != nil {
		return info, err
	}
	info.Bytes, info.Created = file.Size(), file.ModTime()
	if checkID(id) != nil {
		return info, errForeign
	}
	h, err := read(info.Path)
	if err != nil {
		return info, err
	}
	info.Created, info.Pack, info.Note, info.Report = h.Created, h.Pack, h.Note, h.Report
	return info, nil
}

// Load reads a head.
func (s *Store) Load(id string) (*finetune.Head, error) {
	h, err := s.load(id)
	if err != nil {
		return nil, fmt.Errorf("load head %s: %w", id, err)
	}
	return h, nil
}

func (s *Store) load(id string) (*finetune.Head, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	h, err := read(s.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	return h, err
}

// State tells versions of a file apart without reading the file. The zero State is the state
// of no file.
type State struct {
	Bytes    int64
	Modified int64 // nanoseconds
}

// State is what the file of a head is like now.
func (s *Store) State(id string) State {
	if checkID(id) != nil {
		return State{}
	}
	info, err := os.Stat(s.path(id))
	if err != nil {
		return State{}
	}
	return State{info.Size(), info.ModTime().UnixNano()}
}

// Delete removes a head, also a damaged one.
func (s *Store) Delete(id string) error {
	err := checkID(id)
	if err == nil {
		err = os.Remove(s.path(id))
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("delete head %s: %w", id, atomicfile.Explain(err))
	}
	atomicfile.SyncFolder(s.dir)
	return nil
}

func (s *Store) path(id string) string { return filepath.Join(s.dir, id+Extension) }

// read reads a head file, and first checks that the path is a file: a pipe would never end.
func read(path string) (*finetune.Head, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: it is a folder or a device", finetune.ErrHeadFile)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return finetune.Decode(f)
}
