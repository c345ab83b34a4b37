package journal_test

import (
	"os"
	"path/filepath"
	"testing"

	"descry/library/journal"
)

// synced is what the disk has of a journal's folder: files as they were when they were
// synced last, under the names that were synced.
type synced struct {
	files map[string][]byte
	names map[string]bool
}

// watch makes a journal's syncs known.
func (d *synced) watch(t *testing.T, j *journal.Journal) *journal.Journal {
	journal.SetSync(j, func(f *os.File) error {
		content, err := os.ReadFile(f.Name())
		d.files[f.Name()] = content
		return err
	}, func(dir string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Error(err)
		}
		for _, e := range entries {
			d.names[filepath.Join(dir, e.Name())] = true
		}
	})
	return j
}

// afterPowerCut puts what is left of the folder in another.
func (d *synced) afterPowerCut(t *testing.T, dir string) (left string) {
	t.Helper()
	left = t.TempDir()
	for path, content := range d.files {
		if !d.names[path] || !d.names[dir] {
			continue
		}
		if err := os.WriteFile(filepath.Join(left, filepath.Base(path)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return left
}

// neverSynced is a journal of a process that is killed before anything is on the disk.
func neverSynced(dir string) *journal.Journal {
	j := journal.New(dir)
	journal.SetSync(j, func(*os.File) error { return nil }, func(string) {})
	return j
}

// When Append returns, a power cut leaves all that it was given: in the first segment and
// in each that follows, and also what another process wrote and did not bring to the disk.
func TestAppendedIsOnTheDisk(t *testing.T) {
	for name, killed := range map[string]func(n int64) bool{
		"one process":           func(int64) bool { return false },
		"killed every time":     func(int64) bool { return true },
		"killed now and then":   func(n int64) bool { return n%3 == 0 },
		"killed in the first":   func(n int64) bool { return n == 1 },
		"killed with a segment": func(n int64) bool { return n > 4 && n < 9 },
	} {
		for _, limit := range []int64{1, 300, 1 << 20} {
			dir := filepath.Join(t.TempDir(), "journal")
			disk := &synced{make(map[string][]byte), make(map[string]bool)}
			j := disk.watch(t, journal.New(dir))
			journal.SetLimit(j, limit)
			for n := int64(1); n <= 12; n++ {
				if killed(n) {
					k := neverSynced(dir)
					journal.SetLimit(k, limit)
					mustAppend(t, k, changes(n, n))
					if list, _ := mustRead(t, disk.afterPowerCut(t, dir), 0); len(list) != int(n-1) {
						t.Fatalf("%s, %d: %d changes are on the disk before change %d was synced", name, limit, len(list), n)
					}
				}
				mustAppend(t, j, changes(n, n))
				list, damaged := mustRead(t, disk.afterPowerCut(t, dir), 0)
				if len(damaged) > 0 || len(list) != int(n) {
					t.Fatalf("%s, %d: change %d is reported, on the disk are %v, damaged %v", name, limit, n, numbers(list), damaged)
				}
			}
			if limit == 1 && len(disk.files) != 12 {
				t.Errorf("%d segments were synced", len(disk.files))
			}
		}
	}
}

// Nothing is synced twice in the ordinary case, where one process writes.
func TestOneSyncAnAppend(t *testing.T) {
	j, files, folders := journal.New(filepath.Join(t.TempDir(), "journal")), 0, 0
	journal.SetSync(j, func(*os.File) error { files++; return nil }, func(string) { folders++ })
	for n := int64(1); n <= 10; n++ {
		mustAppend(t, j, changes(n, n))
	}
	if files != 10 || folders != 2 {
		t.Errorf("%d syncs of the file, %d of folders, want 10 and 2", files, folders)
	}
}
