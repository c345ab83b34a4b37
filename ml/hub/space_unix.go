//go:build linux || darwin

package hub

import (
	"errors"

	"golang.org/x/sys/unix"
)

// freeSpace asks for what a user without privileges may still write.
func freeSpace(dir string) (int64, bool) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return int64(st.Bavail) * int64(st.Bsize), true
}

// isDiskFull knows a full disk and a user's full share of it.
func isDiskFull(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }
