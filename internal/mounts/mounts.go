// Package mounts tells which file systems are mounted where, and the identity by which each
// can be recognised. A bind mount has the device number of the file system around it, so that
// only the system's list of mounts tells a bind mount from a directory.
package mounts

import (
	"errors"
	"slices"
	"strings"
)

// ErrUnsupported says that this system has no readable list of mounts.
var ErrUnsupported = errors.New("the list of mounts can't be read on this system")

// Mount is a file system, or a part of one, that is seen at a directory.
type Mount struct {
	ID, Parent int    // Parent is the mount in which Point lies
	Device     uint64 // as stat reports the mounted file system's, but for file systems like btrfs
	Root       string // directory of the file system that is seen: "/" unless the mount is a bind mount or a subvolume
	Point      string // absolute, as the process sees it
	Type       string // of the file system: ext4, fuse.sshfs
	Source     string // a device, "server:/export", or any word
}

// Name is the source with the mounted directory, as in findmnt: "/dev/sda1[/photos]".
func (m Mount) Name() string {
	if m.Root == "/" || m.Root == "" {
		return m.Source
	}
	return m.Source + "[" + m.Root + "]"
}

// StableInodes says whether a directory has the same inode number after the next mount. File
// systems without inodes on disk, and most that a program serves, make numbers up.
func (m Mount) StableInodes() bool {
	switch m.Type {
	case "vfat", "msdos", "exfat", "cifs", "smb3", "9p", "virtiofs", "overlay", "afs", "fuse", "fuseblk":
		return false
	}
	return !strings.HasPrefix(m.Type, "fuse.")
}

// Network says whether the source names a server. A server's name identifies the file system
// wherever it is mounted, unlike the name of a device.
func (m Mount) Network() bool {
	return strings.HasPrefix(m.Source, "//") || strings.Contains(m.Source, ":/")
}

// kernelID begins an id that the kernel, not the disk, gives a file system.
const kernelID = "fsid:"

// OfKernel says whether the kernel made an id of UUID up. Such an id can only be compared with
// others of the kernel.
func OfKernel(uuid string) bool { return strings.HasPrefix(uuid, kernelID) }

// Source reads a list of mounts. System is the Source of this process.
type Source func() (Table, error)

// Table is a list of mounts, in the order of the system.
type Table []Mount

// At returns the mount at a directory, the uppermost of several. The path is absolute, clean
// and without links.
func (t Table) At(path string) (Mount, bool) {
	m, ok := t.Holding(path)
	return m, ok && m.Point == path
}

// Below lists the visible mounts below a directory, without the one at the directory, by path.
func (t Table) Below(path string) []Mount {
	var all []Mount
	for _, m := range t {
		if m.Point != path && within(m.Point, path) {
			if top, ok := t.At(m.Point); ok && top.ID == m.ID {
				all = append(all, m)
			}
		}
	}
	slices.SortFunc(all, func(a, b Mount) int { return strings.Compare(a.Point, b.Point) })
	return all
}

// Holding returns the mount that a path lies in. Holding goes down from the top as the system
// does, since a later mount hides all that is mounted below its point.
func (t Table) Holding(path string) (Mount, bool) {
	known := make(map[int]bool, len(t))
	for _, m := range t {
		known[m.ID] = true
	}
	var at Mount
	found := false
	// Each step goes to a mount that was not met before, unless the list is damaged.
	for range t {
		next, ok := t.covering(path, func(m Mount) bool {
			if found {
				return m.Parent == at.ID && m.ID != at.ID
			}
			return !known[m.Parent] || m.Parent == m.ID
		})
		if !ok {
			break
		}
		at, found = next, true
	}
	return at, found
}

// covering is the first mount on the way down to a path among the wanted ones.
func (t Table) covering(path string, want func(Mount) bool) (first Mount, ok bool) {
	for _, m := range t {
		if within(path, m.Point) && want(m) && (!ok || len(m.Point) <= len(first.Point)) {
			first, ok = m, true
		}
	}
	return first, ok
}

// within says whether a path is dir or lies below it.
func within(path, dir string) bool {
	rest, ok := strings.CutPrefix(path, strings.TrimSuffix(dir, "/"))
	return ok && (rest == "" || rest[0] == '/')
}
