package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app/internal/largelibrary"
	"descry/assets"
	"descry/ml"
)

// BenchmarkWindow100k opens the built program on a library of 100,000 photos and
// measures what an user feels: how long until photos are there, whether scrolling
// stalls, how much memory it takes and whether it rests afterwards. The driver of
// a virtual screen draws on the CPU and takes memory for it; an empty window of
// the same size is measured beside it.
//
// DESCRY_E2E_LIBRARY names a folder that keeps the library for the next run.
func BenchmarkWindow100k(b *testing.B) {
	if os.Getenv("DESCRY_E2E") == "" {
		b.Skip("drives a real window: set DESCRY_E2E after make build")
	}
	home := largeHome(b, 100_000)
	b.Setenv("DESCRY_PULSE", "1")
	for b.Loop() {
		blank := blankWindow(b)
		d := newDesktop(b)
		d.home = home
		_ = os.Remove(filepath.Join(home, "descry.log"))
		_ = os.Remove(filepath.Join(home, "window.toml"))
		began := time.Now()
		d.start()
		d.wait("the first photos", func() bool { return strings.Contains(d.log(), "photos shown") })
		b.ReportMetric(d.since(began, "window shown"), "ms-to-window")
		b.ReportMetric(d.since(began, "photos shown"), "ms-to-photos")
		time.Sleep(5 * time.Second)
		b.Logf("an empty window: %v", blank)
		d.phase("after the start", began)
		d.scrollFar()
		d.searchFive()
		d.idle()
		end := d.phase("after resting", time.Now())
		b.ReportMetric(end.rss, "MB-end")
		b.ReportMetric(end.peak, "MB-peak")
		b.ReportMetric(blank.rss, "MB-empty-window")
		d.quit()
	}
}

// largeHome makes the library unless one of an earlier run is there.
func largeHome(b *testing.B, photos int) string {
	b.Helper()
	home := os.Getenv("DESCRY_E2E_LIBRARY")
	if home == "" {
		home = b.TempDir()
	}
	if _, err := os.Stat(filepath.Join(home, "made")); err == nil {
		return home
	}
	pack, err := ml.OpenPack(assets.StarterPack())
	must(b, err)
	began := time.Now()
	must(b, largelibrary.Library{
		Home: home, Folder: filepath.Join(home, "photos"), Photos: photos, Model: pack.ID, Dim: pack.JointDim,
	}.Make(b.Context()))
	must(b, os.WriteFile(filepath.Join(home, "made"), nil, 0o644))
	b.Logf("a library of %d photos made in %v", photos, time.Since(began).Round(time.Second))
	return home
}

// blankWindow is the memory of a window with nothing in it.
func blankWindow(b *testing.B) memory {
	b.Helper()
	d := newDesktop(b)
	path := filepath.Join(b.TempDir(), "blank")
	if out, err := exec.Command("go", "build", "-o", path, "descry/app/internal/blank").CombinedOutput(); err != nil {
		b.Fatalf("build the empty window: %v: %s", err, out)
	}
	cmd := exec.Command(path)
	cmd.Env = d.environment()
	must(b, cmd.Start())
	time.Sleep(5 * time.Second)
	m := memoryOf(b, cmd.Process.Pid)
	must(b, cmd.Process.Kill())
	_ = cmd.Wait()
	return m
}

// phase logs what the program takes now and how it answered since a time.
func (d *desktop) phase(name string, since time.Time) memory {
	d.t.Helper()
	m := memoryOf(d.t, d.program.Process.Pid)
	d.t.Logf("%-34s %v%s", name, m, d.latency(since))
	return m
}

// scrollFar goes through the whole library in every way there is.
func (d *desktop) scrollFar() {
	began := time.Now()
	d.click(700, 400) // gives the grid the keyboard
	d.do("click", "--repeat", "300", "--delay", "15", "5")
	d.phase("after 300 notches of the wheel", began)

	began = time.Now()
	d.do("key", "--repeat", "150", "--delay", "40", "Next")
	d.phase("after 150 pages", began)

	began = time.Now()
	d.do("mousemove", fmt.Sprint(scrubberX), "120", "mousedown", "1")
	for y := 120; y < screenH-60; y += 6 {
		d.quick("mousemove", fmt.Sprint(scrubberX), fmt.Sprint(y))
	}
	d.do("mouseup", "1")
	d.screenshot("large-scrubbed.png")
	d.phase("after dragging through 15 years", began)

	began = time.Now()
	d.key("Home")
	d.do("click", "--repeat", "600", "--delay", "5", "5")
	d.phase("after 600 fast notches", began)
}

// scrubberX is the middle of the date scrubber while no details are shown.
const scrubberX = screenW - 8

// quick is do at the pace of a machine.
func (d *desktop) quick(args ...string) {
	d.t.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = d.environment()
	must(d.t, cmd.Run())
	time.Sleep(20 * time.Millisecond)
}

func (d *desktop) searchFive() {
	began := time.Now()
	for i, text := range []string{
		"a red kayak on a mountain lake", "children on a beach in the evening", "a birthday cake with candles",
		"an old town in the rain", "snow on fir trees",
	} {
		d.click(600, 26)
		d.key("ctrl+a")
		d.typeText(text)
		d.wait("an answer for "+text, func() bool { return strings.Contains(d.log(), fmt.Sprintf("query=%q", text)) })
		time.Sleep(time.Second)
		d.phase(fmt.Sprintf("after search %d", i+1), began)
		began = time.Now()
	}
	d.screenshot("large-searched.png")
}

// idle logs the processor time of ten seconds in which nobody does anything.
func (d *desktop) idle() {
	time.Sleep(3 * time.Second)
	before := cpuTicks(d.t, d.program.Process.Pid)
	time.Sleep(10 * time.Second)
	ticks := cpuTicks(d.t, d.program.Process.Pid) - before
	d.t.Logf("%d ticks of 10 ms in 10 s of rest", ticks)
	if b, ok := d.t.(*testing.B); ok {
		b.ReportMetric(float64(ticks), "idle-ticks/10s")
	}
}
