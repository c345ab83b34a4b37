package mounts

import (
	"encoding/hex"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// System reads the mounts that this process sees.
func System() (Table, error) {
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Parse(f)
}

// Number tells the mount that a path lies in from all earlier ones, 0 where the system doesn't
// (Linux before 6.8). IDs in the list are given anew as soon as they are free. Number doesn't
// wait for a server.
func Number(path string) uint64 {
	const flags = unix.AT_SYMLINK_NOFOLLOW | unix.AT_NO_AUTOMOUNT | unix.AT_STATX_DONT_SYNC
	var st unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, path, flags, unix.STATX_MNT_ID_UNIQUE, &st); err != nil || st.Mask&unix.STATX_MNT_ID_UNIQUE == 0 {
		return 0
	}
	return st.Mnt_id
}

// UUID tells the file system of a mount from every other: the UUID on the disk, or "fsid:" and
// digits where only the kernel has an id, or "" where neither does. UUID calls the file system
// and may wait as long as the file system does.
func (m Mount) UUID() string {
	devices := []uint64{m.Device}
	var st unix.Stat_t
	// The devices of btrfs have numbers that are not those of the disk.
	if filepath.IsAbs(m.Source) && unix.Stat(m.Source, &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFBLK {
		devices = append(devices, uint64(st.Rdev))
	}
	if id := diskUUID("/dev/disk/by-uuid", devices); id != "" {
		return id
	}
	return fileSystemID(m.Point)
}

// diskUUID finds the name of a link, in a directory of links, that leads to a device.
func diskUUID(dir string, devices []uint64) string {
	links, err := os.ReadDir(dir)
	if err != nil {
		return "" // a container, or a system without udev
	}
	for _, l := range links {
		var st unix.Stat_t
		if unix.Stat(filepath.Join(dir, l.Name()), &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFBLK {
			continue
		}
		for _, d := range devices {
			if uint64(st.Rdev) == d {
				return l.Name()
			}
		}
	}
	return ""
}

// fileSystemID is the id in statfs, unless the id is made of the device's number, which
// another disk may get. Such an id has 32 bits.
func fileSystemID(path string) string {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil || st.Fsid.Val[1] == 0 {
		return ""
	}
	var id [8]byte
	for i, half := range st.Fsid.Val {
		for j := range 4 {
			id[4*i+j] = byte(uint32(half) >> (8 * j))
		}
	}
	return kernelID + hex.EncodeToString(id[:])
}
