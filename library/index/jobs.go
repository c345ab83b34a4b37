package index

import (
	"path/filepath"
	"strings"
	"sync"

	"descry/library"
)

// maxPaths is how many single paths of a folder are worth looking at. For more paths a scan of
// the whole folder is cheaper.
const maxPaths = 2000

// jobs gathers the scans to do. Two requests for a folder before its scan begins are one scan.
type jobs struct {
	mu     sync.Mutex
	todo   map[library.FolderID]map[string]bool // no paths = all of the folder
	signal chan struct{}
}

func newJobs() *jobs {
	return &jobs{todo: map[library.FolderID]map[string]bool{}, signal: make(chan struct{}, 1)}
}

// add asks for a scan of a folder, or of some paths in it.
func (j *jobs) add(id library.FolderID, only ...string) {
	j.mu.Lock()
	paths, known := j.todo[id]
	switch {
	case len(only) == 0 || len(paths)+len(only) > maxPaths:
		j.todo[id] = map[string]bool{}
	case known && len(paths) == 0: // the whole folder already
	default:
		if paths == nil {
			paths = map[string]bool{}
			j.todo[id] = paths
		}
		for _, p := range only {
			paths[p] = true
		}
	}
	j.mu.Unlock()
	select {
	case j.signal <- struct{}{}:
	default:
	}
}

// take returns one folder to scan. ok is false when there is none.
func (j *jobs) take() (id library.FolderID, only []string, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for id, paths := range j.todo {
		delete(j.todo, id)
		for p := range paths {
			only = append(only, p)
		}
		return id, only, true
	}
	return 0, nil, false
}

// below returns path relative to root, slash-separated, if it lies below it.
func below(root, path string) (string, bool) {
	prefix := strings.TrimSuffix(root, string(filepath.Separator)) + string(filepath.Separator)
	rel, ok := strings.CutPrefix(path, prefix)
	return filepath.ToSlash(rel), ok && rel != ""
}
