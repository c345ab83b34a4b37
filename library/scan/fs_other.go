//go:build !unix

package scan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

func openDir(path string, root bool) (*os.File, error) {
	look := os.Lstat
	if root {
		look = os.Stat
	}
	fi, err := look(path)
	if err != nil {
		return nil, err
	}
	if !fi.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errNotDir}
	}
	return os.Open(path)
}

// errNotDir stands for the error of a folder that vanished.
var errNotDir = fs.ErrNotExist

func identify(*os.File) (Identity, error) { return Identity{}, nil }

// Identify tells which folder or file a path leads to, without following a link at the path's
// end. Where inodes are not known, Identify only tells whether the path exists.
func Identify(path string) (Identity, error) {
	_, err := os.Lstat(path)
	return Identity{}, err
}

// stat reads the facts of one file in an open folder. On Windows the listing has the facts
// already. ok is false for an entry that is not a file.
func stat(dir *os.File, e fs.DirEntry) (entry Entry, ok bool, err error) {
	fi, err := e.Info()
	if err != nil {
		return Entry{}, false, err
	}
	return follow(filepath.Join(dir.Name(), e.Name()), fi)
}

// statPath is stat for a path.
func statPath(path string) (entry Entry, ok bool, err error) {
	fi, err := os.Lstat(path)
	if err != nil {
		return Entry{}, false, err
	}
	return follow(path, fi)
}

func follow(path string, fi fs.FileInfo) (Entry, bool, error) {
	if fi.Mode()&fs.ModeSymlink == 0 {
		return fromInfo(fi), fi.Mode().IsRegular(), nil
	}
	target, err := os.Stat(path)
	if err != nil {
		broken := fromInfo(fi)
		broken.Broken = true
		return broken, true, nil
	}
	return fromInfo(target), target.Mode().IsRegular(), nil
}

func fromInfo(fi fs.FileInfo) Entry {
	return Entry{Size: fi.Size(), ModTimeNS: fi.ModTime().UnixNano()}
}

// vanished says whether an error only means that the file or folder is no longer there.
func vanished(err error) bool { return errors.Is(err, fs.ErrNotExist) }
