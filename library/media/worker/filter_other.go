//go:build linux && !amd64 && !arm64

package worker

import "golang.org/x/sys/unix"

// noCalls is not supported, since the calls of this processor are not listed.
func noCalls() error { return unix.ENOSYS }
