//go:build unix

package worker

import (
	"time"

	"golang.org/x/sys/unix"
)

// cpuLimit is how long a child may compute in all. cpuLimit ends a child that the program
// can't end any more. A child that comes near cpuLimit by honest work is replaced before.
const cpuLimit = time.Hour

// tired reports that this process is to be replaced.
func tired() bool {
	var used unix.Rusage
	err := unix.Getrusage(unix.RUSAGE_SELF, &used)
	return err == nil && time.Duration(used.Utime.Nano()+used.Stime.Nano()) > cpuLimit/2
}
