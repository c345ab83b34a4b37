package childprocess

import (
	"errors"
	"math"
	"os"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// OwnProgram is the running program, even after an upgrade has replaced the program's file.
func OwnProgram() (string, error) { return "/proc/self/exe", nil }

// attributes has a child die with the program, should the program be killed.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// keepFiles has children get no files but those of Command: libraries in other languages, and
// the parent of this program, may have left others open for children.
func keepFiles() {
	_ = unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) // since Linux 5.11
}

// Name sets the name of this process in lists of processes, which would be "exe".
func Name(name string) {
	_ = os.WriteFile("/proc/self/comm", []byte(name), 0) // the process works by any name
}

// oomScore makes the system end a child before the program where memory is short.
const oomScore = 500

// coreLimit forbids core dumps. 1 instead of 0 also keeps the kernel from handing a dump to a
// program that collects dumps regardless of a limit.
const coreLimit = 1

// Limit puts this process behind others. The process gets the processor after others, is ended
// before them when memory is short, and leaves no core dump, which would hold the data it
// worked on. Signals of a terminal no longer reach the process. A setting that the system
// refuses stays as before, and is in the error.
func Limit() error {
	core := unix.Rlimit{Cur: coreLimit, Max: coreLimit}
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_CORE, &core),
		// On Linux a priority is one thread's alone, unless a group gets the priority.
		unix.Setpgid(0, 0),
		unix.Setpriority(unix.PRIO_PGRP, 0, niceness),
		os.WriteFile("/proc/self/oom_score_adj", []byte(strconv.Itoa(oomScore)), 0),
	)
}

func redirect(from, to int) error { return unix.Dup3(from, to, 0) }

// ProcessorTime is how long the process, with all its threads, has used processors. known is
// false for a process that is gone.
func (p *Process) ProcessorTime() (spent time.Duration, known bool) {
	const all = 2 // threads, and all time of each
	var t unix.Timespec
	err := unix.ClockGettime(int32(^p.ID()<<3|all), &t)
	return time.Duration(t.Nano()), err == nil
}
