package ort

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// physicalCores is the number of cores this process may use. Hyper-threads count once: a
// second thread on one core slows matrix products down.
func physicalCores() int {
	limit := runtime.GOMAXPROCS(0) // knows affinity and container quotas
	if n := siblingSets("/sys/devices/system/cpu"); n > 0 {
		return min(n, limit)
	}
	return limit
}

// siblingSets counts the distinct sets of hyper-threads that Linux reports, 0 where there is
// no such report.
func siblingSets(root string) int {
	files, err := filepath.Glob(filepath.Join(root, "cpu[0-9]*", "topology", "thread_siblings_list"))
	if err != nil {
		return 0
	}
	sets := make(map[string]bool)
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil {
			sets[strings.TrimSpace(string(data))] = true
		}
	}
	return len(sets)
}
