package thumbnail

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// tempFile is what write needs of a file.
type tempFile interface {
	Name() string
	Write(p []byte) (int, error)
	Close() error
}

// tempPrefix marks files that are being written.
const tempPrefix = ".tmp-"

func createTemp(dir string) (tempFile, error) {
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return nil, err
	}
	return f, nil
}

// write puts data at path in one step: other readers see the old thumbnail or
// the new one, never half of it.
func (s *Store) write(path string, data []byte) error {
	dir := filepath.Dir(path)
	f, err := s.create(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		f, err = s.create(dir)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
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
