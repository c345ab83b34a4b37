package e2e

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"descry/app/internal/scene"
)

// How often and how long BenchmarkPrograms measures.
const (
	paintedOfEach  = 500              // photos of each scene, unless there is a folder
	commandRounds  = 9                // of each command and program
	windowRounds   = 5                // of starts of the window
	windowSearches = 5                // in each of them
	settling       = 15 * time.Second // until a watcher has looked at its folders
	resting        = time.Minute      // then its processor time is taken
)

// BenchmarkPrograms measures built programs side by side, by turns, so that what else runs
// on the machine costs them alike: the start of the window until photos are shown, searches
// in the window and by command, a rescan of an unchanged library, and the processor time of
// the watcher at rest. DESCRY_COMPARE lists the programs as PATH lists folders:
//
//	DESCRY_E2E=1 DESCRY_COMPARE=before/bin/descry:bin/descry \
//		go test -run '^$' -bench Programs -benchtime 1x -timeout 60m ./app/e2e
//
// Each has a library of its own, which it makes of the photos in DESCRY_BENCH_PHOTOS, or of
// 2,000 painted ones. Ratios are those of the medians to the first program's.
func BenchmarkPrograms(b *testing.B) {
	paths := filepath.SplitList(os.Getenv("DESCRY_COMPARE"))
	if os.Getenv("DESCRY_E2E") == "" || len(paths) == 0 {
		b.Skip("drives real windows: set DESCRY_E2E and DESCRY_COMPARE after make build")
	}
	photos := os.Getenv("DESCRY_BENCH_PHOTOS")
	if photos == "" {
		photos = b.TempDir()
		must(b, scene.PaintSeries(photos, paintedOfEach))
	}
	for b.Loop() {
		var c comparison
		b.Setenv("DESCRY_E2E_BINARY", paths[0]) // newDesktop looks for one
		first := newDesktop(b)
		for _, path := range paths {
			path, err := filepath.Abs(path)
			must(b, err)
			d := &desktop{t: b, binary: path, home: b.TempDir(), display: first.display, output: &bytes.Buffer{}}
			c.programs = append(c.programs, &measured{desktop: d})
		}
		c.run(b, photos)
		fmt.Printf("\n%s\n%s\n", strings.Join(paths, "\n"), c.table()) // a log of a benchmark is cut
		for _, p := range c.programs[1:] {
			for i, f := range p.figures {
				b.ReportMetric(f.median()/c.programs[0].figures[i].median(), strings.NewReplacer(" ", "-", ",", "").Replace(f.name)+"-ratio")
			}
		}
	}
}

// measured is a program with its library and what was measured of it.
type measured struct {
	*desktop
	figures []*figure
}

// figure is something that was measured several times.
type figure struct {
	name   string
	values []float64 // milliseconds
}

func (f *figure) median() float64 {
	sorted := slices.Sorted(slices.Values(f.values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func (p *measured) add(name string, ms float64) {
	i := slices.IndexFunc(p.figures, func(f *figure) bool { return f.name == name })
	if i < 0 {
		i = len(p.figures)
		p.figures = append(p.figures, &figure{name: name})
	}
	p.figures[i].values = append(p.figures[i].values, ms)
}

// comparison measures programs by turns.
type comparison struct{ programs []*measured }

// each calls fn for each program so many times, in turns that begin with another program
// each time.
func (c *comparison) each(rounds int, fn func(p *measured)) {
	for round := range rounds {
		for i := range c.programs {
			fn(c.programs[(i+round)%len(c.programs)])
		}
	}
}

func (c *comparison) run(b *testing.B, photos string) {
	c.each(1, func(p *measured) { p.timed("first index", "index", photos) })
	c.each(1, func(p *measured) {
		s := p.status()
		b.Logf("%d photos in the library of %s", s.Photos, p.binary)
		if s.Photos == 0 || s.Pending > 0 {
			b.Fatalf("%d photos are pending", s.Pending)
		}
	})
	c.each(commandRounds, func(p *measured) { p.timed("rescan", "index") })
	c.each(commandRounds, func(p *measured) { p.timed("search by command", "search", scene.All[0].Description) })
	c.each(windowRounds, (*measured).window)
	c.rest()
}

// timed runs a command, by the clock and by the processor, what it waited for included.
func (p *measured) timed(name string, args ...string) {
	p.t.Helper()
	cmd := exec.Command(p.binary, args...)
	cmd.Env = p.environment()
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("descry %v: %v: %s", args, err, out)
	}
	p.add(name, ms(time.Since(began)))
	p.add(name+", CPU", ms(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// window opens the window and searches in it.
func (p *measured) window() {
	p.t.Helper()
	if err := os.Remove(filepath.Join(p.home, "descry.log")); err != nil && !os.IsNotExist(err) {
		p.t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(p.home, "window.toml")); err != nil && !os.IsNotExist(err) {
		p.t.Fatal(err) // the last search would come again
	}
	began := time.Now()
	p.start()
	p.wait("the first photos", func() bool { return strings.Contains(p.log(), "photos shown") })
	p.add("start to photos", p.since(began, "photos shown"))
	started := cpuTicks(p.t, p.program.Process.Pid)
	p.add("start to photos, CPU", 10*float64(started))
	for i := range windowSearches {
		text := scene.All[i%len(scene.All)].Description + strings.Repeat(" again", i/len(scene.All))
		p.click(600, 26)
		p.key("ctrl+a")
		p.typeText(text)
		var took time.Duration
		p.wait("an answer for "+text, func() (answered bool) {
			took, answered = p.took(text)
			return answered
		})
		p.add([]string{"first search in the window", "further searches"}[min(i, 1)], ms(took))
	}
	p.add(fmt.Sprintf("%d searches in the window, CPU", windowSearches), 10*float64(cpuTicks(p.t, p.program.Process.Pid)-started))
	p.quit()
}

// took is how long the search for a text took, as the log says it.
func (p *measured) took(text string) (took time.Duration, answered bool) {
	for _, line := range p.lines() {
		if !strings.Contains(line, "search done") || !strings.Contains(line, "query="+strconv.Quote(text)) {
			continue
		}
		_, rest, _ := strings.Cut(line, " took=")
		took, err := time.ParseDuration(strings.Fields(rest)[0])
		must(p.t, err)
		return took, true
	}
	return 0, false
}

// rest takes the processor time of the programs as watchers, all at once, while nothing
// happens. The processes that they have count as they.
func (c *comparison) rest() {
	before := make([]time.Duration, len(c.programs))
	for _, p := range c.programs {
		p.ended = nil // of the window
		p.program = p.watch()
		p.wait("the watcher", func() bool { return p.serviceState().Indexing })
	}
	time.Sleep(settling)
	for i, p := range c.programs {
		before[i] = cpuTime(p.t, p.program.Process.Pid)
	}
	time.Sleep(resting)
	for i, p := range c.programs {
		used := cpuTime(p.t, p.program.Process.Pid) - before[i]
		p.add(fmt.Sprintf("watch at rest for %.0f s, CPU", resting.Seconds()), ms(used))
		must(p.t, p.program.Process.Kill())
	}
}

// cpuTime is the processor time of the threads of a process and of its children that run,
// finer than in ticks.
func cpuTime(t testing.TB, pid int) (used time.Duration) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	must(t, err)
	for _, thread := range threads {
		stat, err := os.ReadFile(filepath.Join(thread, "schedstat"))
		if os.IsNotExist(err) {
			continue // the thread has ended
		}
		must(t, err)
		ns, err := strconv.ParseInt(strings.Fields(string(stat))[0], 10, 64)
		must(t, err)
		used += time.Duration(ns)
		children, _ := os.ReadFile(filepath.Join(thread, "children")) // not every kernel lists them
		for child := range strings.FieldsSeq(string(children)) {
			number, err := strconv.Atoi(child)
			must(t, err)
			used += cpuTime(t, number)
		}
	}
	return used
}

// table writes the figures as docs/benchmarks.md does: the median, the least, and the ratio
// to the first program.
func (c *comparison) table() string {
	var out strings.Builder
	out.WriteString("| ms, median (least) of rounds |")
	for i := range c.programs {
		fmt.Fprintf(&out, " program %d |", i+1)
	}
	out.WriteString(strings.Repeat(" ratio |", len(c.programs)-1) + "\n|---|" + strings.Repeat("--:|", 2*len(c.programs)-1) + "\n")
	for i, of := range c.programs[0].figures {
		fmt.Fprintf(&out, "| %s (%s) |", of.name, cmp.Or(map[int]string{1: "once"}[len(of.values)], fmt.Sprintf("%d times", len(of.values))))
		for _, p := range c.programs {
			f := p.figures[i]
			fmt.Fprintf(&out, " %.1f (%.1f) |", f.median(), slices.Min(f.values))
		}
		for _, p := range c.programs[1:] {
			fmt.Fprintf(&out, " %.2f |", p.figures[i].median()/of.median())
		}
		out.WriteString("\n")
	}
	return out.String()
}
