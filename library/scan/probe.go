package scan

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Identity tells one root from another at the same path. Both fields are 0 where the system does not tell.
type Identity struct{ Dev, Inode uint64 }

// Probe looks whether root can be walked now, and at which device and folder root is.
// expectDev is the device root was on, 0 if unknown. Every error wraps ErrOffline.
func Probe(root string, expectDev uint64) (Identity, error) {
	fi, err := os.Stat(root)
	if err != nil {
		return Identity{}, offline(root, err)
	}
	if !fi.IsDir() {
		return Identity{}, offline(root, errors.New("not a folder"))
	}
	f, err := openDir(root, true)
	if err != nil {
		return Identity{}, offline(root, err)
	}
	defer f.Close()
	id, err := identify(f)
	if err != nil {
		return Identity{}, offline(root, err)
	}
	if expectDev == 0 || id.Dev == expectDev {
		return id, nil
	}
	return id, rejectEmptyMount(f, root)
}

// rejectEmptyMount fails for an empty folder. rejectEmptyMount is called when the device is
// another one than before: a disk that came back under a new number has content, an unmounted
// one leaves an empty folder.
func rejectEmptyMount(f *os.File, root string) error {
	for {
		entries, err := f.ReadDir(chunkSize)
		for _, e := range entries {
			if !Ignored(e.Name()) {
				return nil
			}
		}
		if errors.Is(err, io.EOF) {
			return offline(root, errors.New("empty, and on another device than before"))
		}
		if err != nil {
			return offline(root, err)
		}
	}
}

func offline(root string, err error) error {
	return fmt.Errorf("%w: %s: %w", ErrOffline, root, err)
}

// absolute is where rel lies on disk.
func absolute(root, rel string) string {
	if rel == "." {
		return root
	}
	return filepath.Join(root, filepath.FromSlash(rel))
}
