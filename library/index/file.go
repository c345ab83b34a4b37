package index

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"descry/internal/filesize"
	"descry/library/media"
)

// MaxFileSize is the largest file taken for a photo, in bytes. 256 MiB holds every JPEG, HEIC
// and most scans. Larger files would not fit the memory budget.
const MaxFileSize = 256 << 20

// ReadPhoto reads a whole file if path is a regular file of a photo's size: a FIFO or a device
// would have no end. Errors are in the user's words, without the path.
func ReadPhoto(path string) ([]byte, error) {
	info, err := statPhoto(path)
	if err == nil && info.Size() > MaxFileSize {
		err = errTooLarge
	}
	if err != nil {
		return nil, plainError(err)
	}
	data, err := readFile(path, info.Size())
	if err == nil && int64(len(data)) > MaxFileSize {
		err = errTooLarge
	}
	return data, plainError(err)
}

var errEmpty = errors.New("the file is empty")

// neverAPhoto reports that a file that could not be read as a photo never claimed to be one: a
// LICENSE or a Makefile between the photos is no problem of the user's. A broken file with a
// photo's extension is.
func neverAPhoto(path string, err error) bool {
	return !media.NamedPhoto(path) &&
		(errors.Is(err, media.ErrNotPhoto) || errors.Is(err, errEmpty) || errors.Is(err, errTooLarge))
}

var errNotRegular = errors.New("not a regular file")

var errTooLarge = errors.New("larger than " + filesize.Format(MaxFileSize))

// statPhoto follows links and refuses what can't be a photo.
func statPhoto(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, syscall.ELOOP):
		return nil, errors.New("the link leads in a circle")
	case errors.Is(err, fs.ErrNotExist):
		// A path that is no link and is there by now was being replaced, or the disk
		// contradicts itself.
		if at, lerr := os.Lstat(path); lerr == nil && at.Mode()&fs.ModeSymlink != 0 {
			return nil, errors.New("the link leads nowhere")
		}
		return nil, err
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNotRegular
	case info.Size() > MaxLargeFileSize:
		return nil, errTooLarge
	case info.Size() == 0:
		return nil, errEmpty
	}
	return info, nil
}

// checkHead looks at the start of a file whose name isn't that of a photo, so that the rest of
// another file isn't read.
func checkHead(path string) error {
	if media.NamedPhoto(path) {
		return nil
	}
	head, err := readHead(path, media.HeadBytes)
	if err != nil {
		return err
	}
	return media.MayBePhoto(head)
}

func readFile(path string, size int64) ([]byte, error) {
	f, _, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	buf := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	_, err = buf.ReadFrom(io.LimitReader(f, size+1))
	return buf.Bytes(), err
}

// plainError is the system's error of a file without the path, which stands beside the error
// already.
func plainError(err error) error {
	var system *fs.PathError
	switch {
	case !errors.As(err, &system):
		return err
	case errors.Is(err, fs.ErrPermission):
		return errors.New("no permission to read it")
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("it does not exist")
	}
	return fmt.Errorf("it could not be read: %w", system.Err)
}
