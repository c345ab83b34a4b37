package heads_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"descry/finetune/heads"
	"descry/internal/atomicfile"
	"descry/internal/sandbox"
)

// TestTroubleWithTheDisk mounts a tiny disk and makes it read-only.
func TestTroubleWithTheDisk(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	dir := filepath.Join(t.TempDir(), "disk")
	must(t, os.Mkdir(dir, 0o755))
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	s := heads.Open(dir)
	id := save(t, s, head(1))
	if _, err := s.Save(large(1)); !errors.Is(err, atomicfile.ErrFull) {
		t.Errorf("a full disk: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("it left %v", left)
	}
	save(t, s, head(2)) // the room is free again
	must(t, syscall.Mount("none", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	_, saving := s.Save(head(3))
	for _, err := range []error{saving, s.Delete(id), s.Export(id, filepath.Join(dir, "x"))} {
		if !errors.Is(err, atomicfile.ErrReadOnly) {
			t.Errorf("a read-only disk: %v", err)
		}
	}
	if list, err := s.List(); err != nil || len(list) != 2 || list[1].Problem != nil {
		t.Errorf("%+v, %v", list, err)
	}
	missing := heads.Open(filepath.Join(dir, "missing"))
	if list, err := missing.List(); err != nil || len(list) != 0 {
		t.Errorf("a folder that was never made: %+v, %v", list, err)
	}
	if _, err := missing.Save(head(4)); !errors.Is(err, atomicfile.ErrReadOnly) {
		t.Errorf("a folder that can't be made: %v", err)
	}
}
