package e2e

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// desktop is a virtual screen with the program in a window on it.
type desktop struct {
	t       testing.TB
	binary  string
	home    string // DESCRY_HOME
	display string
	program *exec.Cmd
	ended   chan error
	output  *bytes.Buffer
}

const screenW, screenH = 1280, 800

// newDesktop starts an X server of its own on a free display.
func newDesktop(t testing.TB) *desktop {
	t.Helper()
	d := &desktop{t: t, binary: builtBinary(t), home: t.TempDir(), output: &bytes.Buffer{}}
	r, w, err := os.Pipe()
	must(t, err)
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", screenW, screenH), "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{w}
	must(t, server.Start())
	must(t, w.Close())
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	number := make([]byte, 16)
	n, err := r.Read(number)
	must(t, err)
	d.display = ":" + strings.TrimSpace(string(number[:n]))
	return d
}

// builtBinary is bin/descry of the module this test belongs to, or what
// DESCRY_E2E_BINARY names.
func builtBinary(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("DESCRY_E2E_BINARY"); path != "" {
		return path
	}
	path, err := filepath.Abs(filepath.Join("..", "..", "bin", "descry"))
	must(t, err)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("there is no bin/descry: run make build first (%v)", err)
	}
	return path
}

func (d *desktop) environment() []string {
	return append(os.Environ(), "DISPLAY="+d.display, "WAYLAND_DISPLAY=", "DESCRY_HOME="+d.home, "HOME="+d.home, "LANG=C.UTF-8")
}

// start opens the window and waits until it is on the screen.
func (d *desktop) start(args ...string) {
	d.t.Helper()
	d.program = exec.Command(d.binary, args...)
	d.program.Env = d.environment()
	d.program.Stdout, d.program.Stderr = d.output, d.output
	must(d.t, d.program.Start())
	d.ended = make(chan error, 1)
	go func() { d.ended <- d.program.Wait() }()
	d.t.Cleanup(func() {
		if d.program.ProcessState == nil {
			_ = d.program.Process.Kill()
		}
		if d.t.Failed() {
			d.t.Logf("the program's output:\n%s\nits log:\n%s", d.output, d.log())
		}
	})
	d.wait("the window", func() bool { return strings.Contains(d.log(), "window shown") })
}

// wait polls until something is so; the program ending fails the test.
func (d *desktop) wait(what string, ok func() bool) {
	d.t.Helper()
	for range 900 {
		select {
		case err := <-d.ended:
			d.t.Fatalf("the program ended (%v) while waiting for %s", err, what)
		default:
		}
		if ok() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	d.screenshot("failed.png")
	d.t.Fatalf("did not happen within 90 s: %s", what)
}

func (d *desktop) log() string {
	b, _ := os.ReadFile(filepath.Join(d.home, "descry.log"))
	return string(b)
}

// do moves the mouse and types, as xdotool is told.
func (d *desktop) do(args ...string) {
	d.t.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = d.environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		d.t.Fatalf("xdotool %v: %v: %s", args, err, out)
	}
	time.Sleep(200 * time.Millisecond) // a person's pace
}

func (d *desktop) click(x, y int) { d.do("mousemove", fmt.Sprint(x), fmt.Sprint(y), "click", "1") }
func (d *desktop) key(k string)   { d.do("key", k) }
func (d *desktop) typeText(s string) {
	d.do("type", "--delay", "15", s)
}

// screenshot takes a picture of the whole screen; name "" keeps no file,
// otherwise it goes to DESCRY_E2E_SHOTS if that is set.
func (d *desktop) screenshot(name string) image.Image {
	d.t.Helper()
	cmd := exec.Command("import", "-window", "root", "png:-")
	cmd.Env = d.environment()
	shot, err := cmd.Output()
	if err != nil {
		d.t.Fatalf("screenshot: %v", err)
	}
	if dir := os.Getenv("DESCRY_E2E_SHOTS"); dir != "" && name != "" {
		must(d.t, os.WriteFile(filepath.Join(dir, name), shot, 0o644))
	}
	img, _, err := image.Decode(bytes.NewReader(shot))
	must(d.t, err)
	return img
}

// command runs the program's command line on the same library.
func (d *desktop) command(args ...string) string {
	d.t.Helper()
	cmd := exec.Command(d.binary, args...)
	cmd.Env = d.environment()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		d.t.Fatalf("descry %v: %v: %s", args, err, stderr.String())
	}
	return string(out)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
