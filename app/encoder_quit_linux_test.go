package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"descry/app/config"
	"descry/internal/softvulkan"
)

// TestQuitWhileTheCardHangs stops the process that computes on the card, as a driver that
// hangs would, and then ends the program: it does not wait, and leaves no process behind.
func TestQuitWhileTheCardHangs(t *testing.T) {
	env := softvulkan.Environment(t)
	dir := photoFolder(t) // sets the home
	write(t, filepath.Join(os.Getenv(config.HomeVariable), "settings.toml"), []byte("device = \"SwiftShader Device\"\n"))
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestRunForAKill$")
	cmd.Env = append(env, killedArgs+"=index\n"+dir, config.HomeVariable+"="+os.Getenv(config.HomeVariable))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	child := 0
	for child == 0 {
		select {
		case err := <-ended:
			t.Fatalf("it ended by itself: %v\n%s", err, &out)
		case <-time.After(5 * time.Millisecond):
			child = encoderOf(cmd.Process.Pid)
		}
	}
	if err := syscall.Kill(child, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond) // photos wait for the child now
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err = <-ended
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 130 || strings.Contains(out.String(), "something hangs") {
		t.Errorf("it ended with %v\n%s", err, &out)
	}
	for range 1000 {
		if _, err := os.Stat(fmt.Sprintf("/proc/%d", child)); err != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the process that hangs is still there")
}

// encoderOf finds the child of a process that is about to load a model, 0 if there is none
// yet. Another one is asked for the adapters before.
func encoderOf(parent int) int {
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range all {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		id, rest, _ := strings.Cut(string(stat), " (descry-encoder) ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			maps, err := os.ReadFile("/proc/" + id + "/maps")
			if n, _ := strconv.Atoi(id); err == nil && bytes.Contains(maps, []byte("/libonnxruntime")) {
				return n
			}
		}
	}
	return 0
}
