//go:build unix

package app

import (
	"bytes"
	"database/sql"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"descry/app/config"
	"descry/app/ending"
	"descry/app/internal/scene"
	"descry/app/message"
)

// interrupter sends an interrupt to the process as soon as a text was written.
type interrupter struct {
	at string

	mu   sync.Mutex
	text bytes.Buffer
	sent bool
}

func (w *interrupter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	if !w.sent && strings.Contains(w.text.String(), w.at) {
		w.sent = true
		_ = syscall.Kill(os.Getpid(), syscall.SIGINT)
	}
	return len(p), nil
}

// TestInterruptWhileAnotherWrites interrupts commands that wait for another process: they
// say once that they wait, end in order, and have changed nothing. A command that hung
// would end this process.
func TestInterruptWhileAnotherWrites(t *testing.T) {
	home, photos := t.TempDir(), t.TempDir()
	t.Setenv(config.HomeVariable, home)
	if err := scene.Paint(photos); err != nil {
		t.Fatal(err)
	}
	run := func(stderr *interrupter, args ...string) int {
		var out bytes.Buffer
		return Main(args, strings.NewReader(""), &out, stderr)
	}
	photo := filepath.Join(photos, scene.All[0].Name)
	for _, args := range [][]string{{"index", photos}, {"caption", photo, "before"}} {
		quiet := &interrupter{at: "never said"}
		if code := run(quiet, args...); code != ending.ExitOK {
			t.Fatalf("%q: exit %d: %s", args, code, &quiet.text)
		}
	}
	heard := make(chan os.Signal, 10) // a signal that comes late doesn't end the test
	signal.Notify(heard, os.Interrupt)
	defer signal.Stop(heard)
	db, err := sql.Open("sqlite3", config.PathsIn(home, home, home, home).Catalogue+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	waiting := message.Text("write-waits", nil)
	for _, args := range [][]string{
		{"caption", photo, "after"}, {"tag", "add", "later", photo}, {"saved", "add", "x", "dogs"}, {"folders", "pause", photos},
	} {
		stderr := &interrupter{at: waiting}
		code := run(stderr, args...)
		if said := stderr.text.String(); code != ending.ExitInterrupted || strings.Count(said, waiting) != 1 || !strings.Contains(said, "interrupted") {
			t.Errorf("%q: exit %d: %s", args, code, said)
		}
	}
}
