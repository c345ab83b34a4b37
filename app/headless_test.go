package app_test

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/internal/apptest"
)

// TestHeadless builds the program without its window: it links no toolkit, has its commands,
// and says what is missing when it is started alone.
func TestHeadless(t *testing.T) {
	apptest.WholeRunsOnly(t)
	const tags = "-tags=sqlite_fts5,nodynamic,no_animations,headless"
	deps, err := exec.Command("go", "list", "-deps", tags, "descry").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dep := range strings.Lines(string(deps)) {
		if dep = strings.TrimSpace(dep); in(dep, fyne, "descry/ui") {
			t.Errorf("it links %s", dep)
		}
	}
	program := filepath.Join(t.TempDir(), "descry")
	if out, err := exec.Command("go", "build", tags, "-o", program, "descry").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	home := t.TempDir()
	run := func(args ...string) (string, int) {
		cmd := exec.Command(program, args...)
		cmd.Env = append(cmd.Environ(), "DESCRY_HOME="+home)
		out, err := cmd.CombinedOutput()
		var code *exec.ExitError
		if err != nil && !errors.As(err, &code) {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	if out, code := run(); code != 2 || !strings.Contains(out, "without its window") || !strings.Contains(out, "descry watch") {
		t.Errorf("alone it exits with %d: %s", code, out)
	}
	if out, code := run("serach"); code != 2 || !strings.Contains(out, "did you mean descry search?") {
		t.Errorf("a misspelt command exits with %d: %s", code, out)
	}
	if out, code := run("status"); code != 0 || !strings.Contains(out, "No folders yet") {
		t.Errorf("status exits with %d: %s", code, out)
	}
}
