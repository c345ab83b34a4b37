package llm2clip_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// resident returns the sizes in MB that the system tells about this process: all
// that is in memory (VmRSS), of it own (RssAnon) and mapped from files (RssFile),
// and the highest so far (VmHWM).
func resident(t testing.TB) map[string]float64 {
	t.Helper()
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	sizes := make(map[string]float64)
	for line := range strings.Lines(string(data)) {
		name, rest, _ := strings.Cut(line, ":")
		if fields := strings.Fields(rest); len(fields) == 2 && fields[1] == "kB" {
			kilobytes, _ := strconv.ParseFloat(fields[0], 64)
			sizes[name] = kilobytes / 1024
		}
	}
	return sizes
}
