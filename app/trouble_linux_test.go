//go:build !headless

package app

import (
	"os"
	"syscall"
	"testing"

	"descry/app/config"
	"descry/app/service"
	"descry/internal/sandbox"
)

func TestAFullDiskIsSaidInAWindow(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	home := t.TempDir()
	if err := syscall.Mount("none", home, "tmpfs", 0, "size=24m"); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(home, syscall.MNT_DETACH) })
	empty := sandbox.FillDisk(t, home)
	said, r := whyNot(t, home)
	expect(t, said, r, "disk is full", home, "start Descry again")
	empty()
	e, err := service.Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatalf("with space again: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

func TestAReadOnlyHomeIsSaidInAWindow(t *testing.T) {
	if !sandbox.Inside(t, 1000) {
		return
	}
	home := t.TempDir()
	if err := os.Chmod(home, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(home, 0o700) })
	said, r := whyNot(t, home)
	expect(t, said, r, home, config.HomeVariable)
}
