//go:build (linux || darwin) && (amd64 || arm64)

package heif

import (
	"runtime"
)

// wholeFile has the library decode all of a file by itself, to the planes that it hands
// out without being asked for others. nil: there is no library.
func wholeFile(file []byte) func() error {
	if system == nil {
		if _, err := openNative(); err != nil {
			return nil
		}
	}
	l := system
	return func() error {
		var pinned runtime.Pinner
		pinned.Pin(&file[0])
		defer pinned.Unpin()
		context := l.contextAlloc()
		defer l.contextFree(context)
		l.setThreads(context, 0)
		if err := l.read(context, &file[0], uintptr(len(file)), 0).err(); err != nil {
			return err
		}
		var handle, image uintptr
		if err := l.primary(context, &handle).err(); err != nil {
			return err
		}
		defer l.handleFree(handle)
		if err := l.decode(handle, &image, heifUndefined, heifUndefined, 0).err(); err != nil {
			return err
		}
		l.imageFree(image)
		return nil
	}
}
