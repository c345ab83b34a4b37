package e2e

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"descry/app/internal/scene"
)

// quitRounds names the environment variable with how often TestEndToEndQuit ends the
// program; without it a few times are enough. quitSeed repeats a run.
const (
	quitRounds = "DESCRY_TORTURE_QUIT"
	quitSeed   = "DESCRY_TORTURE_SEED"
)

// The program ends within endsWithin. A dump of its goroutines is taken when it doesn't,
// and it is killed where even that doesn't end it. The short form runs beside other
// tests on a machine that may be busy, and looks for what never ends.
const (
	endsWithin   = 2 * time.Second
	endsWithBusy = 8 * time.Second
	dumpsWithin  = 5 * time.Second
)

// moment is a state in which the program is ended: reach brings it there, nil ends it at
// any time from its first instruction on.
type moment struct {
	name  string
	args  func(q *quitting) []string // the program's
	fresh bool                       // on a library without photos
	reach func(q *quitting)
	most  time.Duration // then a random time up to this
}

func noArgs(*quitting) []string    { return nil }
func addsAll(q *quitting) []string { return []string{q.photos} }
func indexes(q *quitting) []string { return []string{"index", q.photos} }
func watches(*quitting) []string   { return []string{"watch"} }
func (q *quitting) shown()         { q.until("window shown") }
func (q *quitting) press(k string) { q.try("key", k) }
func (q *quitting) pick(x, y int)  { q.try("mousemove", fmt.Sprint(x), fmt.Sprint(y), "click", "1") }
func (q *quitting) write(s string) { q.try("type", "--delay", "5", s) }
func (q *quitting) asks(text string) {
	q.shown()
	q.pick(600, 26)
	q.press("ctrl+a")
	q.press("BackSpace")
	q.write(text)
}

// moments are all of them: of the window, the service and the command.
var moments = []moment{
	{"starting", noArgs, false, nil, 1500 * time.Millisecond},
	{"starting on nothing", addsAll, true, nil, 2 * time.Second},
	{"just shown", noArgs, false, (*quitting).shown, 300 * time.Millisecond},
	{"indexing", addsAll, true, (*quitting).shown, 6 * time.Second},
	{"paused", addsAll, true, func(q *quitting) { q.shown(); q.press("ctrl+p") }, time.Second},
	{"typing", noArgs, false, func(q *quitting) { q.asks("a night sky full of") }, 600 * time.Millisecond},
	{"searching", noArgs, false, func(q *quitting) { q.asks("a green meadow under a clear sky"); q.press("Return") }, 500 * time.Millisecond},
	{"searched", noArgs, false, func(q *quitting) {
		q.asks(fmt.Sprintf("an orange sunset over the sea %d", q.random.IntN(1e6)))
		q.press("Return")
		q.until("search done")
	}, 2 * time.Second},
	{"searching while indexing", addsAll, true, func(q *quitting) { q.asks("stars"); q.press("Return") }, 2 * time.Second},
	{"models", noArgs, false, func(q *quitting) { q.shown(); q.pick(640, 700); q.press("F6") }, time.Second},
	{"learn", noArgs, false, func(q *quitting) { q.shown(); q.pick(640, 700); q.press("F7") }, time.Second},
	{"sheet", noArgs, false, func(q *quitting) { q.shown(); q.pick(640, 700); q.press("ctrl+o") }, time.Second},
	{"help", noArgs, false, func(q *quitting) { q.shown(); q.pick(640, 700); q.press("question") }, time.Second},
	{"viewer", noArgs, false, func(q *quitting) { q.shown(); q.pick(330, 200); q.press("Return") }, time.Second},
	{"idle", noArgs, false, (*quitting).shown, 5 * time.Second},
	{"watch", watches, false, nil, 3 * time.Second},
	{"watch indexing", watches, true, func(q *quitting) { q.addFolder() }, 4 * time.Second},
	{"index", indexes, true, nil, 2 * time.Second},
}

func (m moment) window() bool {
	args := m.args(&quitting{})
	return len(args) == 0 || args[0] != "index" && args[0] != "watch"
}

// quitting ends the program again and again.
type quitting struct {
	*desktop
	random *rand.Rand
	photos string
	filled string // a home whose library has all photos
	args   []string
	stderr *bytes.Buffer
	gone   bool // it ended before it was to
}

// until waits for a word in the log.
func (q *quitting) until(word string) {
	for range 300 {
		if strings.Contains(q.log(), word) {
			return
		}
		select {
		case err := <-q.ended:
			q.ended <- err
			q.gone = true
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
	q.t.Errorf("%q is not in the log after 15 s", word)
}

// try is do at once, and whether it works or not.
func (q *quitting) try(args ...string) {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = q.environment()
	_ = cmd.Run()
}

// addFolder asks the service, which is up by then, to index.
func (q *quitting) addFolder() {
	time.Sleep(300 * time.Millisecond)
	cmd := exec.Command(q.binary, "index", q.photos)
	cmd.Env = q.environment()
	if cmd.Start() == nil {
		time.Sleep(1500 * time.Millisecond)
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}
}

// launch starts the program and doesn't wait.
func (q *quitting) launch(m moment) {
	q.home = q.filled
	if m.fresh {
		q.home = q.t.TempDir()
	}
	_ = os.Remove(filepath.Join(q.home, "descry.log"))
	q.gone = false
	q.stderr = &bytes.Buffer{}
	q.args = m.args(q)
	q.program = exec.Command(q.binary, q.args...)
	q.program.Env = append(q.environment(), "GOTRACEBACK=all")
	q.program.Stdout, q.program.Stderr = q.stderr, q.stderr
	must(q.t, q.program.Start())
	q.ended = make(chan error, 1)
	go func(p *exec.Cmd, ended chan<- error) { ended <- p.Wait() }(q.program, q.ended)
}

// way is how the program is ended.
type way struct {
	name string
	end  func(q *quitting)
}

var (
	interrupt = way{"SIGINT", func(q *quitting) { _ = q.program.Process.Signal(os.Interrupt) }}
	terminate = way{"SIGTERM", func(q *quitting) { _ = q.program.Process.Signal(syscall.SIGTERM) }}
	key       = way{"Ctrl+Q", func(q *quitting) { q.press("ctrl+q") }}
)

// ways a moment can be ended in.
func (q *quitting) way(m moment) way {
	ways := []way{interrupt, terminate}
	if m.window() && m.reach != nil {
		if ids := q.windows("^Descry$"); len(ids) == 1 { // there is no window manager that would
			q.try("windowfocus", "--sync", ids[0])
			ways = append(ways, key)
		}
	}
	return ways[q.random.IntN(len(ways))]
}

// round brings the program to a moment, ends it, and returns how and how long that took.
func (q *quitting) round(m moment, limit time.Duration) (how string, took time.Duration) {
	q.launch(m)
	if m.reach != nil {
		m.reach(q)
	}
	how = q.way(m).name
	time.Sleep(time.Duration(q.random.Int64N(int64(m.most))))
	begin := time.Now()
	for _, w := range []way{interrupt, terminate, key} {
		if w.name == how {
			w.end(q)
		}
	}
	select {
	case err := <-q.ended:
		took = time.Since(begin)
		q.check(m, how, err)
		return how, took
	case <-time.After(limit):
	}
	q.t.Errorf("%s, %s: did not end within %v; its goroutines are in %s", m.name, how, limit, q.dump(m, how))
	return how, time.Since(begin)
}

// check reports an end that is none: a crash, or one that had to be forced. The runtime
// can't be stopped while it loads a model, which a busy machine takes its time for.
func (q *quitting) check(m moment, how string, err error) {
	code := q.program.ProcessState.ExitCode()
	early := code == -1 && m.reach == nil // before it listens to signals
	forced := strings.Contains(q.stderr.String(), "by force")
	if log := q.log(); forced && (strings.Contains(log, "onnxruntime_go._Cfunc") || strings.Contains(log, "ml/ort._Cfunc")) {
		q.t.Logf("%s, %s: ended by force while the runtime was busy", m.name, how)
		forced = false
	}
	if forced || strings.Contains(q.stderr.String(), "goroutine ") || code != 0 && code != 130 && !early {
		q.t.Errorf("%s, %s: ended with %v:\n%s\n%s", m.name, how, err, q.stderr, q.log())
	}
}

// dump has the runtime write all goroutines, kills the program where that doesn't end
// it, and returns the file with what it said.
func (q *quitting) dump(m moment, how string) string {
	_ = q.program.Process.Signal(syscall.SIGQUIT)
	select {
	case _ = <-q.ended:
	case <-time.After(dumpsWithin):
		_ = q.program.Process.Kill()
		_ = <-q.ended
	}
	dir := os.Getenv("DESCRY_E2E_SHOTS")
	if dir == "" {
		dir = os.TempDir()
	}
	path := filepath.Join(dir, strings.ReplaceAll(fmt.Sprintf("quit-%s-%s-%d.txt", m.name, how, q.program.Process.Pid), " ", "-"))
	must(q.t, os.WriteFile(path, []byte(q.stderr.String()+"\n"+q.log()), 0o644))
	return path
}

// TestEndToEndQuit ends the program in every state, by each way there is, and wants it
// gone at once. DESCRY_TORTURE_QUIT says how often; then the limit is what the user is
// promised.
func TestEndToEndQuit(t *testing.T) {
	rounds, limit := 5, endsWithBusy
	if asked := os.Getenv(quitRounds); asked != "" {
		n, err := strconv.Atoi(asked)
		must(t, err)
		rounds, limit = n, endsWithin
		for _, tool := range []string{"Xvfb", "xdotool"} {
			if _, err := exec.LookPath(tool); err != nil && os.Getenv("DESCRY_E2E") == "" {
				t.Skip("without a virtual screen there is no window to end: setup/packages.sh test installs", tool)
			}
		}
	} else if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs; " + quitRounds + "=500 does it often")
	}
	seed := uint64(time.Now().UnixNano())
	if asked := os.Getenv(quitSeed); asked != "" {
		n, err := strconv.ParseUint(asked, 10, 64)
		must(t, err)
		seed = n
	}
	t.Logf("%s=%d", quitSeed, seed)
	q := &quitting{desktop: newDesktop(t), random: rand.New(rand.NewPCG(seed, 1)), photos: t.TempDir()}
	must(t, scene.PaintSeries(q.photos, 10)) // of each scene
	q.filled = q.home
	q.command("index", q.photos)

	took := make(map[string][]time.Duration)
	order := q.random.Perm(len(moments))
	for i := range rounds {
		m := moments[order[i%len(order)]]
		how, d := q.round(m, limit)
		took[m.name] = append(took[m.name], d)
		t.Logf("%4d %-26s %-8s %v", i+1, m.name, how, d.Round(time.Millisecond))
	}
	for _, m := range moments {
		if all := took[m.name]; len(all) > 0 {
			slices.Sort(all)
			t.Logf("%-26s %3d rounds: median %v, longest %v", m.name, len(all), all[len(all)/2].Round(time.Millisecond), all[len(all)-1].Round(time.Millisecond))
		}
	}
}
