package models

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
	"descry/assets"
	"descry/internal/atomicfile"
	"descry/internal/nofollow"
	"descry/ml"
)

// Store is the model store: the built-in pack in the program, and the other packs in folders
// named by their ids.
type Store struct {
	dir     string
	BuiltIn *ml.Pack
}

// installedPack is a pack of the model store, or the reason why its folder holds no pack.
type installedPack struct {
	ID      string
	path    string // "" for the built-in pack
	Pack    *ml.Pack
	Problem error
}

// OpenStore opens the folder of packs, which need not exist yet.
func OpenStore(dir string) (*Store, error) {
	p, err := ml.OpenPack(assets.StarterPack())
	if err != nil {
		return nil, err
	}
	return &Store{dir: dir, BuiltIn: p}, nil
}

// List reads the folder anew: the built-in pack first, the others by id.
func (s *Store) List() ([]installedPack, error) {
	packs := []installedPack{{ID: s.BuiltIn.ID, Pack: s.BuiltIn}}
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

func (s *Store) pathOf(id string) string { return filepath.Join(s.dir, id) }

func (s *Store) read(id string) installedPack {
	r := installedPack{ID: id, path: s.pathOf(id)}
	r.Pack, r.Problem = ml.OpenPackDir(r.path)
	if r.Problem == nil && r.Pack.ID != id {
		r.Problem = problem.New("model-folder-name", notice.Params{"Folder": id, "Model": r.Pack.ID})
		r.Pack = nil
	}
	return r
}

// NameOf is the name of an installed pack, or its id.
func (s *Store) NameOf(id string) string {
	if id != s.Present(id) {
		return "the built-in model of before"
	}
	if p, err := s.Open(id); err == nil && id != "" {
		return p.Name
	}
	return id
}

// ErrNoModel says that no pack has the id.
var ErrNoModel = errors.New("no such model")

func noModel(id string) error {
	return problem.Wrap("model-not-installed", notice.Params{"Model": problem.Quotable(id, 80)}, ErrNoModel)
}

// Open finds a pack by its id. "" is the built-in pack.
func (s *Store) Open(id string) (*ml.Pack, error) {
	if id == "" || id == s.BuiltIn.ID {
		return s.BuiltIn, nil
	}
	if id != config.FileName(id) {
		return nil, noModel(id)
	}
	r := s.read(id)
	if errors.Is(r.Problem, fs.ErrNotExist) {
		return nil, noModel(id)
	}
	if r.Problem != nil {
		return nil, problem.Wrap("model-not-usable", notice.Params{"Model": id}, r.Problem)
	}
	return r.Pack, nil
}

// Find is Open for a typed word: an id, a name, or a part of an id that is unique.
func (s *Store) Find(word string) (*ml.Pack, error) {
	packs, err := s.List()
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(packs, func(p installedPack) bool { return p.ID == word }) {
		return s.Open(word)
	}
	packs = slices.DeleteFunc(packs, func(p installedPack) bool {
		return !strings.Contains(p.ID, word) && (p.Pack == nil || !strings.EqualFold(p.Pack.Name, word))
	})
	switch {
	case len(packs) == 0 || word == "":
		return nil, problem.AsUsage(noModel(word))
	case len(packs) > 1:
		return nil, &problem.Error{Usage: true, Notice: notice.Counted("model-ambiguous", len(packs),
			notice.Params{"Model": problem.Quotable(word, 80), "First": packs[0].ID, "Second": packs[1].ID})}
	}
	return s.Open(packs[0].ID)
}

// remove deletes a pack's files. The folder is renamed first, so that a kill in between leaves
// no half of a pack.
func (s *Store) remove(id string) error {
	if id == s.BuiltIn.ID || id != config.FileName(id) || strings.HasPrefix(id, ".") {
		return problem.New("model-built-in-stays", nil)
	}
	from, gone := s.pathOf(id), filepath.Join(s.dir, "."+id+"-deleted")
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("delete model: %w", err)
	}
	if err := atomicfile.Rename(from, gone); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return noModel(id)
		}
		return fmt.Errorf("delete model: %w", err)
	}
	if err := os.RemoveAll(gone); err != nil {
		return fmt.Errorf("delete model: %w", err)
	}
	return nil
}

// errStoreBusy says that another import writes to the model store.
var errStoreBusy error = problem.New("import-busy", nil)

// lockForImport locks the model store for an import and clears what a killed import left. The
// caller releases the lock.
func (s *Store) lockForImport() (release func() error, err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, &problem.Error{Notice: notice.New("model-store-not-made", notice.Params{"Path": s.dir, "Reason": err.Error()}), Err: err}
	}
	lock := nofollow.Lock(filepath.Join(s.dir, ".lock"))
	free, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the models' folder: %w", err)
	}
	if !free {
		return nil, errStoreBusy
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

// Present is the pack that an id stands for. The id of a former built-in pack stands for the
// present built-in pack, unless the user has installed the former pack.
func (s *Store) Present(id string) string {
	if !slices.Contains(FormerStarters, id) {
		return id
	}
	if info, err := os.Stat(s.pathOf(id)); err == nil && info.IsDir() {
		return id
	}
	return s.BuiltIn.ID
}

// FormerStarters are the ids of former built-in packs, the latest first. The catalogue's
// entries for such an id count for the present built-in pack.
var FormerStarters = []string{"descry-starter-1"}
