package sqlite_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// Permissions hold for ordinary users only. As root the test runs itself as an ordinary user.
func TestUnwritableFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		runUnprivileged(t)
		return
	}
	path := filledCatalogue(t)
	dir := filepath.Dir(path)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)

	if _, err := sqlite.Open(t.Context(), filepath.Join(dir, "new.db"), sqlite.Options{}); !errors.Is(err, library.ErrReadOnly) {
		t.Errorf("new catalogue: %v", err)
	}
	if s, err := sqlite.Open(t.Context(), path, sqlite.Options{}); !errors.Is(err, library.ErrReadOnly) {
		t.Errorf("existing catalogue: %v", err)
		if err == nil {
			_ = s.Close()
		}
	}
	s := openStore(t, path, sqlite.Options{ReadOnly: true})
	if n := totals(t, s); n.Photos != 500 {
		t.Errorf("totals %+v", n)
	}
	checkClean(t, s)
}

// A file that can't be written, in a folder that can.
func TestUnwritableFile(t *testing.T) {
	if os.Geteuid() == 0 {
		runUnprivileged(t)
		return
	}
	path := filledCatalogue(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if s, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil {
		defer s.Close()
		if err := s.SetValue(t.Context(), "a", "b"); !errors.Is(err, library.ErrReadOnly) {
			t.Errorf("writing: %v", err)
		}
	} else if !errors.Is(err, library.ErrReadOnly) {
		t.Errorf("opening: %v", err)
	}
}

// runUnprivileged runs the calling test in a copy of the test binary as a user
// without rights.
func runUnprivileged(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("", "descry-unprivileged-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	const nobody = 65534
	binary, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = errors.Join(os.Chmod(dir, 0o755), os.Mkdir(filepath.Join(dir, "tmp"), 0o700),
			os.Chown(filepath.Join(dir, "tmp"), nobody, nobody),
			os.WriteFile(filepath.Join(dir, "sqlite.test"), binary, 0o755))
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(dir, "sqlite.test"), "-test.run", "^"+t.Name()+"$", "-test.v")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"), "HOME="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
