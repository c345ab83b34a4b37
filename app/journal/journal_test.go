package journal_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app/journal"
)

// endVariable tells this test binary, started once more, how to end.
const endVariable = "DESCRY_TEST_END"

func TestMain(m *testing.M) {
	if how := os.Getenv(endVariable); how != "" {
		run := book(os.Args[1], os.Stdout).Begin("window", "version", "1.2.3")
		_, _ = os.Stdout.WriteString("running\n")
		switch how {
		case "panic":
			go func() { panic("the reel is torn") }() // nobody's goroutine
			time.Sleep(time.Minute)
		case "kill":
			time.Sleep(time.Minute)
		}
		run.End(nil)
		return
	}
	os.Exit(m.Run())
}

func book(dir string, out interface{ Write([]byte) (int, error) }) journal.Book {
	return journal.Book{Log: slog.New(slog.NewTextHandler(out, nil)), Out: out, Dir: dir}
}

// process runs this binary as the program. It is killed if it doesn't end as told.
func process(t *testing.T, dir, how string) (output string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], dir)
	cmd.Env = append(os.Environ(), endVariable+"="+how)
	var out bytes.Buffer
	cmd.Stdout = &out
	if how == "kill" {
		cmd.Stdout = nil
		pipe, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		seen := make([]byte, 4096)
		for !strings.Contains(out.String(), "running") {
			n, err := pipe.Read(seen)
			must(t, err)
			out.Write(seen[:n])
		}
		must(t, cmd.Process.Kill())
		_ = cmd.Wait()
		return out.String()
	}
	_ = cmd.Run()
	return out.String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// next is what the log says when a run begins after what was before.
func next(t *testing.T, dir string) string {
	t.Helper()
	var out bytes.Buffer
	book(dir, &out).Begin("window").End(nil)
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != 1 { // the lock
		t.Errorf("%d files are left, want the lock alone: %v", len(left), left)
	}
	return out.String()
}

func TestAnOrderlyEndIsNoted(t *testing.T) {
	dir := t.TempDir()
	out := process(t, dir, "order")
	for _, want := range []string{"msg=started what=window", "version=1.2.3", "msg=ended what=window"} {
		if !strings.Contains(out, want) {
			t.Errorf("the log lacks %q:\n%s", want, out)
		}
	}
	if out := next(t, dir); strings.Contains(out, "crash") || strings.Contains(out, "without") {
		t.Errorf("after an orderly end the log says\n%s", out)
	}
}

func TestACrashIsToldWithItsStack(t *testing.T) {
	dir := t.TempDir()
	process(t, dir, "panic")
	out := next(t, dir)
	crash, rest, _ := strings.Cut(out, "\n")
	if !strings.Contains(crash, "ended by a crash") || !strings.Contains(crash, `reason="panic: the reel is torn"`) {
		t.Errorf("the log begins with %s", crash)
	}
	if !strings.Contains(rest, "\tgoroutine ") || !strings.Contains(rest, "TestMain") {
		t.Errorf("no stack:\n%s", rest)
	}
	if again := next(t, dir); strings.Contains(again, "crash") {
		t.Errorf("told twice:\n%s", again)
	}
}

func TestAKillIsToldByTheNextRun(t *testing.T) {
	dir := t.TempDir()
	process(t, dir, "kill")
	if out := next(t, dir); !strings.Contains(out, "ended without saying so") || !strings.Contains(out, "what=window") {
		t.Errorf("the log says\n%s", out)
	}
}

func TestWhoRunsIsNotToldOf(t *testing.T) {
	dir := t.TempDir()
	var first, second bytes.Buffer
	a := book(dir, &first).Begin("window")
	b := book(dir, &second).Begin("service")
	b.End(errors.New("the disk is full"))
	a.End(nil)
	if strings.Contains(second.String(), "without") || !strings.Contains(second.String(), `reason="the disk is full"`) {
		t.Errorf("the second says\n%s", &second)
	}
}

func TestWithoutAFolderTheRunGoesOn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	var out bytes.Buffer
	book(filepath.Join(file, "runs"), &out).Begin("window").End(nil)
	if !strings.Contains(out.String(), "msg=started") || !strings.Contains(out.String(), "could not be noted") {
		t.Errorf("the log says\n%s", &out)
	}
}
