package app

import (
	"bytes"
	"os"
	"os/signal"
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

// TestInterruptOnADeadMount has commands wait for a server that is down until they are
// interrupted.
func TestInterruptOnADeadMount(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	home, photos := t.TempDir(), t.TempDir()
	t.Setenv(config.HomeVariable, home)
	if err := scene.Paint(photos); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := Main([]string{"index", photos}, strings.NewReader(""), &out, &errs); code != ending.ExitOK {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	sandbox.DeadMount(t, photos)
	heard := make(chan os.Signal, 10) // a signal that comes late doesn't end the test
	signal.Notify(heard, os.Interrupt)
	defer signal.Stop(heard)
	for _, test := range []struct {
		args []string
		code int
	}{
		{[]string{"status"}, ending.ExitOK}, // doesn't look there
		{[]string{"index"}, ending.ExitInterrupted},
		{[]string{"index", photos}, ending.ExitInterrupted},
		{[]string{"index", filepath.Join(photos, "more")}, ending.ExitInterrupted},
		{[]string{"watch"}, ending.ExitOK},
	} {
		ended := make(chan int, 1)
		var errs bytes.Buffer
		go func() { ended <- Main(test.args, strings.NewReader(""), &bytes.Buffer{}, &errs) }()
		code, early := 0, true
		select {
		case code = <-ended:
		case <-time.After(time.Second):
			early = false
			if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			select {
			case code = <-ended:
			case <-time.After(2 * time.Second):
				t.Fatalf("descry %q did not end within two seconds", test.args)
			}
		}
		if code != test.code || early != (test.args[0] == "status") {
			t.Errorf("descry %q: exit %d, of itself: %v; %s", test.args, code, early, &errs)
		}
	}
}
