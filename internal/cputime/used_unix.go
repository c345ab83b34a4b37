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

// Used is the CPU time that this process and the children that it has waited for have
// used, and on Linux its children that run.
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

// ofProcess is what a process has used, threads that are gone included: their own figures
// go with them.
func ofProcess(id string) time.Duration {
	stat, _ := os.ReadFile("/proc/" + id + "/stat")
	_, rest, _ := strings.Cut(string(stat), ") ") // of the name
	const user, system = 11, 12                   // counted from there
	fields := strings.Fields(rest)
	if len(fields) <= system {
		return 0 // it is gone
	}
	const tick = 10 * time.Millisecond // of Linux, for programs
	var used time.Duration
	for _, f := range fields[user : system+1] {
		n, _ := strconv.ParseInt(f, 10, 64)
		used += time.Duration(n) * tick
	}
	return used
}
