package app

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/ending"
	"descry/app/internal/scene"
	"descry/internal/sandbox"
)

// TestInterruptWhileTheMainThreadHangs interrupts processes whose main thread waits for a
// server that is down, where the system would have it take the signal and never look at it.
func TestInterruptWhileTheMainThreadHangs(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	home, photos := t.TempDir(), t.TempDir()
	if err := scene.Paint(photos); err != nil {
		t.Fatal(err)
	}
	program := func(args ...string) *exec.Cmd {
		c := exec.Command(os.Args[0], args...)
		c.Env = append(os.Environ(), asProgram+"=1", config.HomeVariable+"="+home)
		return c
	}
	if out, err := program("index", photos).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sandbox.DeadMount(t, photos)
	photo := filepath.Join(photos, scene.All[0].Name)
	for _, args := range [][]string{{"similar", photo}, {"tag", "add", "x", photo}, {"folders", "pause", filepath.Join(photos, "x")}} {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			c := program(args...)
			var said strings.Builder
			c.Stderr = &said
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second) // until it hangs
			if err := c.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			ended := make(chan struct{})
			go func() { _ = c.Wait(); close(ended) }()
			select {
			case <-ended:
				if code := c.ProcessState.ExitCode(); code != ending.ExitInterrupted {
					t.Errorf("descry %q: exit %d: %s", args, code, said.String())
				}
			case <-time.After(10 * time.Second):
				t.Errorf("descry %q did not end after %v", args, signal)
				_ = c.Process.Kill()
				<-ended
			}
		}
	}
}
