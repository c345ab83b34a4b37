package index

import (
	"errors"
	"io/fs"
	"syscall"

	"descry/library/media"
)

// cause is whose fault it is that a file can't be read. The cause decides when the file is
// tried again.
type cause int

const (
	ofFile   cause = iota // the file is broken in itself: tried again when the file changes
	ofSystem              // a disk, a permission, memory or time was wanting: tried again after a while
	ofMoment              // the file is being written, moved or unplugged: pending until the next scan tells more
)

var (
	// errUnstable says that a file is still being written or vanished while being read.
	errUnstable = errors.New("the file is still changing")
	// errShort says that a file that didn't change gave less, or more, than its size.
	errShort = errors.New("it could not be read to its end")
)

// leaving are the errors of a file, or of the drive below the file, that has gone: a scan will
// find so. ENOTDIR means that a file took the place of a folder.
var leaving = []error{errUnstable, fs.ErrNotExist, syscall.ENOTDIR, syscall.ENOTCONN, syscall.ENODEV, syscall.EHOSTDOWN}

// causeOf classifies the error of reading a file or of decoding its picture. All errors of the
// system, but for those of a file that has gone, may pass.
func causeOf(err error) cause {
	for _, gone := range leaving {
		if errors.Is(err, gone) {
			return ofMoment
		}
	}
	var number syscall.Errno
	if errors.Is(err, errShort) || media.Temporary(err) || errors.As(err, &number) {
		return ofSystem
	}
	return ofFile
}
