package faultyfs

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	fusefs "github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// node is a file or directory.
type node struct {
	fusefs.Inode
	server *server
}

var (
	_ fusefs.NodeLookuper       = (*node)(nil)
	_ fusefs.NodeGetattrer      = (*node)(nil)
	_ fusefs.NodeOpener         = (*node)(nil)
	_ fusefs.NodeOpendirHandler = (*node)(nil)
	_ fusefs.NodeStatfser       = (*node)(nil)
	_ fusefs.FileReader         = (*file)(nil)
	_ fusefs.FileReleaser       = (*file)(nil)
)

// below is the path of an entry of a directory, from the root of the file system.
func (n *node) below(name string) string { return filepath.Join(n.Path(nil), name) }

// meet is the fault of a request about a path. Reading and listing apply their own faults.
func (s *server) meet(path string) (Fault, syscall.Errno) {
	fault, over := s.now(path)
	switch fault {
	case Slow:
		time.Sleep(s.pause())
		return fault, 0
	case Silent:
		<-over
		if now, _ := s.now(path); now == Silent {
			return fault, syscall.EIO
		}
		return Sound, 0
	case Stale:
		return fault, syscall.ESTALE
	case Denied:
		return fault, syscall.EACCES
	case Failing:
		return fault, syscall.EIO
	default:
		return fault, 0
	}
}

// stat stats the file on the disk, and changes the result by the fault.
func (s *server) stat(path string, out *fuse.Attr) syscall.Errno {
	fault, errno := s.meet(path)
	if errno != 0 {
		return errno
	}
	if fault == Vanishing && path != "" {
		return syscall.ENOENT
	}
	var st syscall.Stat_t
	if err := syscall.Lstat(filepath.Join(s.content, path), &st); err != nil {
		return fusefs.ToErrno(err)
	}
	out.FromStat(&st)
	s.mu.Lock()
	defer s.mu.Unlock()
	out.Ino ^= s.number
	out.Ctime += s.number % (1 << 20)
	return 0
}

// Lookup finds what is in a directory.
func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fusefs.Inode, syscall.Errno) {
	if errno := n.server.stat(n.below(name), &out.Attr); errno != 0 {
		return nil, errno
	}
	return n.NewInode(ctx, &node{server: n.server}, fusefs.StableAttr{Mode: out.Attr.Mode, Ino: out.Attr.Ino}), 0
}

// Getattr tells of a file or directory.
func (n *node) Getattr(_ context.Context, _ fusefs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	return n.server.stat(n.below(""), &out.Attr)
}

// Statfs tells of the disk.
func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	if _, errno := n.server.meet(""); errno != 0 {
		return errno
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(n.server.content, &st); err != nil {
		return fusefs.ToErrno(err)
	}
	out.FromStatfsT(&st)
	return 0
}

// Open opens a file to read it.
func (n *node) Open(_ context.Context, flags uint32) (fusefs.FileHandle, uint32, syscall.Errno) {
	path := n.below("")
	if _, errno := n.server.meet(path); errno != 0 {
		return nil, 0, errno
	}
	if flags&syscall.O_ACCMODE != syscall.O_RDONLY {
		return nil, 0, syscall.EROFS
	}
	f, err := os.Open(filepath.Join(n.server.content, path))
	if err != nil {
		return nil, 0, fusefs.ToErrno(err)
	}
	return &file{server: n.server, path: path, File: f}, fuse.FOPEN_DIRECT_IO, 0
}

// file is an open one.
type file struct {
	*os.File
	server *server
	path   string
}

// Read reads a part.
func (f *file) Read(_ context.Context, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	fault, errno := f.server.meet(f.path)
	if errno != 0 {
		return nil, errno
	}
	switch fault {
	case ReadError:
		return nil, syscall.EIO
	case ShortRead:
		info, err := f.Stat()
		if err != nil {
			return nil, fusefs.ToErrno(err)
		}
		dest = dest[:min(int64(len(dest)), max(0, info.Size()/2-off))]
	default: // the others don't change what is read
	}
	n, err := f.ReadAt(dest, off)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fusefs.ToErrno(err)
	}
	return fuse.ReadResultData(dest[:n]), 0
}

// Release closes the file.
func (f *file) Release(context.Context) syscall.Errno { return fusefs.ToErrno(f.Close()) }

// OpendirHandle opens a directory to list it.
func (n *node) OpendirHandle(_ context.Context, _ uint32) (fusefs.FileHandle, uint32, syscall.Errno) {
	path := n.below("")
	fault, errno := n.server.meet(path)
	if errno != 0 {
		return nil, 0, errno
	}
	entries, err := os.ReadDir(filepath.Join(n.server.content, path))
	if err != nil {
		return nil, 0, fusefs.ToErrno(err)
	}
	list := &listing{}
	switch fault {
	case ListsNothing:
		entries = nil
	case ListsHalf:
		entries = entries[:len(entries)/2]
	case ListBreaks:
		entries, list.last = entries[:len(entries)/2], syscall.EIO
	default: // the others don't change what is listed
	}
	for _, e := range entries {
		list.entries = append(list.entries, fuse.DirEntry{Name: e.Name(), Mode: modeOf(e), Off: uint64(len(list.entries) + 1)})
	}
	return list, fuse.FOPEN_DIRECT_IO, 0
}

// modeOf is the type of a directory entry as the system writes it.
func modeOf(e fs.DirEntry) uint32 {
	switch {
	case e.IsDir():
		return syscall.S_IFDIR
	case e.Type()&fs.ModeSymlink != 0:
		return syscall.S_IFLNK
	}
	return syscall.S_IFREG
}

// listing is an open directory, with its entries at the time of opening.
type listing struct {
	entries []fuse.DirEntry
	at      int
	last    syscall.Errno // what the end of the entries is answered with
}

var (
	_ fusefs.FileReaddirenter = (*listing)(nil)
	_ fusefs.FileSeekdirer    = (*listing)(nil)
)

// Readdirent returns the next entry, nil at the end.
func (l *listing) Readdirent(context.Context) (*fuse.DirEntry, syscall.Errno) {
	if l.at >= len(l.entries) {
		return nil, l.last
	}
	l.at++
	return &l.entries[l.at-1], 0
}

// Seekdir goes on behind an entry.
func (l *listing) Seekdir(_ context.Context, off uint64) syscall.Errno {
	if off > uint64(len(l.entries)) {
		return syscall.EINVAL
	}
	l.at = int(off)
	return 0
}
