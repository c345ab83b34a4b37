package atomicfile_test

import "golang.org/x/sys/windows"

const (
	diskFull     = windows.ERROR_DISK_FULL
	readOnlyDisk = windows.ERROR_WRITE_PROTECT
)
