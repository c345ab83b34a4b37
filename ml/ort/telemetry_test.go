package ort_test

import (
	"os"
	"os/exec"
	"testing"

	"descry/ml/ort"
)

// TestOpenLeavesNoTelemetry runs itself in a new process with an empty home: the
// library would keep its records of use there until it can send them.
func TestOpenLeavesNoTelemetry(t *testing.T) {
	if path := os.Getenv("DESCRY_TEST_OPEN"); path != "" {
		rt, err := ort.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
		return
	}
	rt := open(t)
	home := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^TestOpenLeavesNoTelemetry$")
	cmd.Env = []string{"DESCRY_TEST_OPEN=" + rt.Path(), "HOME=" + home, "TMPDIR=" + home, "PATH=" + os.Getenv("PATH")}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	left, err := os.ReadDir(home)
	if err != nil || len(left) > 0 {
		t.Errorf("opening the library wrote %v (%v)", left, err)
	}
}
