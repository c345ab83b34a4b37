package app

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
)

// forced begins an end that is never in order, with steps registered by add, and returns
// the exit code and what was said.
func forced(t *testing.T, code int, add func(e *ending)) (exit int, said string) {
	t.Helper()
	exited := make(chan int, 1)
	var stderr bytes.Buffer
	e := &ending{stderr: &stderr, exit: func(code int) { exited <- code }}
	add(e)
	e.begin(code)
	e.begin(code + 1) // it has begun
	select {
	case exit = <-exited:
	case <-time.After(time.Minute):
		t.Fatal("never ended")
	}
	return exit, stderr.String()
}

func TestAnEndThatHangsIsForced(t *testing.T) {
	var mu sync.Mutex
	var order []string
	step := func(name string) func([]byte) {
		return func(stacks []byte) {
			mu.Lock()
			defer mu.Unlock()
			order = append(order, name)
			if !strings.Contains(string(stacks), "TestAnEndThatHangsIsForced") {
				t.Errorf("%s doesn't learn who hangs:\n%s", name, stacks)
			}
		}
	}
	exit, said := forced(t, exitInterrupted, func(e *ending) {
		ctx := withEnding(t.Context(), e)
		endingOf(ctx).last(step("first"))
		takeBack := endingOf(ctx).last(step("taken back"))
		endingOf(ctx).last(step("second"))
		takeBack()
	})
	if exit != exitInterrupted || !slices.Equal(order, []string{"second", "first"}) || !strings.Contains(said, "by force") {
		t.Errorf("exit %d after %v; it said %q", exit, order, said)
	}
}

func TestAStepThatHangsIsLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if exit, _ := forced(t, exitOK, func(e *ending) { e.last(func([]byte) { <-ctx.Done() }) }); exit != exitError {
		t.Errorf("exit %d", exit)
	}
}

func TestAnEndInOrderIsNotForced(t *testing.T) {
	e := &ending{exit: func(int) { t.Error("ended by force") }}
	e.last(func([]byte) { t.Error("a last step was done") })
	e.begin(exitOK)
	e.over()
	e.begin(exitOK)
	time.Sleep(orderlyEnd + 100*time.Millisecond)
}

// TestAHungCommandClosesTheLibrary leaves an engine open until its end is forced: it is
// closed, and the log tells who hung.
func TestAHungCommandClosesTheLibrary(t *testing.T) {
	home := t.TempDir()
	paths := pathsIn(home, home, home, home)
	var e *engine
	exit, _ := forced(t, exitInterrupted, func(end *ending) {
		var err error
		if e, err = openEngine(withEnding(t.Context(), end), paths); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := e.store.Folders(t.Context(), ""); err == nil || exit != exitInterrupted {
		t.Errorf("exit %d, and the catalogue is open still", exit)
	}
	if err := e.Close(); err != nil { // as the command does when it goes on after all
		t.Errorf("closing again: %v", err)
	}
	log, err := os.ReadFile(paths.Log)
	if log := string(log); err != nil || !strings.Contains(log, "did not end in time") || !strings.Contains(log, "\tgoroutine ") {
		t.Errorf("the log says\n%s", log)
	}
}

// TestTheToolkitsLastEventIsKnown notices a toolkit in which it is named otherwise.
func TestTheToolkitsLastEventIsKnown(t *testing.T) {
	if !dropLastEvent(test.NewTempApp(t).Lifecycle()) {
		t.Error("the toolkit has no such hook: look whether Run still waits for events after its loop")
	}
}
