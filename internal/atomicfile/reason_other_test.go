//go:build !windows

package atomicfile_test

import "syscall"

const (
	diskFull     = syscall.ENOSPC
	readOnlyDisk = syscall.EROFS
)
