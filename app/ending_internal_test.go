//go:build !headless

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

	"descry/app/config"
	"descry/app/ending"
	"descry/app/service"
)

// forced begins an end that is never in order, with steps registered by add, and returns
// the exit code and what was said.
func forced(t *testing.T, code int, add func(e *ending.Ending)) (exit int, said string) {
	t.Helper()
	exited := make(chan int, 1)
	var stderr bytes.Buffer
	e := &ending.Ending{Stderr: &stderr, Exit: func(code int) { exited <- code }, Forced: func() string { return "ended by force" }}
	add(e)
	e.Begin(code)
	e.Begin(code + 1) // it has begun
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
	exit, said := forced(t, ending.ExitInterrupted, func(e *ending.Ending) {
		ctx := ending.With(t.Context(), e)
		ending.Of(ctx).Last(step("first"))
		takeBack := ending.Of(ctx).Last(step("taken back"))
		ending.Of(ctx).Last(step("second"))
		takeBack()
	})
	if exit != ending.ExitInterrupted || !slices.Equal(order, []string{"second", "first"}) || !strings.Contains(said, "by force") {
		t.Errorf("exit %d after %v; it said %q", exit, order, said)
	}
}

func TestAStepThatHangsIsLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if exit, _ := forced(t, ending.ExitOK, func(e *ending.Ending) { e.Last(func([]byte) { <-ctx.Done() }) }); exit != ending.ExitError {
		t.Errorf("exit %d", exit)
	}
}

func TestAnEndInOrderIsNotForced(t *testing.T) {
	e := &ending.Ending{Exit: func(int) { t.Error("ended by force") }}
	e.Last(func([]byte) { t.Error("a last step was done") })
	e.Begin(ending.ExitOK)
	e.Over()
	e.Begin(ending.ExitOK)
	time.Sleep(ending.OrderlyEnd + 100*time.Millisecond)
}

// TestAHungCommandClosesTheLibrary leaves an engine open until its end is forced: it is
// closed, and the log tells who hung.
func TestAHungCommandClosesTheLibrary(t *testing.T) {
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	var e *service.Library
	exit, _ := forced(t, ending.ExitInterrupted, func(end *ending.Ending) {
		var err error
		if e, err = service.Open(ending.With(t.Context(), end), paths); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := e.Store.Folders(t.Context(), ""); err == nil || exit != ending.ExitInterrupted {
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
