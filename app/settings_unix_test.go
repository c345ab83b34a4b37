//go:build unix

package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
)

// TestSettingsThatAreNoFile has something lie where the settings should that is never read
// to its end: each command says so in one sentence and goes on.
func TestSettingsThatAreNoFile(t *testing.T) {
	apptest.WholeRunsOnly(t)
	photos := photoFolder(t)
	settings := filepath.Join(os.Getenv(config.HomeVariable), "settings.toml")
	for name, put := range map[string]func() error{
		"a FIFO":   func() error { return syscall.Mkfifo(settings, 0o600) },
		"a device": func() error { return os.Symlink("/dev/zero", settings) },
		"a folder": func() error { return os.Mkdir(settings, 0o700) },
	} {
		if err := put(); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"index", photos}, {"status"}, {"tag", "list"}} {
			_, errs, code := descry(t, args...)
			if code != 0 || strings.Count(errs, "and no file; the default is used until "+settings+" is corrected") != 1 {
				t.Errorf("%s, descry %q: exit %d: %s", name, args, code, errs)
			}
		}
		if out, _, _ := descry(t, "doctor"); !strings.Contains(out, "and no file") {
			t.Errorf("%s: doctor says\n%s", name, out)
		}
		if err := os.Remove(settings); err != nil {
			t.Fatal(err)
		}
	}
}
