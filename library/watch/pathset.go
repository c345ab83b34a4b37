package watch

import (
	"path"
	"slices"
)

// pathSet is a set of paths below a root that stays small: a folder with too many changed
// files becomes one path, and too many paths become the whole root.
type pathSet struct {
	maxPerDir, maxPaths int
	dirs                map[string]*changes // by folder
	count               int
	all                 bool
}

// changes are the files that changed directly in a folder, or the note that the whole subtree
// counts as changed.
type changes struct {
	tree  bool
	names map[string]bool
}

func newPathSet(o Options) *pathSet {
	return &pathSet{maxPerDir: o.MaxPathsPerDir, maxPaths: o.MaxPaths, dirs: map[string]*changes{}}
}

func (s *pathSet) empty() bool { return !s.all && len(s.dirs) == 0 }

func (s *pathSet) clear() {
	s.all, s.count = false, 0
	s.dirs = map[string]*changes{}
}

// addAll makes the set the whole root.
func (s *pathSet) addAll() {
	s.clear()
	s.all = true
}

// addFile adds one file.
func (s *pathSet) addFile(rel string) {
	d := s.folder(path.Dir(rel))
	name := path.Base(rel)
	if s.all || d.tree || d.names[name] {
		return
	}
	d.names[name] = true
	s.grow(1)
	if len(d.names) > s.maxPerDir {
		s.addTree(path.Dir(rel))
	}
}

// addTree adds a folder with everything below.
func (s *pathSet) addTree(rel string) {
	if rel == "." {
		s.addAll()
		return
	}
	d := s.folder(rel)
	if s.all || d.tree {
		return
	}
	gained := 1 - len(d.names)
	d.tree, d.names = true, nil
	s.grow(gained)
}

// folder finds or makes the changes of a folder. While the set is the whole root, the changes
// returned are thrown away.
func (s *pathSet) folder(rel string) *changes {
	d := s.dirs[rel]
	if d == nil {
		d = &changes{names: map[string]bool{}}
		if !s.all {
			s.dirs[rel] = d
		}
	}
	return d
}

func (s *pathSet) grow(n int) {
	if s.count += n; s.count > s.maxPaths {
		s.addAll()
	}
}

// take empties the set. trees and files do not overlap and are sorted. all means the whole
// root instead.
func (s *pathSet) take() (trees, files []string, all bool) {
	defer s.clear()
	if s.all {
		return nil, nil, true
	}
	for rel, d := range s.dirs {
		switch {
		case s.covered(path.Dir(rel)):
		case d.tree:
			trees = append(trees, rel)
		default:
			for name := range d.names {
				files = append(files, path.Join(rel, name))
			}
		}
	}
	slices.Sort(trees)
	slices.Sort(files)
	return trees, files, false
}

// covered says whether a folder lies in a subtree of the set.
func (s *pathSet) covered(rel string) bool {
	for {
		if d := s.dirs[rel]; d != nil && d.tree {
			return true
		}
		if rel == "." {
			return false
		}
		rel = path.Dir(rel)
	}
}
