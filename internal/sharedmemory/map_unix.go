//go:build unix

package sharedmemory

import (
	"os"

	"golang.org/x/sys/unix"
)

func mapFile(f *os.File, offset int64, size int) ([]byte, error) {
	return unix.Mmap(int(f.Fd()), offset, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|populate)
}

func unmap(data []byte) error { return unix.Munmap(data) }
