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

// OwnProgram is this program even after an upgrade has replaced its file.
func OwnProgram() (string, error) { return "/proc/self/exe", nil }

// attributes has a child die with the program, should that be killed.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// keepFiles has children get no files but those that they are given: libraries in other
// languages, and whoever started this program, may have left some open for them.
func keepFiles() {
	_ = unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) // since Linux 5.11
}

// Name sets the name of this process that lists of processes show, which would be
// "exe".
func Name(name string) {
	_ = os.WriteFile("/proc/self/comm", []byte(name), 0) // it works by any name
}

// oomScore makes the system end a child before the program where memory is short.
const oomScore = 500

// coreLimit forbids core dumps. 1 instead of 0 also keeps the kernel from handing one
// to a program that collects them, which gets them without regard to a limit.
const coreLimit = 1

// Limit makes this process one that stands behind others: it gets the processor after
// them, is ended before them when memory is short, and leaves no core dump, which would
// hold what it worked on. Signals of a terminal no longer reach it. What the system
// refuses stays as it was; the error tells.
func Limit() error {
	core := unix.Rlimit{Cur: coreLimit, Max: coreLimit}
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_CORE, &core),
		// A priority is one thread's alone on Linux, unless it is given to a group.
		unix.Setpgid(0, 0),
		unix.Setpriority(unix.PRIO_PGRP, 0, niceness),
		os.WriteFile("/proc/self/oom_score_adj", []byte(strconv.Itoa(oomScore)), 0),
	)
}

func redirect(from, to int) error { return unix.Dup3(from, to, 0) }

// ProcessorTime is how long the process has computed on processors, all its threads
// together. It is not known of a process that is gone.
func (p *Process) ProcessorTime() (spent time.Duration, known bool) {
	const all = 2 // threads, and all that they do
	var t unix.Timespec
	err := unix.ClockGettime(int32(^p.ID()<<3|all), &t)
	return time.Duration(t.Nano()), err == nil
}
