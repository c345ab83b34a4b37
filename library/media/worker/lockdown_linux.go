package worker

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/landlock-lsm/go-landlock/landlock"
	llsys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// guards lock a process down, in the order in which they can be set.
var guards = []struct {
	name string
	set  func() error
}{
	{"limits", limit},
	{"landlock", noFiles}, // forbids opening files
	{"seccomp", noCalls},
}

// lockDown takes from this process, all its threads and for good, what decoding doesn't need,
// and names the guards that hold. Guards that the system lacks are left out.
func lockDown() (holding []string) {
	for _, g := range guards {
		if g.set() == nil {
			holding = append(holding, g.name)
		}
	}
	return holding
}

const (
	// maxDescriptors is a few more than a child has.
	maxDescriptors = 32
	// oomScore makes the system end a child before the program where memory is short.
	oomScore = "500"
)

// limit bounds memory, time and files. The number of processes is not bounded, since the
// system counts all processes and threads of the user together.
func limit() error {
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte(oomScore), 0) // without effect where forbidden
	data, err := dataSize(os.Getpid())
	if err != nil {
		return err
	}
	for resource, most := range map[int]uint64{
		unix.RLIMIT_DATA:   uint64(data + MaxMemory),
		unix.RLIMIT_CPU:    uint64(cpuLimit.Seconds()),
		unix.RLIMIT_FSIZE:  0,
		unix.RLIMIT_NOFILE: maxDescriptors,
		// There is no core dump, which would hold the photo. 1 instead of 0 also keeps the
		// kernel from handing a dump to a program that collects dumps.
		unix.RLIMIT_CORE:     1,
		unix.RLIMIT_MEMLOCK:  0,
		unix.RLIMIT_MSGQUEUE: 0,
	} {
		err = errors.Join(err, unix.Setrlimit(resource, &unix.Rlimit{Cur: most, Max: most}))
	}
	return err
}

// noFiles forbids all access to files and to TCP ports. noFiles sets no_new_privs. Seccomp
// forbids what later versions of Landlock forbid, signals above all: the first kernels with
// these versions were too strict among the threads of one process.
func noFiles() error {
	if version, err := llsys.LandlockGetABIVersion(); err != nil {
		return err
	} else if version < 1 {
		return unix.ENOSYS
	}
	return landlock.V5.BestEffort().Restrict()
}

// dataSize is how much memory of its own a process has or was promised, in bytes.
func dataSize(process int) (int64, error) {
	sizes, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", process))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(sizes)) // in pages; proc(5) names the fields
	if len(fields) < 6 {
		return 0, fmt.Errorf("sizes of process %d: %q", process, sizes)
	}
	pages, err := strconv.ParseInt(fields[5], 10, 64)
	return pages * int64(os.Getpagesize()), err
}

// limitMemory bounds the memory of a child. A child that decodes a hostile file can't raise
// the limit.
func limitMemory(process int, most int64) {
	var data unix.Rlimit
	if unix.Prlimit(process, unix.RLIMIT_DATA, nil, &data) == nil {
		data.Cur = min(uint64(most), data.Max)
		_ = unix.Prlimit(process, unix.RLIMIT_DATA, &data, nil) // otherwise the limit of all requests holds
	}
}
