package models

import (
	"io"
	"os"
	"strconv"
	"strings"

	"descry/ml/adapter"
)

// meminfo is where Linux tells of the system's memory (Documentation/filesystems/proc.rst).
const meminfo = "/proc/meminfo"

// spareMemory is how much of an adapter's memory encoders take if the user set nothing, in
// bytes, 0 where too little is known. Of a card spareMemory is three quarters of the free
// memory, since the screen and programs started later want some. An adapter in the processor
// uses the system's memory. There spareMemory is half of the available memory, since photos
// are decoded in that memory, too. available is the system's available memory in bytes, 0
// where it isn't known.
func spareMemory(a adapter.Adapter, budget adapter.Budget, told bool, available int64) int64 {
	free := a.MemoryBytes
	if told {
		free = max(budget.TotalBytes-budget.OthersBytes, 0)
	}
	switch {
	case a.Kind == adapter.Discrete && told:
		return max(free-free/4, 1<<20) // no free memory is a known amount, too
	case a.Kind == adapter.Discrete: // other programs may have any part of it
		return free / 2
	case available <= 0:
		return 0
	case free <= 0:
		return available / 2
	}
	return min(free, available) / 2
}

// availableMemory is the system's memory that programs can still have, in bytes, read from a
// file of Linux. 0 means that there is no such file.
func availableMemory(path string) int64 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	const longest = 16 << 10
	text, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		number, unit, _ := strings.Cut(strings.TrimSpace(value), " ")
		if name != "MemAvailable" || unit != "kB" {
			continue
		}
		if n, err := strconv.ParseInt(number, 10, 64); err == nil && n > 0 && n < 1<<50 {
			return n << 10
		}
	}
	return 0
}
