//go:build unix && !linux

package sharedmemory

import "os"

// create makes a file that nobody else can open and that is gone with the processes that have
// it open.
func create() (*os.File, error) {
	f, err := os.CreateTemp("", "descry-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// reserve writes, since a hole in a file takes room only when filled.
func reserve(f *os.File, offset, size int64) error {
	zeros := make([]byte, granule)
	for at := offset; at < offset+size; at += granule {
		if _, err := f.WriteAt(zeros, at); err != nil {
			return err
		}
	}
	return nil
}

// discard leaves the room to the file, which lives no longer than its child.
func discard(*os.File, int64, int64) error { return nil }

const populate = 0
