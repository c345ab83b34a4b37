package adapter

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What drivers of the kernel write, by their documentation.
const (
	amdgpuUse = `pos:	0
flags:	02100002
mnt_id:	26
ino:	551
drm-driver:	amdgpu
drm-client-id:	68
drm-pdev:	0000:c4:00.0
pasid:	32785
drm-total-cpu:	0
drm-shared-cpu:	0
drm-total-gtt:	20 MiB
drm-resident-gtt:	16 MiB
drm-total-vram:	300 MiB
drm-shared-vram:	8 MiB
drm-resident-vram:	256 MiB
drm-memory-vram:	262144 KiB
drm-memory-gtt: 	16384 KiB
drm-memory-cpu: 	0 KiB
drm-engine-gfx:	9000000000 ns
drm-engine-compute:	1000000000 ns
drm-engine-dec:	70000000000 ns
`
	i915Use = `drm-driver:	i915
drm-client-id:	5
drm-pdev:	0000:00:02.0
drm-total-system0:	40 MiB
drm-resident-system0:	30 MiB
drm-engine-render:	25662044495 ns
drm-engine-video:	1 ns
drm-engine-capacity-video:	2
`
	xeUse = `drm-driver:	xe
drm-client-id:	9
drm-pdev:	0000:03:00.0
drm-total-vram0:	2097152 KiB
drm-cycles-rcs:	1000
drm-total-cycles-rcs:	10000
drm-cycles-ccs:	4000
drm-total-cycles-ccs:	10000
drm-engine-capacity-ccs:	4
`
)

func TestParseUse(t *testing.T) {
	for name, c := range map[string]struct {
		data           string
		driver, slot   string
		memory, system int64
		engines        map[string]Busy
	}{
		"amdgpu": {amdgpuUse, "amdgpu", "0000:c4:00.0", 256 << 20, 16 << 20,
			map[string]Busy{"gfx": {Time: 9 * time.Second, Capacity: 1}, "compute": {Time: time.Second, Capacity: 1}, "dec": {Time: 70 * time.Second, Capacity: 1}}},
		"i915": {i915Use, "i915", "0000:00:02.0", 0, 30 << 20,
			map[string]Busy{"render": {Time: 25662044495, Capacity: 1}, "video": {Time: 1, Capacity: 2}}},
		"xe": {xeUse, "xe", "0000:03:00.0", 2 << 30, 0,
			map[string]Busy{"rcs": {Cycles: 1000, Of: 10000, Capacity: 1}, "ccs": {Cycles: 4000, Of: 10000, Capacity: 4}}},
		"an old amdgpu":                {"drm-driver: amdgpu\ndrm-memory-vram: 1024 KiB\ndrm-memory-gtt: 2 MiB\n", "amdgpu", "", 1 << 20, 2 << 20, nil},
		"resident before its old name": {"drm-driver: amdgpu\ndrm-resident-vram: 5 MiB\ndrm-memory-vram: 4 MiB\ndrm-total-vram: 9 MiB", "amdgpu", "", 5 << 20, 0, nil},
		"no slot":                      {"drm-driver: panfrost\ndrm-engine-fragment: 5 ns", "panfrost", "", 0, 0, map[string]Busy{"fragment": {Time: 5, Capacity: 1}}},
		"no numbers": {"drm-driver: x\ndrm-total-vram: many\ndrm-resident-vram: -1 KiB\ndrm-memory-vram: 5 furlongs\ndrm-engine-gfx: x\ndrm-engine-: 5\ndrm-total-vram: 9223372036854775807 GiB\n:\ndrm-\n",
			"x", "", 0, 0, nil},
		"too much":  {"drm-driver: x\ndrm-total-vram: 9223372036854775807\ndrm-total-vram0: 9223372036854775807\n", "x", "", math.MaxInt64, 0, nil},
		"no driver": {"pos: 0\nflags: 02\n", "", "", 0, 0, nil},
	} {
		u, ok := parseUse([]byte(c.data))
		if ok != (c.driver != "") || u.Driver != c.driver || u.Slot != c.slot || u.MemoryBytes != c.memory || u.SystemBytes != c.system || len(u.Engines) != len(c.engines) {
			t.Errorf("%s: %+v, %v", name, u, ok)
		}
		for engine, want := range c.engines {
			if u.Engines[engine] != want {
				t.Errorf("%s: %s: %+v, want %+v", name, engine, u.Engines[engine], want)
			}
		}
	}
}

func FuzzParseUse(f *testing.F) {
	for _, s := range []string{amdgpuUse, i915Use, xeUse} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		u, _ := parseUse(data)
		if u.MemoryBytes < 0 || u.SystemBytes < 0 {
			t.Errorf("%+v", u)
		}
		if s := Share([]Use{{}}, []Use{u}, time.Second); s < 0 || s > 1 {
			t.Errorf("share %v", s)
		}
		none := u
		none.Engines = map[string]Busy{}
		for name := range u.Engines {
			none.Engines[name] = Busy{}
		}
		if s := Share([]Use{none}, []Use{u}, time.Second); !(s >= 0 && s <= 1) {
			t.Errorf("share %v", s)
		}
	})
}

// fakeProcess puts a process with open files into a fake /proc: target and text of each.
func fakeProcess(t *testing.T, proc string, pid int, program string, files ...[2]string) {
	t.Helper()
	dir := filepath.Join(proc, strconv.Itoa(pid))
	for _, sub := range []string{"fd", "fdinfo"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "comm"), []byte(program+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if err := os.Symlink(f[0], filepath.Join(dir, "fd", strconv.Itoa(i))); err != nil {
			t.Skipf("no links here: %v", err)
		}
		if err := os.WriteFile(filepath.Join(dir, "fdinfo", strconv.Itoa(i)), []byte(f[1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUses(t *testing.T) {
	proc := t.TempDir()
	const node = "/dev/dri/renderD128"
	fakeProcess(t, proc, 10, "game", [2]string{"/dev/null", amdgpuUse}, [2]string{node, amdgpuUse}, [2]string{node, amdgpuUse}, [2]string{"/dev/dri/card1", xeUse})
	fakeProcess(t, proc, 11, "game's child", [2]string{node, amdgpuUse}) // has inherited it
	fakeProcess(t, proc, 12, "descry", [2]string{node, strings.Replace(amdgpuUse, "68", "69", 1)})
	fakeProcess(t, proc, 13, "window", [2]string{node, strings.Replace(amdgpuUse, "68", "70", 1)})
	fakeProcess(t, proc, 14, "gone", [2]string{node, amdgpuUse})
	fakeProcess(t, proc, 15, "no driver that tells", [2]string{"/dev/dri/card0", "pos: 0\n"}, [2]string{"/dev/dri/card0", ""})
	for _, gone := range []string{"14/fdinfo/0", "14/comm"} {
		if err := os.Remove(filepath.Join(proc, gone)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(proc, "meminfo"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := uses(t.Context(), proc, []int{12})
	if err != nil {
		t.Fatal(err)
	}
	clients := map[string]int{}
	for _, u := range all {
		clients[u.Client]++
		if u.PID == 13 && (u.Program != "window" || u.Slot != "0000:c4:00.0") {
			t.Errorf("%+v", u)
		}
	}
	if len(all) != 3 || clients["68"] != 1 || clients["9"] != 1 || clients["70"] != 1 {
		t.Errorf("%+v", all)
	}
	a := Adapter{Slot: "0000:c4:00.0"}
	if on := a.On(all); len(on) != 2 {
		t.Errorf("on the card: %+v", on)
	}
	if on := (Adapter{}).On(all); len(on) != 0 {
		t.Errorf("on no card: %+v", on)
	}
	if _, err := uses(t.Context(), filepath.Join(proc, "none"), nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("no /proc: %v", err)
	}
	if _, err := uses(t.Context(), filepath.Join(proc, "10"), nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("no processes in it: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := uses(ctx, proc, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("ended: %v", err)
	}
}

// TestUsesHere reads this machine's files, whatever there is.
func TestUsesHere(t *testing.T) {
	start := time.Now()
	all, err := Uses(t.Context())
	if err != nil && !errors.Is(err, ErrUnsupported) {
		t.Fatal(err)
	}
	t.Logf("%d uses in %v", len(all), time.Since(start))
	for _, u := range all {
		if u.PID == os.Getpid() || u.Driver == "" {
			t.Errorf("%+v", u)
		}
	}
}

func TestShare(t *testing.T) {
	use := func(client string, engines map[string]Busy) Use {
		return Use{Driver: "d", Slot: "s", Client: client, Engines: engines}
	}
	gfx := func(d time.Duration) map[string]Busy { return map[string]Busy{"gfx": {Time: d, Capacity: 1}} }
	for name, c := range map[string]struct {
		before, after []Use
		want          float64
	}{
		"nobody":         {nil, nil, 0},
		"one":            {[]Use{use("1", gfx(time.Second))}, []Use{use("1", gfx(2*time.Second))}, 0.5},
		"two":            {[]Use{use("1", gfx(0)), use("2", gfx(0))}, []Use{use("1", gfx(time.Second)), use("2", gfx(time.Second/2))}, 0.75},
		"more than all":  {[]Use{use("1", gfx(0))}, []Use{use("1", gfx(time.Hour))}, 1},
		"gone back":      {[]Use{use("1", gfx(time.Hour))}, []Use{use("1", gfx(0))}, 0},
		"new":            {nil, []Use{use("1", gfx(time.Hour))}, 0},
		"ended":          {[]Use{use("1", gfx(0))}, nil, 0},
		"another client": {[]Use{use("1", gfx(0))}, []Use{use("2", gfx(time.Hour))}, 0},
		"a film": {[]Use{use("1", map[string]Busy{"dec": {}, "video-enhance": {}, "vcs": {}})},
			[]Use{use("1", map[string]Busy{"dec": {Time: time.Hour}, "video-enhance": {Time: time.Hour}, "vcs": {Time: time.Hour}})}, 0},
		"the busiest part": {[]Use{use("1", map[string]Busy{"render": {}, "compute": {}})},
			[]Use{use("1", map[string]Busy{"render": {Time: time.Second / 2}, "compute": {Time: time.Second}})}, 0.5},
		"two of a part": {[]Use{use("1", map[string]Busy{"compute": {Capacity: 2}})}, []Use{use("1", map[string]Busy{"compute": {Time: time.Second, Capacity: 2}})}, 0.25},
		"cycles": {[]Use{use("1", map[string]Busy{"rcs": {Cycles: 100, Of: 1000, Capacity: 1}})},
			[]Use{use("1", map[string]Busy{"rcs": {Cycles: 400, Of: 2000, Capacity: 1}})}, 0.3},
		"cycles that stand still": {[]Use{use("1", map[string]Busy{"rcs": {Cycles: 100, Of: 1000}})}, []Use{use("1", map[string]Busy{"rcs": {Cycles: 400, Of: 1000}})}, 0},
	} {
		if got := Share(c.before, c.after, 2*time.Second); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := Share([]Use{use("1", gfx(0))}, []Use{use("1", gfx(time.Second))}, 0); got != 0 {
		t.Errorf("no time apart: %v", got)
	}
}
