package scan

import (
	"errors"
	"io"
	"io/fs"
	"path"
)

// A file that is listed and can't be found has gone in between, or the file system contradicts
// itself, as damaged ones do and those of servers that are going down. A second listing of the
// folder tells which.

// errListed is the error of a file that is listed and can't be found.
var errListed = errors.New("what is listed in it can't be found: its disk or server may be damaged")

// lookAgain looks once more for files of a folder that were listed and not found. The entries
// found are returned. Where some of the files are listed still, or the folder can't be listed,
// lookAgain returns an error.
func (w *walker) lookAgain(rel string, names []string) (found []Entry, err error) {
	listed, err := w.namesIn(rel)
	if err != nil {
		if vanished(err) && !w.contradicted(rel, err) {
			err = nil
		}
		return nil, err
	}
	for _, name := range names {
		if !listed[name] {
			continue
		}
		entry, ok, serr := statPath(absolute(w.root, join(rel, name)))
		switch {
		case serr != nil && vanished(serr):
			err = errListed
		case serr != nil:
			err = serr
		case ok:
			entry.Rel = join(rel, name)
			found = append(found, entry)
		}
	}
	return found, err
}

// contradicted says whether a path that is missing by an error is listed all the same, or its
// folder can't be listed.
func (w *walker) contradicted(rel string, missing error) bool {
	if rel == "." || !errors.Is(missing, fs.ErrNotExist) {
		return false // Probe checks the root; a folder that something else took the place of has gone
	}
	dir := path.Dir(rel)
	names, known := w.listings[dir]
	if !known {
		var err error
		if names, err = w.namesIn(dir); err != nil {
			return !vanished(err) || w.contradicted(dir, err)
		}
		if w.listings != nil {
			w.listings[dir] = names
		}
	}
	return names[path.Base(rel)]
}

// namesIn lists a folder by name alone.
func (w *walker) namesIn(rel string) (map[string]bool, error) {
	f, err := openDir(absolute(w.root, rel), rel == ".")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names := map[string]bool{}
	for {
		entries, err := f.ReadDir(chunkSize)
		for _, e := range entries {
			names[e.Name()] = true
		}
		switch {
		case errors.Is(err, io.EOF):
			return names, nil
		case err != nil:
			return nil, err
		}
	}
}
