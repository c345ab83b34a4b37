package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/internal/scene"
	"descry/internal/sandbox"
)

// readingCommands change nothing, so each says the same whether the library can be
// written or not.
func readingCommands(photo string) [][]string {
	return [][]string{
		{"status"}, {"search", scene.All[0].Description}, {"search", "--json", "a thing called Rex"},
		{"why", photo, scene.All[0].Description}, {"similar", photo}, {"tag", "list"}, {"tag", "show", photo},
		{"saved", "list"}, {"saved", "run", "dogs"}, {"feedback", "list"}, {"model", "list"}, {"head", "list"},
		{"embed", "--text", "a dog"},
	}
}

// said is what a command printed.
type said struct{ stdout, stderr string }

func runAll(t *testing.T, commands [][]string) (all []said) {
	t.Helper()
	for _, c := range commands {
		stdout, stderr, code := descry(t, c...)
		if code != 0 {
			t.Errorf("descry %q: exit %d: %s", c, code, stderr)
		}
		all = append(all, said{stdout, stderr})
	}
	return all
}

// TestReadingWhereNothingCanBeWritten has the library on a disk that is read-only, and
// then full. No command has left anything there that a search can remember.
func TestReadingWhereNothingCanBeWritten(t *testing.T) {
	apptest.WholeRunsOnly(t)
	if !sandbox.Inside(t, 0) {
		return
	}
	dir := photoFolder(t)
	home := os.Getenv(config.HomeVariable)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mount("none", home, "tmpfs", 0, "size=24m"); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(home, syscall.MNT_DETACH) })
	photo := filepath.Join(dir, scene.All[0].Name)
	mustDescry(t, "index", dir)
	mustDescry(t, "tag", "add", "walk", photo)
	mustDescry(t, "saved", "add", "dogs", "a dog")
	must(os.RemoveAll(filepath.Join(home, "vectors")))
	must(os.RemoveAll(filepath.Join(home, "thumbnails")))
	must(os.RemoveAll(filepath.Join(home, "indexer.lock")))
	commands := readingCommands(photo)
	compare := func(where, reason string, got, want []said) {
		t.Helper()
		for i, c := range commands {
			rest, found := strings.CutPrefix(got[i].stderr, "The library is only read: ")
			if !found || !strings.HasPrefix(rest, reason) || strings.Count(rest, "\n") > 1+strings.Count(want[i].stderr, "\n") {
				t.Errorf("%s: descry %q says %q", where, c, got[i].stderr)
			}
			if got[i].stdout != want[i].stdout {
				t.Errorf("%s: descry %q prints\n%s\nwant\n%s", where, c, got[i].stdout, want[i].stdout)
			}
		}
	}

	must(syscall.Mount("none", home, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	readOnly := runAll(t, commands)
	if _, errs, code := descry(t, "tag", "add", "other", photo); code != 1 || strings.Count(errs, "\n") != 1 {
		t.Errorf("writing on a read-only disk: exit %d: %s", code, errs)
	}
	t.Setenv(config.HomeVariable, filepath.Join(home, "none"))
	if _, errs, code := descry(t, "status"); code != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "can't be created") {
		t.Errorf("without a library: exit %d: %s", code, errs)
	}
	t.Setenv(config.HomeVariable, home)
	must(syscall.Mount("none", home, "", syscall.MS_REMOUNT, ""))

	empty := sandbox.FillDisk(t, home)
	full := runAll(t, commands)
	if _, errs, code := descry(t, "tag", "add", "other", photo); code != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "disk is full") {
		t.Errorf("writing on a full disk: exit %d: %s", code, errs)
	}
	empty()

	writable := runAll(t, commands)
	for i, c := range commands {
		if strings.Contains(writable[i].stderr, "only read") {
			t.Errorf("descry %q says %q where all can be written", c, writable[i].stderr)
		}
	}
	compare("read-only", "", readOnly, writable)
	compare("full", "the disk is full", full, writable)
}
