package app_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/internal/sandbox"
)

// TestAFirstStartOnAFullDisk starts on disks that have room for less and less of a new
// library: each command says that the disk is full, and nothing else of what it left; nor does one where the disk can only be read after that.
// With room again the library is made where it stopped.
func TestAFirstStartOnAFullDisk(t *testing.T) {
	apptest.WholeRunsOnly(t)
	if !sandbox.Inside(t, 0) {
		return
	}
	photos := photoFolder(t)
	stopped := 0
	for _, kilobytes := range []int{4, 24, 40, 64, 96, 128, 192, 256, 320, 384, 448, 512, 640} {
		home := t.TempDir()
		t.Setenv(config.HomeVariable, home)
		if err := syscall.Mount("none", home, "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)); err != nil {
			t.Skip(err)
		}
		t.Cleanup(func() { _ = syscall.Unmount(home, syscall.MNT_DETACH) })
		for round := range 3 { // the second finds what the first has left, the third can't write
			if round == 2 {
				if err := syscall.Mount("none", home, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
					t.Fatal(err)
				}
			}
			for _, call := range [][]string{{"status"}, {"index", photos}, {"doctor"}} {
				out, errs, code := descry(t, call...)
				all := out + errs
				if code != 0 && strings.Count(errs, "\n") != 1 && call[0] != "doctor" {
					t.Errorf("%d kB: descry %s: no single sentence: %s", kilobytes, call[0], all)
				}
				if round < 2 && code != 0 && call[0] != "doctor" && !strings.Contains(errs, "disk is full") {
					t.Errorf("%d kB: descry %s: exit %d: %s", kilobytes, call[0], code, all)
				}
				wrongs := []string{"older Descry", "damaged"}
				if round < 2 {
					wrongs = append(wrongs, "permission")
				}
				for _, wrong := range wrongs {
					if strings.Contains(all, wrong) {
						t.Errorf("%d kB: descry %s says %q: %s", kilobytes, call[0], wrong, all)
					}
				}
				if code != 0 {
					stopped++
				}
			}
		}
		if err := syscall.Mount("none", home, "", syscall.MS_REMOUNT, "size=64m"); err != nil {
			t.Fatal(err)
		}
		mustDescry(t, "index", photos)
		if out := mustDescry(t, "status"); !strings.HasPrefix(out, "4 photos") {
			t.Errorf("%d kB, then enough: %s", kilobytes, out)
		}
		if entries, err := os.ReadDir(home); err != nil || len(entries) == 0 {
			t.Errorf("nothing is in %s: %v", home, err)
		}
	}
	if stopped == 0 {
		t.Error("no disk was too small")
	}
}
