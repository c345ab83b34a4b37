//go:build unix

package worker

import (
	"time"

	"golang.org/x/sys/unix"
)

// cpuLimit is how long a child may compute in all. It is for one that the program can't
// end any more; one that comes near it by honest work is replaced before.
const cpuLimit = time.Hour

// tired reports that this process is to be replaced.
func tired() bool {
	var used unix.Rusage
	err := unix.Getrusage(unix.RUSAGE_SELF, &used)
	return err == nil && time.Duration(used.Utime.Nano()+used.Stime.Nano()) > cpuLimit/2
}
