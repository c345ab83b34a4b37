package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"descry/internal/nofollow"
)

// ownFiles are the endings of the catalogue and of the files that SQLite puts beside it.
var ownFiles = []string{"", "-wal", "-shm", "-journal"}

// checkLinks refuses a catalogue that is a link, or has a link in the place of one of SQLite's
// files: SQLite would write where the link leads. The folder may be a link.
func checkLinks(path string) error {
	for _, ending := range ownFiles {
		if err := nofollow.Check(path + ending); err != nil {
			return err
		}
	}
	return nil
}

// secure gives the catalogue and SQLite's files beside it to the user alone, in whatever
// folder they lie. A new file is made here, since SQLite gives the files beside it the same
// permissions. Where permissions can't be set or a file can't be made, SQLite finds out what
// can be done.
func secure(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case err == nil:
		return f.Close()
	case !errors.Is(err, fs.ErrExist):
		return nil
	}
	files, _ := filepath.Glob(escapeGlob(path) + ".before-*")
	for _, ending := range ownFiles {
		files = append(files, path+ending)
	}
	for _, name := range files {
		narrow(name)
	}
	return nil
}

// narrow takes a file's permissions away from all but the user.
func narrow(path string) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 == 0 {
		return
	}
	_ = os.Chmod(path, info.Mode().Perm()&^0o077) // a memory card's file system has no permissions
}

// escapeGlob has filepath.Glob take a path as it is.
func escapeGlob(path string) string {
	if os.PathSeparator != '/' {
		return path // on Windows a backslash can't be escaped, and no name has one
	}
	var escaped []byte
	for _, c := range []byte(path) {
		switch c {
		case '*', '?', '[', '\\':
			escaped = append(escaped, '\\')
		}
		escaped = append(escaped, c)
	}
	return string(escaped)
}
