package service

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"descry/app/config"
	"descry/app/service/problem"
	"descry/assets"
	"descry/internal/atomicfile"
	"descry/internal/nofollow"
	"descry/ml"
)

// shelf is where the model packs lie: the built-in one in the program, the others
// in folders named by their ids.
type shelf struct {
	dir     string
	BuiltIn *ml.Pack
}

// shelved is one pack of the shelf, or the reason why its folder holds none.
type shelved struct {
	id      string
	path    string // "" for the built-in one
	pack    *ml.Pack
	problem error
}

func openShelf(dir string) (*shelf, error) {
	p, err := ml.OpenPack(assets.StarterPack())
	if err != nil {
		return nil, err
	}
	return &shelf{dir: dir, BuiltIn: p}, nil
}

// list reads the folder anew: the built-in pack first, the others by id.
func (s *shelf) list() ([]shelved, error) {
	packs := []shelved{{id: s.BuiltIn.ID, pack: s.BuiltIn}}
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list models: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue // a pack in the making
		}
		if info, err := os.Stat(filepath.Join(s.dir, e.Name())); err == nil && info.IsDir() {
			packs = append(packs, s.read(e.Name()))
		}
	}
	return packs, nil
}

func (s *shelf) pathOf(id string) string { return filepath.Join(s.dir, id) }

func (s *shelf) read(id string) shelved {
	r := shelved{id: id, path: s.pathOf(id)}
	r.pack, r.problem = ml.OpenPackDir(r.path)
	if r.problem == nil && r.pack.ID != id {
		r.problem = fmt.Errorf("the folder is named %s and holds the model %s; rename it to that", id, r.pack.ID)
		r.pack = nil
	}
	return r
}

// nameOf is the name of an installed pack, or its id.
func (s *shelf) nameOf(id string) string {
	if id != s.present(id) {
		return "the built-in model of before"
	}
	if p, err := s.open(id); err == nil && id != "" {
		return p.Name
	}
	return id
}

// errNoModel says that no pack has an id.
var errNoModel = errors.New("no such model is installed (descry model list shows them)")

// open finds a pack by its id; "" is the built-in one.
func (s *shelf) open(id string) (*ml.Pack, error) {
	if id == "" || id == s.BuiltIn.ID {
		return s.BuiltIn, nil
	}
	if id != config.FileName(id) {
		return nil, fmt.Errorf("%.80q: %w", id, errNoModel)
	}
	r := s.read(id)
	if errors.Is(r.problem, fs.ErrNotExist) {
		return nil, fmt.Errorf("%.80q: %w", id, errNoModel)
	}
	if r.problem != nil {
		return nil, fmt.Errorf("the model %s can't be used: %w", id, r.problem)
	}
	return r.pack, nil
}

// Find is open for what a person types: an id, a name, or a part of an id that no
// other has.
func (s *shelf) Find(word string) (*ml.Pack, error) {
	packs, err := s.list()
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(packs, func(p shelved) bool { return p.id == word }) {
		return s.open(word)
	}
	packs = slices.DeleteFunc(packs, func(p shelved) bool {
		return !strings.Contains(p.id, word) && (p.pack == nil || !strings.EqualFold(p.pack.Name, word))
	})
	switch {
	case len(packs) == 0 || word == "":
		return nil, &problem.UsageError{Err: fmt.Errorf("%.80q: %w", word, errNoModel)}
	case len(packs) > 1:
		return nil, &problem.UsageError{Err: fmt.Errorf("%.80q stands in the ids of %d models, %s and %s among them", word, len(packs), packs[0].id, packs[1].id)}
	}
	return s.open(packs[0].id)
}

// remove deletes a pack's files. The folder loses its name first, so that a kill in
// between leaves no half of a pack.
func (s *shelf) remove(id string) error {
	if id == s.BuiltIn.ID || id != config.FileName(id) || strings.HasPrefix(id, ".") {
		return errors.New("the built-in model is a part of the program and can't be deleted")
	}
	from, gone := s.pathOf(id), filepath.Join(s.dir, "."+id+"-deleted")
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("delete model: %w", err)
	}
	if err := atomicfile.Rename(from, gone); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%.80q: %w", id, errNoModel)
		}
		return fmt.Errorf("delete model: %w", err)
	}
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("delete model: %w", err)
	}
	return nil
}

// errShelfBusy says that another import writes to the shelf.
var errShelfBusy = errors.New("another model is being imported now; try again when that is done")

// workshop takes the shelf for an import and clears what a killed one left. The
// caller releases it.
func (s *shelf) workshop() (release func() error, err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, fmt.Errorf("the models' folder %s can't be created; check permissions and free space: %w", s.dir, err)
	}
	lock := nofollow.Lock(filepath.Join(s.dir, ".lock"))
	free, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the models' folder: %w", err)
	}
	if !free {
		return nil, errShelfBusy
	}
	entries, err := os.ReadDir(s.dir)
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), ".") {
			err = errors.Join(err, os.RemoveAll(filepath.Join(s.dir, e.Name())))
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("clear the models' folder: %w", err), lock.Unlock())
	}
	return lock.Unlock, nil
}

// present is the pack that an id stands for: the built-in one for those that were
// built in before, unless the owner has installed such a pack.
func (s *shelf) present(id string) string {
	if !slices.Contains(formerStarters, id) {
		return id
	}
	if info, err := os.Stat(s.pathOf(id)); err == nil && info.IsDir() {
		return id
	}
	return s.BuiltIn.ID
}

// formerStarters are the packs that were built in before, the latest first. What the
// catalogue says of them is meant of the one that is built in now.
var formerStarters = []string{"descry-starter-1"}
