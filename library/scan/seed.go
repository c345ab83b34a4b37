package scan

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"runtime"
)

// seed puts the first folders on the stack: the root, or the parts of it that Only names.
func (w *walker) seed(ctx context.Context, root Identity) {
	if w.o.Only == nil {
		w.dirs = []dirJob{{".", root.Dev}}
		return
	}
	named := map[string]bool{}
	for _, rel := range w.o.Only {
		named[path.Clean(rel)] = true
	}
	folders := map[string]bool{".": true}
	w.listings = map[string]map[string]bool{}
	defer func() { w.listings = nil }()
	for rel := range named {
		if ctx.Err() != nil {
			return
		}
		if w.allowed(rel, false) && !coveredBy(named, rel) && w.isReal(path.Dir(rel), folders) {
			w.seedOne(rel)
		}
	}
}

// allowed keeps a path within the root and out of what is left out.
func (w *walker) allowed(rel string, folder bool) bool {
	return filepath.IsLocal(filepath.FromSlash(rel)) && !w.rules.LeaveOut(rel, folder)
}

// coveredBy says whether a folder above rel is named too.
func coveredBy(named map[string]bool, rel string) bool {
	for rel != "." {
		rel = path.Dir(rel)
		if named[rel] {
			return true
		}
	}
	return false
}

// isReal says whether no part of a folder's path is a symbolic link or has a marker. Walk does
// not enter what lies behind a link, and Only must not reach behind a link either. known
// remembers answers.
func (w *walker) isReal(rel string, known map[string]bool) bool {
	if yes, ok := known[rel]; ok {
		return yes
	}
	if !w.isReal(path.Dir(rel), known) {
		known[rel] = false
		return false
	}
	fi, err := os.Lstat(absolute(w.root, rel))
	if err != nil && (!vanished(err) || w.contradicted(rel, err)) {
		w.unreadable(rel, err)
	}
	known[rel] = err == nil && fi.IsDir()
	if known[rel] && !w.o.IncludeHidden && w.holdsMarker(rel) {
		w.leaveOut(rel)
		known[rel] = false
	}
	return known[rel]
}

// seedOne handles one path of Only. A folder goes on the stack, a file is handed out at once.
func (w *walker) seedOne(rel string) {
	at := absolute(w.root, rel)
	fi, err := os.Lstat(at)
	if rel == "." || (err == nil && fi.IsDir()) {
		if w.allowed(rel, true) {
			w.dirs = append(w.dirs, dirJob{rel: rel})
		}
		return
	}
	if err == nil && !(isFileOrLink(fi.Mode().Type()) && w.candidate(path.Base(rel))) {
		return
	}
	entry, ok, err := statPath(at)
	if err != nil && (!vanished(err) || w.contradicted(rel, err)) {
		w.unreadable(rel, err)
	}
	if err == nil && ok {
		entry.Rel = rel
		w.emit([]Entry{entry})
	}
}

// workers is how many goroutines walk.
func workers(requested int) int {
	if requested > 0 {
		return requested
	}
	return min(max(runtime.NumCPU(), 4), 16)
}

// join appends a name to a relative folder.
func join(rel, name string) string {
	if rel == "." {
		return name
	}
	return rel + "/" + name
}
