package assets

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// drop lets go of the memory that reading a file took. The pages are those of the program's
// own file, which the system reads again when needed.
func drop(data []byte) {
	page := uintptr(os.Getpagesize())
	start := uintptr(unsafe.Pointer(unsafe.SliceData(data)))
	first, end := (start+page-1)&^(page-1), (start+uintptr(len(data)))&^(page-1)
	if end <= first {
		return
	}
	_ = unix.Madvise(data[first-start:end-start], unix.MADV_DONTNEED) // failing costs memory only
}
