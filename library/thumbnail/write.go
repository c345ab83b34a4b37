package thumbnail

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// write puts data at path in one step: other readers see the old thumbnail or the new one,
// never half of one.
func (s *Store) write(path string, data []byte) error {
	err := s.put(path, data)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		err = s.put(path, data)
	}
	return err
}
