package index

import (
	"cmp"
	"path/filepath"
	"slices"

	"descry/library"
)

// Unreadable is a folder below a library folder that the last scan could not
// look into. What is known of its photos is kept.
type Unreadable struct {
	Path   string
	Reason string // in the owner's words
}

// Unreadable lists the folders that the scans of this indexer could not look
// into, by path.
func (x *Indexer) Unreadable() []Unreadable {
	x.mu.Lock()
	defer x.mu.Unlock()
	var all []Unreadable
	for _, list := range x.unreadable {
		all = append(all, list...)
	}
	slices.SortFunc(all, func(a, b Unreadable) int { return cmp.Compare(a.Path, b.Path) })
	return all
}

// setUnreadable replaces what is told of a folder after a scan of all of it.
func (x *Indexer) setUnreadable(id library.FolderID, list []Unreadable) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.unreadable[id] = list
}

// noticeUnreadable is called for each subfolder that can't be listed.
func (s *syncer) noticeUnreadable(rel string, err error) {
	path := filepath.Join(s.folder.Path, filepath.FromSlash(rel))
	s.x.o.Log.Warn("folder unreadable", "path", path, "err", err)
	s.hidden = append(s.hidden, Unreadable{path, ownersWords(err).Error()})
}

// own reports that a path is one of the program's own files.
func (s *syncer) own(rel string) bool {
	path := filepath.Join(s.folder.Path, filepath.FromSlash(rel))
	for _, dir := range s.x.o.Own {
		if _, inside := below(dir, path); inside {
			return true
		}
	}
	return false
}
