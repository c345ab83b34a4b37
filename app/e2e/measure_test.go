package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// memory is what a process takes, in MB of 2^20 bytes.
type memory struct{ rss, peak, anon, file float64 }

func (m memory) String() string {
	return fmt.Sprintf("%4.0f MB (peak %4.0f, own %4.0f, of files %4.0f)", m.rss, m.peak, m.anon, m.file)
}

// memoryOf reads what Linux knows of a process.
func memoryOf(t testing.TB, pid int) (m memory) {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skipf("memory can be measured on Linux only: %v", err)
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		name, value, _ := strings.Cut(line, ":")
		field := map[string]*float64{"VmRSS": &m.rss, "VmHWM": &m.peak, "RssAnon": &m.anon, "RssFile": &m.file}[name]
		if field != nil {
			kb, err := strconv.ParseFloat(strings.Fields(value)[0], 64)
			must(t, err)
			*field = kb / 1024
		}
	}
	return m
}

// cpuTicks is the processor time of a process so far, in ticks of 10 ms.
func cpuTicks(t testing.TB, pid int) int {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	must(t, err)
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	const user, system = 11, 12 // after the name: see proc(5)
	u, err := strconv.Atoi(fields[user])
	must(t, err)
	s, err := strconv.Atoi(fields[system])
	must(t, err)
	return u + s
}

// since is when the first log line with a message was written, in milliseconds
// after a time.
func (d *desktop) since(began time.Time, message string) float64 {
	for at, line := range d.lines() {
		if strings.Contains(line, message) {
			return float64(at.Sub(began).Milliseconds())
		}
	}
	return -1
}

// lines are those of the log with their times.
func (d *desktop) lines() func(yield func(time.Time, string) bool) {
	return func(yield func(time.Time, string) bool) {
		for line := range strings.SplitSeq(d.log(), "\n") {
			stamp, _, _ := strings.Cut(strings.TrimPrefix(line, "time="), " ")
			if at, err := time.Parse(time.RFC3339Nano, stamp); err == nil && !yield(at, line) {
				return
			}
		}
	}
}

// latency sums up how the goroutine of the widgets answered since a time.
func (d *desktop) latency(since time.Time) string {
	asked, longest, slow, mean := 0, 0, 0, 0
	for at, line := range d.lines() {
		if at.Before(since) || !strings.Contains(line, "msg=\"ui latency\"") {
			continue
		}
		asked += field(line, "asked")
		mean += field(line, "asked") * field(line, "mean_ms")
		longest = max(longest, field(line, "longest_ms"))
		slow += field(line, "over_100ms")
	}
	if asked == 0 {
		return ""
	}
	return fmt.Sprintf("; the window answers after %d ms, %d at most; %d of %d over 100", mean/asked, longest, slow, asked)
}

// field is a number of a log line.
func field(line, name string) int {
	_, rest, _ := strings.Cut(line, " "+name+"=")
	rest, _, _ = strings.Cut(rest, " ")
	n, _ := strconv.Atoi(rest)
	return n
}
