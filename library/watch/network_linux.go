package watch

import "golang.org/x/sys/unix"

// networkTypes are the file systems, by the magic number of statfs(2), on which others may
// change files without an event here.
var networkTypes = map[uint32]bool{
	unix.NFS_SUPER_MAGIC:  true,
	unix.SMB_SUPER_MAGIC:  true,
	unix.CIFS_SUPER_MAGIC: true,
	unix.SMB2_SUPER_MAGIC: true,
	unix.FUSE_SUPER_MAGIC: true,
	unix.V9FS_MAGIC:       true,
	unix.AFS_SUPER_MAGIC:  true,
	unix.CODA_SUPER_MAGIC: true,
	unix.CEPH_SUPER_MAGIC: true,
	0x786f4256:            true, // VirtualBox shared folders
}

// isNetwork says whether a folder is on a network or FUSE file system.
func isNetwork(path string) bool {
	var st unix.Statfs_t
	return unix.Statfs(path, &st) == nil && networkTypes[uint32(st.Type)]
}
