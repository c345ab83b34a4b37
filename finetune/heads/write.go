package heads

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

var (
	// ErrDiskFull reports a disk without room for a head.
	ErrDiskFull = errors.New("the disk is full")
	// ErrReadOnly reports a folder that may not be written to.
	ErrReadOnly = errors.New("the folder can't be written to")
)

// tempPrefix begins the names of files in the making; they are no heads to List.
const tempPrefix = ".descry-head-"

// abandonedAfter is the age from which a file in the making is one of a process
// that was killed. No save takes nearly as long.
const abandonedAfter = time.Hour

// writeFile puts a file at path at once and durably: written beside it, flushed and
// then moved by move.
func writeFile(path string, data []byte, move func(from, to string) error) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return plain(err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = move(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return plain(err)
	}
	syncDir(dir)
	return nil
}

// moveNew moves a file to a name that must be free: a link fails where a rename
// overwrites what another program has just put there.
func moveNew(from, to string) error {
	err := os.Link(from, to)
	switch {
	case errors.Is(err, fs.ErrExist):
		return ErrExists
	case err == nil:
		return os.Remove(from)
	}
	// Some file systems, as of memory cards, have no links.
	if _, err := os.Lstat(to); err == nil {
		return ErrExists
	}
	return os.Rename(from, to)
}

// syncDir makes a change of names durable where the system can.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func removeAbandoned(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > abandonedAfter {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// plain puts a reason that a user understands in front of the system's error.
func plain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w (%w)", ErrDiskFull, err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w (%w)", ErrReadOnly, err)
	}
	return err
}
