package sharedmemory

import (
	"os"

	"golang.org/x/sys/unix"
)

// create makes a file that lies on no disk. The file can't be made shorter: reading past the
// end of a file that a crashed child cut would end this process.
func create() (*os.File, error) {
	fd, err := unix.MemfdCreate("descry", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, err
	}
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_SHRINK); err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), "shared memory"), nil
}

func reserve(f *os.File, offset, size int64) error {
	for {
		if err := unix.Fallocate(int(f.Fd()), 0, offset, size); err != unix.EINTR {
			return err
		}
	}
}

func discard(f *os.File, offset, size int64) error {
	return unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, offset, size)
}

// populate maps all pages at once, which takes less time than one after the other.
const populate = unix.MAP_POPULATE
