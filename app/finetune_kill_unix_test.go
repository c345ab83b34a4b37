//go:build unix

package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app"
	"descry/app/internal/apptest"
)

// killedArgs holds the call of a program that will be killed, parted by newlines.
const killedArgs = "DESCRY_TEST_KILLED_ARGS"

// TestRunForAKill is the program that TestKilledTrainingAndChoice kills.
func TestRunForAKill(t *testing.T) {
	call := os.Getenv(killedArgs)
	if call == "" {
		t.Skip("only for TestKilledTrainingAndChoice")
	}
	for {
		if code := app.Main(strings.Split(call, "\n"), os.Stdin, os.Stdout, os.Stderr); code != 0 {
			os.Exit(code)
		}
	}
}

// TestKilledTrainingAndChoice kills trainings that are used at once, and choices, at
// moments spread over their length: whatever is listed is whole, and searches go on.
func TestKilledTrainingAndChoice(t *testing.T) {
	if testing.Short() {
		t.Skip("it kills programs for seconds")
	}
	dir, _, id := learnedWords(t)
	for _, photo := range []string{"stars.jpg", "sunset.jpg", "meadow.jpg"} {
		mustDescry(t, "tag", "add", "kill "+photo, filepath.Join(dir, photo))
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for i, call := range []string{
		"finetune\n--tags\nkill stars.jpg,kill sunset.jpg\n--use", "head\nuse\n" + id, "finetune\n--tags\nkill meadow.jpg\n--use", "head\noff",
	} {
		for round := range 3 {
			cmd := exec.Command(exe, "-test.run=^TestRunForAKill$")
			cmd.Env = append(os.Environ(), killedArgs+"="+call)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(150+370*round+90*i) * time.Millisecond)
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // it was killed
			for _, h := range parse[[]listedHead](t, mustDescry(t, "head", "list", "--json")) {
				if h.Problem != "" || !h.Fits {
					t.Errorf("after %q was killed: %+v", call, h)
				}
			}
			if _, errs, code := descry(t, "search", "a night sky full of stars"); code != 0 || strings.Contains(errs, "learned") {
				t.Errorf("after %q was killed: exit %d, %s", call, code, errs)
			}
		}
	}
}

// TestFinetunePairs teaches captions, with photos whose captions are too few to hold
// any out and be refused.
func TestFinetunePairs(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := photoFolder(t)
	pairs := filepath.Join(t.TempDir(), "captions.tsv")
	write(t, pairs, []byte("stars.jpg\ta blomquist over the hills\nstars.jpg\tblomquist at night\nsunset.jpg\ta varnholt by the sea\nmeadow.jpg\tquibbery with trees\n"))
	got := parse[struct {
		Captions, Photos int
		Refused          string
		Guard            struct{ Checked bool }
		Measured         string
	}](t, mustDescry(t, "finetune", "--images", dir, "--pairs", pairs, "--json"))
	if got.Captions != 4 || got.Photos != 3 || !got.Guard.Checked || got.Measured == "" {
		t.Errorf("%+v", got)
	}
	write(t, pairs, []byte("stars.jpg\ta\nnonesuch.jpg\tb\n"))
	if _, errs, code := descry(t, "finetune", "--images", dir, "--pairs", pairs); code != 2 || !strings.Contains(errs, "line 2") {
		t.Errorf("a missing photo: exit %d, %s", code, errs)
	}
}
