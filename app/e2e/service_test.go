package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"descry/app/internal/scene"
)

// TestEndToEndService runs the background service: it takes up folders and files
// as they come, other commands see its work, a second one waits for its turn, and
// SIGTERM ends it cleanly.
func TestEndToEndService(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("runs the built program: make test sets DESCRY_E2E")
	}
	photos := t.TempDir()
	must(t, scene.Paint(photos))
	d := &desktop{t: t, binary: builtBinary(t), home: t.TempDir(), output: &bytes.Buffer{}}
	first := d.watch()
	d.wait("the service indexing", func() bool { return d.serviceState().Indexing })

	var report struct{ Photos, Pending int }
	must(t, json.Unmarshal([]byte(d.command("index", photos, "--json")), &report)) // follows the service
	if report.Photos != len(scene.All) || report.Pending != 0 {
		t.Errorf("index beside the service reports %+v", report)
	}
	data, err := os.ReadFile(filepath.Join(photos, scene.All[0].Name))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(photos, "copy.jpg"), data, 0o644))
	d.wait("the new file", func() bool { return d.serviceState().Indexed == len(scene.All)+1 })

	second := d.watch()
	time.Sleep(time.Second)
	end(t, first)
	must(t, os.Remove(filepath.Join(photos, "copy.jpg")))
	d.wait("the second service taking over", func() bool { return d.serviceState().Indexed == len(scene.All) })
	end(t, second)
	if d.serviceState().Indexing {
		t.Error("somebody still holds the indexer's lock")
	}
}

type serviceState struct {
	Indexed  int
	Indexing bool
}

func (d *desktop) serviceState() serviceState {
	d.t.Helper()
	var s serviceState
	must(d.t, json.Unmarshal([]byte(d.command("status", "--json")), &s))
	return s
}

// watch starts the service in the background.
func (d *desktop) watch() *exec.Cmd {
	d.t.Helper()
	cmd := exec.Command(d.binary, "watch")
	cmd.Env = d.environment()
	log := &bytes.Buffer{}
	cmd.Stderr = log
	must(d.t, cmd.Start())
	d.t.Cleanup(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
		if d.t.Failed() {
			d.t.Logf("service log:\n%s", log)
		}
	})
	return cmd
}

// end asks a service to stop and expects a clean end.
func end(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	must(t, cmd.Process.Signal(syscall.SIGTERM))
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("the service ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the service did not end")
	}
	if log := cmd.Stderr.(*bytes.Buffer).String(); !strings.Contains(log, "msg=ended") {
		t.Errorf("the service did not say that it stopped:\n%s", log)
	}
}
