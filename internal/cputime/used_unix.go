//go:build unix

package cputime

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Used is the CPU time of this process and of the children that the process has waited for,
// and on Linux of its running children.
func Used() time.Duration {
	var used time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err == nil {
			used += time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
	}
	lists, _ := filepath.Glob("/proc/self/task/*/children") // none elsewhere
	for _, list := range lists {
		children, _ := os.ReadFile(list)
		for child := range strings.FieldsSeq(string(children)) {
			used += ofProcess(child)
		}
	}
	return used
}

// ofProcess is the CPU time of a process, with threads that have ended.
func ofProcess(id string) time.Duration {
	stat, _ := os.ReadFile("/proc/" + id + "/stat")
	_, rest, _ := strings.Cut(string(stat), ") ") // of the name
	const user, system = 11, 12                   // counted from there
	fields := strings.Fields(rest)
	if len(fields) <= system {
		return 0 // the process is gone
	}
	const tick = 10 * time.Millisecond // of Linux, for programs
	var used time.Duration
	for _, f := range fields[user : system+1] {
		n, _ := strconv.ParseInt(f, 10, 64)
		used += time.Duration(n) * tick
	}
	return used
}
