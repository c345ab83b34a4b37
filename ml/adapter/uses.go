package adapter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	maxUseBytes = 1 << 14 // bytes of a file on one use; real ones have up to 2,000
	maxOpen     = 1 << 17 // number of open files of all processes that are looked at
)

// Use is what a program does on a card through one open file, as the kernel's graphics drivers
// report (Documentation/gpu/drm-usage-stats.rst). NVIDIA's own driver doesn't report.
type Use struct {
	PID     int    `json:"pid"`
	Program string `json:"program"`
	Driver  string `json:"driver"` // the kernel's name: "amdgpu", "i915", "xe"
	Slot    string `json:"slot"`   // slot of the card, as in [Adapter], "" where there is none
	Client  string `json:"client"` // tells the open files of a card apart
	// MemoryBytes is what the program holds of the card's own memory, SystemBytes what it
	// holds of the system's memory for the card. Shared memory counts for each of the programs
	// that share it.
	MemoryBytes int64 `json:"memory_bytes"`
	SystemBytes int64 `json:"system_bytes"`
	// Engines are the parts of the card that the program kept busy since the file was opened,
	// by the driver's names.
	Engines map[string]Busy `json:"engines,omitempty"`
}

// Busy is how long a part of a card was busy. Some drivers count nanoseconds, others cycles
// out of a total.
type Busy struct {
	Time     time.Duration `json:"time,omitempty"`
	Cycles   uint64        `json:"cycles,omitempty"`
	Of       uint64        `json:"of,omitempty"`
	Capacity uint64        `json:"capacity"` // how many there are of the part, at least 1
}

// Uses tells what other programs do on the cards now: programs of the same user, and of all
// users for root. Beside this process, the processes own are left out. On systems without such
// files Uses fails with [ErrUnsupported].
//
// Uses looks at every open file of every process, which takes some milliseconds.
func Uses(ctx context.Context, own ...int) ([]Use, error) {
	return uses(ctx, "/proc", append(slices.Clone(own), os.Getpid()))
}

func uses(ctx context.Context, proc string, own []int) ([]Use, error) {
	dir, err := os.Open(proc)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrUnsupported
	} else if err != nil {
		return nil, fmt.Errorf("look at what others use: %w", err)
	}
	names, err := dir.Readdirnames(-1)
	_ = dir.Close()
	if err != nil {
		return nil, fmt.Errorf("look at what others use: %w", err)
	}
	var pids []int
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil && pid > 0 {
			pids = append(pids, pid)
		}
	}
	if len(pids) == 0 {
		return nil, ErrUnsupported
	}
	slices.Sort(pids)
	var all []Use
	seen := map[string]bool{}
	left := maxOpen
	for _, pid := range pids {
		if slices.Contains(own, pid) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, u := range usesOf(filepath.Join(proc, strconv.Itoa(pid)), &left) {
			// A file that was handed on is open in several processes, and counts for the
			// first.
			key := u.Driver + " " + u.Slot + " " + u.Client
			if u.Client != "" && seen[key] {
				continue
			}
			seen[key] = true
			u.PID = pid
			all = append(all, u)
		}
	}
	return all, nil
}

// usesOf are the uses of one process, none if the process has ended meanwhile or is another
// user's.
func usesOf(process string, left *int) []Use {
	dir, err := os.Open(filepath.Join(process, "fd"))
	if err != nil {
		return nil
	}
	files, err := dir.Readdirnames(min(*left, maxOpen) + 1)
	_ = dir.Close()
	if err != nil {
		return nil
	}
	var all []Use
	for _, file := range files {
		if *left--; *left < 0 {
			break
		}
		target, err := os.Readlink(filepath.Join(process, "fd", file))
		if err != nil || !strings.HasPrefix(target, "/dev/dri/") {
			continue
		}
		data, err := readBounded(filepath.Join(process, "fdinfo", file))
		if err != nil {
			continue
		}
		if u, ok := parseUse(data); ok {
			all = append(all, u)
		}
	}
	if len(all) == 0 {
		return nil
	}
	program, err := readBounded(filepath.Join(process, "comm"))
	if err != nil {
		program = nil
	}
	for i := range all {
		all[i].Program = text(program)
	}
	return all
}

func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxUseBytes))
}

// parseUse reads the kernel's report on one open file. The bool is false for a file of a
// driver that doesn't report.
func parseUse(data []byte) (Use, bool) {
	u := Use{Engines: map[string]Busy{}}
	// Of the sizes the resident one is the best: total includes what isn't in memory, and
	// drm-memory- is amdgpu's older name of resident.
	const resident, memory, total = 2, 1, 0
	type size struct {
		rank  int
		bytes int64
	}
	sizes := map[string]size{}
	for line := range strings.Lines(string(data)) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || !strings.HasPrefix(key, "drm-") {
			continue
		}
		value = strings.TrimSpace(value)
		switch key {
		case "drm-driver":
			u.Driver = text([]byte(value))
			continue
		case "drm-pdev":
			u.Slot = text([]byte(value))
			continue
		case "drm-client-id":
			u.Client = text([]byte(value))
			continue
		}
		kind, name := "", ""
		// A longer prefix comes before its beginning.
		for _, prefix := range []string{"drm-engine-capacity-", "drm-engine-", "drm-total-cycles-", "drm-cycles-",
			"drm-resident-", "drm-memory-", "drm-total-"} {
			if rest, ok := strings.CutPrefix(key, prefix); ok {
				kind, name = prefix, text([]byte(rest))
				break
			}
		}
		if name == "" {
			continue
		}
		number, unit, _ := strings.Cut(value, " ")
		n, err := strconv.ParseUint(number, 10, 63)
		if err != nil {
			continue
		}
		busy := u.Engines[name]
		switch kind {
		case "drm-engine-capacity-":
			busy.Capacity = n
		case "drm-engine-":
			busy.Time = time.Duration(n)
		case "drm-cycles-":
			busy.Cycles = n
		case "drm-total-cycles-":
			busy.Of = n
		default:
			rank := map[string]int{"drm-resident-": resident, "drm-memory-": memory, "drm-total-": total}[kind]
			if bytes, ok := inBytes(n, unit); ok && (sizes[name] == size{} || rank >= sizes[name].rank) {
				sizes[name] = size{rank, bytes}
			}
			continue
		}
		u.Engines[name] = busy
	}
	for name, busy := range u.Engines {
		busy.Capacity = max(busy.Capacity, 1)
		u.Engines[name] = busy
	}
	for region, s := range sizes {
		if ownRegion(region) {
			u.MemoryBytes = sum(u.MemoryBytes, s.bytes)
		} else {
			u.SystemBytes = sum(u.SystemBytes, s.bytes)
		}
	}
	return u, u.Driver != ""
}

// inBytes is a size given in the units of the kernel's drivers.
func inBytes(n uint64, unit string) (int64, bool) {
	shift, ok := map[string]int{"": 0, "B": 0, "KiB": 10, "MiB": 20, "GiB": 30}[strings.TrimSpace(unit)]
	if !ok || n > uint64(1<<63-1)>>shift {
		return 0, false
	}
	return int64(n << shift), true
}

// sum adds two sizes, and is the largest size where the sum would be larger.
func sum(a, b int64) int64 {
	if a > 1<<63-1-b {
		return 1<<63 - 1
	}
	return a + b
}

// ownRegion reports that a region of memory is the card's own: "vram" for amdgpu and xe,
// "vram0" and "local0" on Intel's cards.
func ownRegion(name string) bool {
	return strings.HasPrefix(name, "vram") || strings.HasPrefix(name, "local")
}

// On are the uses of the card of an adapter, by its slot.
func (a Adapter) On(all []Use) []Use {
	var on []Use
	for _, u := range all {
		if a.Slot != "" && u.Slot == a.Slot {
			on = append(on, u)
		}
	}
	return on
}

// copying are the parts of cards that move, play and write pictures and films. A program that
// keeps only such parts busy takes nothing from one that computes.
var copying = []string{"video", "vcs", "vecs", "bcs", "copy", "dma", "sdma", "enc", "dec", "jpeg", "vcn", "uvd", "vce", "vpe", "tfu", "cache_clean"}

func computes(engine string) bool {
	return !slices.ContainsFunc(copying, func(prefix string) bool { return strings.HasPrefix(engine, prefix) })
}

// Share is how much of a card others took between two looks at its uses, which are apart in
// time: the share of the busiest part that draws or computes, from 0 to 1. Files that were
// opened or closed in between don't count.
func Share(before, after []Use, apart time.Duration) float64 {
	if apart <= 0 {
		return 0
	}
	type use struct {
		slot, client, driver string
		pid                  int
	}
	earlier := map[use]Use{}
	for _, u := range before {
		earlier[use{u.Slot, u.Client, u.Driver, u.PID}] = u
	}
	shares := map[string]float64{}
	for _, u := range after {
		was, ok := earlier[use{u.Slot, u.Client, u.Driver, u.PID}]
		if !ok {
			continue
		}
		for name, now := range u.Engines {
			then, ok := was.Engines[name]
			if !ok || !computes(name) {
				continue
			}
			shares[u.Slot+" "+name] += now.since(then, apart)
		}
	}
	share := 0.0
	for _, s := range shares {
		share = max(share, s)
	}
	return min(share, 1)
}

// since is the share of the part's time since an earlier count. Counts that went back are no
// share.
func (b Busy) since(then Busy, apart time.Duration) float64 {
	capacity := float64(max(b.Capacity, 1))
	if b.Time > then.Time {
		return float64(b.Time-then.Time) / float64(apart) / capacity
	}
	if b.Cycles > then.Cycles && b.Of > then.Of {
		return float64(b.Cycles-then.Cycles) / float64(b.Of-then.Of) / capacity
	}
	return 0
}
