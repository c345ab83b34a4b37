package sqlite_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"descry/library/sqlite"
)

// TestPowerCut copies a disk as it is the moment an edit was reported, which is what a
// power cut leaves of it: the edit is on the copy, in the catalogue and in the journal.
// TestRecordedPowerCuts shows the same where nothing may be mounted.
func TestPowerCut(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may mount a disk's image")
	}
	dir := t.TempDir()
	image, disk := filepath.Join(dir, "disk.img"), filepath.Join(dir, "disk")
	run := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			t.Skipf("no image of a disk here: %s %q: %v: %s", name, args, err, out)
		}
	}
	mount := func(image, at string) (unmount func()) {
		t.Helper()
		if err := os.MkdirAll(at, 0o755); err != nil {
			t.Fatal(err)
		}
		run("mount", "-o", "loop", image, at)
		return func() {
			if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
				t.Errorf("umount: %v: %s", err, out)
			}
		}
	}
	run("truncate", "-s", "48M", image)
	run("mkfs.ext4", "-q", "-F", image)
	t.Cleanup(mount(image, disk))

	path := filepath.Join(disk, "catalogue.db")
	sqlite.OldCatalogue(t, path, 3)
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{Journal: journalBeside(path)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, step := range sqlite.UserSteps() {
		if err := step.Run(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", step.Name, err)
		}
		cut, at := filepath.Join(dir, "cut.img"), filepath.Join(dir, "cut")
		run("cp", "--sparse=always", image, cut) // as it is at this moment
		unmount := mount(cut, at)
		want, err := s.KnownChange(t.Context())
		if n := journaledChanges(t, journalBeside(filepath.Join(at, "catalogue.db")).Dir()); err != nil || n != want {
			t.Errorf("%s: the journal on the disk has %d changes of %d, %v", step.Name, n, want, err)
		}
		if got, want := afterPowerCut(t, at), annotationState(t, s); got != want {
			t.Errorf("%s: the catalogue on the disk is another:\n%s", step.Name, difference(got, want))
		}
		unmount()
	}
}
