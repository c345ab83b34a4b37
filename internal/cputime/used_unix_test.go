//go:build unix

package cputime_test

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"descry/internal/cputime"
)

func TestMain(m *testing.M) {
	if os.Getenv("CPUTIME_BURN") != "" {
		burn()
		_, _ = os.Stdout.WriteString("burnt\n")
		_, _ = os.Stdin.Read(make([]byte, 1)) // until the test is done with it
		return
	}
	os.Exit(m.Run())
}

// burn takes 100 ms of a core, as far as the process can tell.
func burn() {
	for before := cputime.Used(); cputime.Used()-before < 100*time.Millisecond; {
	}
}

// What a child uses counts, while it runs where the system tells, and when it is gone.
func TestUsed(t *testing.T) {
	before := cputime.Used()
	burn()
	if used := cputime.Used() - before; used < 100*time.Millisecond {
		t.Errorf("own work counts %v", used)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "CPUTIME_BURN=1")
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	before = cputime.Used()
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 6)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("/proc/self/task"); err == nil {
		if used := cputime.Used() - before; used < 90*time.Millisecond {
			t.Errorf("a child that runs counts %v", used)
		}
	}
	_ = in.Close()
	if err := child.Wait(); err != nil {
		t.Fatal(err)
	}
	if used := cputime.Used() - before; used < 90*time.Millisecond {
		t.Errorf("a child that is gone counts %v", used)
	}
}
