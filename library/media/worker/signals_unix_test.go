//go:build unix

package worker

import (
	"os"
	"syscall"
	"testing"
)

// stillRuns reports that a process is there, if only as one that nobody waited for.
func stillRuns(p *os.Process) bool { return p.Signal(syscall.Signal(0)) == nil }

// TestSignals: what a terminal or a service manager sends to all processes leaves a
// child at its work, which the program may want to finish.
func TestSignals(t *testing.T) {
	p := newTestPool(t, 1, long)
	p.works(t)
	c := p.idle[0]
	process, err := os.FindProcess(c.ID())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if err := process.Signal(s); err != nil {
			t.Fatal(err)
		}
		p.works(t)
	}
	if p.idle[0] != c {
		t.Error("the child was replaced")
	}
}
