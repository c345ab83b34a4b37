package e2e

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"descry/app/internal/scene"
)

// again starts the program once more, which is to end by itself.
func (d *desktop) again(args ...string) (code int, output string, took time.Duration) {
	d.t.Helper()
	cmd := exec.Command(d.binary, args...)
	cmd.Env = d.environment()
	begin := time.Now()
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		d.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out), time.Since(begin)
}

// windows are the ids of those with a name on the screen.
func (d *desktop) windows(name string) []string {
	d.t.Helper()
	cmd := exec.Command("xdotool", "search", "--onlyvisible", "--name", name)
	cmd.Env = d.environment()
	out, _ := cmd.Output() // none is a failure to xdotool
	return strings.Fields(string(out))
}

func (d *desktop) focused() string {
	cmd := exec.Command("xdotool", "getwindowfocus")
	cmd.Env = d.environment()
	out, _ := cmd.Output()
	return strings.TrimSpace(string(out))
}

// TestEndToEndLaterStart starts the program while its window is open: that comes to the
// front, takes the folder and answers the query. Then the window hangs, and is killed.
func TestEndToEndLaterStart(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs")
	}
	photos := t.TempDir()
	must(t, scene.Paint(photos))
	d := newDesktop(t)
	d.start()
	before := d.windows("^Descry$")
	if len(before) != 1 {
		t.Fatalf("%d windows are open", len(before))
	}
	d.do("windowfocus", "--sync", before[0]) // there is no window manager that would
	root := strings.TrimSpace(string(d.tool("xdotool", "search", "--maxdepth", "0", ".*")))
	d.do("windowfocus", root)

	if code, out, _ := d.again(photos); code != 0 || out != "" {
		t.Fatalf("a start with a folder: exit %d: %s", code, out)
	}
	d.wait("the folder of the second start", func() bool { s := d.status(); return s.Photos == len(scene.All) && s.Pending == 0 })
	if got := d.focused(); got != before[0] {
		t.Errorf("the keyboard is with window %s, want %s", got, before[0])
	}
	ask := scene.All[1]
	d.key("F6") // another page
	if code, out, took := d.again("--search", ask.Description); code != 0 || took > 3*time.Second {
		t.Fatalf("a start with a query: exit %d after %v: %s", code, took, out)
	}
	d.wait("the answer to the second start", func() bool { return d.answered(ask.Description) == filepath.Join(photos, ask.Name) })
	d.wait("it on the screen", func() bool {
		return difference(d.screenshot("later-start.png"), firstTile, filepath.Join(photos, ask.Name)) < 12
	})
	if after := d.windows("^Descry$"); len(after) != 1 {
		t.Errorf("%d windows are open after two more starts", len(after))
	}
	t.Run("another library", func(t *testing.T) {
		other := &desktop{t: t, binary: d.binary, home: t.TempDir(), display: d.display, output: &bytes.Buffer{}}
		other.start()
		if n := len(d.windows("^Descry$")); n != 2 {
			t.Errorf("%d windows of two libraries", n)
		}
		other.quit()
	})

	must(t, d.program.Process.Signal(syscall.SIGSTOP))
	hung := exec.Command(d.binary)
	hung.Env = d.environment()
	said := &bytes.Buffer{}
	hung.Stderr = said
	begin := time.Now()
	must(t, hung.Start())
	d.wait("the window that says that the first hangs", func() bool { return len(d.windows("Descry is open already")) == 1 })
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("said after %v", took)
	}
	d.screenshot("hung.png")
	must(t, hung.Process.Signal(os.Interrupt))
	_ = hung.Wait()
	if code := hung.ProcessState.ExitCode(); code != 1 || !strings.Contains(said.String(), "open already") {
		t.Errorf("exit %d: %s", code, said)
	}
	must(t, d.program.Process.Kill())
	_ = <-d.ended

	must(t, os.Rename(filepath.Join(d.home, "descry.log"), filepath.Join(d.home, "descry.log.old")))
	d.start()
	if log := d.log(); !strings.Contains(log, "ended without saying so") {
		t.Errorf("nothing is said of the window that was killed:\n%s", log)
	}
	d.quit()
	if log := d.log(); !strings.Contains(log, "msg=ended") || strings.Count(log, "msg=started") != 1 {
		t.Errorf("beginning and end are not in the log:\n%s", log)
	}
}

// tool runs a program on the desktop and returns what it says.
func (d *desktop) tool(name string, args ...string) []byte {
	d.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = d.environment()
	out, err := cmd.Output()
	must(d.t, err)
	return out
}

// TestEndToEndCrash aborts the program as its libraries would.
func TestEndToEndCrash(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs")
	}
	d := newDesktop(t)
	d.start()
	must(t, d.program.Process.Signal(syscall.SIGABRT))
	_ = <-d.ended
	must(t, os.Rename(filepath.Join(d.home, "descry.log"), filepath.Join(d.home, "descry.log.old")))
	d.start()
	log := d.log()
	if !strings.Contains(log, "ended by a crash") || !strings.Contains(log, `reason="SIGABRT: abort"`) || !strings.Contains(log, "\tgoroutine ") {
		t.Errorf("the log of the next start:\n%s", log)
	}
	d.quit()
}

// TestEndToEndCantStart has no catalogue where one should be: a window says so, and
// standard error does. A misspelt setting is no reason not to start.
func TestEndToEndCantStart(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs")
	}
	d := newDesktop(t)
	must(t, os.WriteFile(filepath.Join(d.home, "settings.toml"), []byte("thread = 2\n"), 0o600))
	catalogue := filepath.Join(d.home, "catalogue.db")
	must(t, os.WriteFile(catalogue, []byte("too short to be one"), 0o600))
	cmd := exec.Command(d.binary)
	cmd.Env = d.environment()
	said := &bytes.Buffer{}
	cmd.Stderr = said
	must(t, cmd.Start())
	defer func() { _ = cmd.Process.Kill() }()
	d.ended = nil
	d.wait("the window", func() bool { return len(d.windows("Descry can")) == 1 })
	time.Sleep(500 * time.Millisecond) // until it is drawn
	d.screenshot("cant-start.png")
	d.do("windowfocus", "--sync", d.windows("Descry can")[0])
	d.key("Escape")
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 1 || strings.Count(said.String(), "descry: ") != 2 || !strings.Contains(said.String(), `settings.toml, line 1: there is no setting "thread"`) {
		t.Errorf("exit %d: %s", code, said)
	}
	if log := d.log(); !strings.Contains(log, "msg=started") || !strings.Contains(log, "msg=ended") || !strings.Contains(log, "damaged") {
		t.Errorf("the log says\n%s", log)
	}
	must(t, os.Remove(catalogue))
	d.output.Reset()
	d.start()
	d.screenshot("settings.png")
	d.quit()
	if !strings.Contains(d.output.String(), "settings.toml, line 1") {
		t.Errorf("nothing is said of the setting:\n%s", d.output)
	}
}
