//go:build unix

package scan

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// openDir opens a folder for listing. O_DIRECTORY keeps a FIFO or device that took the
// folder's place from being opened, and O_NOFOLLOW a link. Only the root may be a link.
func openDir(path string, root bool) (*os.File, error) {
	flags := os.O_RDONLY | unix.O_DIRECTORY
	if !root {
		flags |= unix.O_NOFOLLOW
	}
	return os.OpenFile(path, flags, 0)
}

func identify(f *os.File) (Identity, error) {
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstat(int(f.Fd()), &st) }); err != nil {
		return Identity{}, err
	}
	return Identity{Dev: uint64(st.Dev), Inode: uint64(st.Ino)}, nil
}

// Identify tells which folder or file a path leads to, without following a link at the path's
// end.
func Identify(path string) (Identity, error) {
	var st unix.Stat_t
	if err := retry(func() error { return unix.Lstat(path, &st) }); err != nil {
		return Identity{}, &fs.PathError{Op: "lstat", Path: path, Err: err}
	}
	return Identity{Dev: uint64(st.Dev), Inode: uint64(st.Ino)}, nil
}

// stat reads the facts of one file relative to the descriptor of an open folder, which spares
// the kernel the walk down the path. ok is false for an entry that is not a file.
func stat(dir *os.File, e fs.DirEntry) (entry Entry, ok bool, err error) {
	return statAt(int(dir.Fd()), e.Name())
}

// statPath is stat for a path.
func statPath(path string) (entry Entry, ok bool, err error) { return statAt(unix.AT_FDCWD, path) }

func statAt(fd int, name string) (entry Entry, ok bool, err error) {
	var st unix.Stat_t
	err = retry(func() error { return unix.Fstatat(fd, name, &st, unix.AT_SYMLINK_NOFOLLOW) })
	if err != nil {
		return Entry{}, false, err
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		return fromStat(&st), true, nil
	case unix.S_IFLNK:
		return statLink(fd, name, &st)
	}
	return Entry{}, false, nil
}

// statLink follows a symbolic link.
func statLink(fd int, name string, link *unix.Stat_t) (Entry, bool, error) {
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstatat(fd, name, &st, 0) }); err != nil {
		broken := fromStat(link)
		broken.Broken = true
		return broken, true, nil
	}
	return fromStat(&st), st.Mode&unix.S_IFMT == unix.S_IFREG, nil
}

func fromStat(st *unix.Stat_t) Entry {
	return Entry{
		Size: st.Size, ModTimeNS: st.Mtim.Nano(), ChangedNS: st.Ctim.Nano(), Inode: uint64(st.Ino), Dev: uint64(st.Dev),
	}
}

// retry repeats a call that a signal interrupted: FUSE and network file systems let signals
// interrupt calls.
func retry(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}

// vanished says whether an error only means that the file or folder is no longer there:
// removed, or replaced by a file (ENOTDIR) or a link (ELOOP).
func vanished(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENOTDIR) || errors.Is(err, unix.ELOOP)
}
