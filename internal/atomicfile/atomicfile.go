// Package atomicfile writes files that are there whole or not at all, whatever ends the
// program or the power meanwhile. Content is written beside its place, flushed to the disk and
// given its name, and the name is flushed too. Errors are those of package os. After an error,
// the file at the path is unchanged.
package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// prefix begins the names of files in the making.
	prefix = ".descry-tmp-"
	// AbandonedAfter is the age from which an unfinished file is one of a process that was
	// killed: no write takes nearly as long.
	AbandonedAfter = time.Hour
)

// Write puts what content writes into f at path, in the place of an older file.
func Write(path string, content func(f *os.File) error) error {
	return durably(path, content, os.Rename)
}

// WriteBytes is Write for content that is in memory.
func WriteBytes(path string, data []byte) error {
	return Write(path, contentOf(data))
}

// Create is WriteBytes for a path that has to be free. If the path is taken, the error is an
// fs.ErrExist and the file there stays as it is.
func Create(path string, data []byte) error {
	return durably(path, contentOf(data), moveNew)
}

// WriteUnsynced is WriteBytes without waiting for the disk, for many files that can be made
// again and are checked when read. Other programs see the old file or the new one, but after a
// power cut the new one may be cut off.
func WriteUnsynced(path string, data []byte) error {
	return write(path, contentOf(data), os.Rename)
}

// Rename gives a file or a folder another name, durably. The content of from reaches the disk
// first, so that no power cut leaves the name without the content. Rename doesn't sync the
// files within a folder: the caller that wrote the files has to.
func Rename(from, to string) error {
	flush(from)
	if err := os.Rename(from, to); err != nil {
		return err
	}
	SyncFolder(filepath.Dir(to))
	return nil
}

// SyncFolder makes the names in a folder durable where the system can. Without SyncFolder a
// power cut may undo a rename or a removal.
func SyncFolder(dir string) { flush(dir) }

// Temporary reports the name of a file in the making.
func Temporary(name string) bool { return strings.HasPrefix(name, prefix) }

// RemoveAbandoned removes what killed processes left in a folder. A Write into the folder does
// so too.
func RemoveAbandoned(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !Temporary(e.Name()) {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > AbandonedAfter {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

func contentOf(data []byte) func(f *os.File) error {
	return func(f *os.File) error {
		_, err := f.Write(data)
		return err
	}
}

func durably(path string, content func(f *os.File) error, move func(from, to string) error) error {
	RemoveAbandoned(filepath.Dir(path))
	err := write(path, func(f *os.File) error {
		if err := content(f); err != nil {
			return err
		}
		return f.Sync()
	}, move)
	if err == nil {
		SyncFolder(filepath.Dir(path))
	}
	return err
}

// write makes a file beside path and moves the file there, or leaves nothing.
func write(path string, content func(f *os.File) error, move func(from, to string) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), prefix+"*")
	if err != nil {
		return err
	}
	if err = errors.Join(content(f), f.Close()); err == nil {
		err = move(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// moveNew moves a file to a name that must be free. A link fails where a rename would
// overwrite what another program has just put there.
func moveNew(from, to string) error {
	err := os.Link(from, to)
	switch {
	case errors.Is(err, fs.ErrExist):
		return err
	case err == nil:
		return os.Remove(from)
	}
	// Some file systems, such as those of memory cards, have no links.
	if _, err := os.Lstat(to); err == nil {
		return &fs.PathError{Op: "create", Path: to, Err: fs.ErrExist}
	}
	return os.Rename(from, to)
}

// flush brings a file or a folder to the disk. Not every system can flush folders, or files
// that are open for reading.
func flush(path string) {
	if f, err := os.Open(path); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
