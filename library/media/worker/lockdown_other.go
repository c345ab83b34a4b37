//go:build unix && !linux

package worker

import (
	"errors"

	"golang.org/x/sys/unix"
)

// lockDown takes from this process what decoding doesn't need, and names the guards that hold:
// the process can write no file and open only a few.
func lockDown() (holding []string) {
	err := errors.Join(
		unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: uint64(cpuLimit.Seconds()), Max: uint64(cpuLimit.Seconds())}),
		unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{}),
		unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 32, Max: 32}),
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}),
	)
	if err != nil {
		return nil
	}
	return []string{"limits"}
}

// dataSize is unknown on this system.
func dataSize(int) (int64, error) { return 0, errors.ErrUnsupported }

func limitMemory(int, int64) {}
