//go:build unix

package media_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cpuTime is the CPU time that this process has used, and on Linux its children that run.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	used := time.Duration(u.Utime.Nano() + u.Stime.Nano())
	lists, _ := filepath.Glob("/proc/self/task/*/children") // none elsewhere
	for _, list := range lists {
		children, _ := os.ReadFile(list)
		for child := range strings.FieldsSeq(string(children)) {
			threads, _ := filepath.Glob(fmt.Sprintf("/proc/%s/task/*/schedstat", child))
			for _, t := range threads {
				stat, _ := os.ReadFile(t)
				ns, _, _ := strings.Cut(string(stat), " ")
				n, _ := strconv.ParseInt(ns, 10, 64)
				used += time.Duration(n)
			}
		}
	}
	return used
}
