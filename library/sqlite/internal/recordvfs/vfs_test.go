//go:build (linux || darwin) && cgo

package recordvfs

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// record begins one that ends with the test.
func record(t *testing.T, dir string) *Record {
	t.Helper()
	r, err := Start(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Stop() })
	return r
}

// database opens one in the log mode with a single handle.
func database(t *testing.T, path string, setup ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	for _, query := range append([]string{"PRAGMA journal_mode = wal", "PRAGMA busy_timeout = 30000"}, setup...) {
		exec(t, db, query)
	}
	return db
}

func exec(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// rows counts those of table t of a disk that is written down, 0 without the table.
func rows(t *testing.T, disk map[string][]byte) (n int) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range disk {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db := database(t, filepath.Join(dir, "db"))
	defer db.Close()
	var check string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Fatalf("the database is damaged: %s, %v", check, err)
	}
	if err := db.QueryRow("SELECT count(*) FROM sqlite_master").Scan(&n); err != nil || n == 0 {
		return 0
	}
	if err := db.QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// With everything, a record is what the disk has: nothing that SQLite writes gets by.
func TestRecordIsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	old := database(t, filepath.Join(dir, "old"), "CREATE TABLE t (x)")
	_ = old.Close()
	r := record(t, dir)
	old = database(t, filepath.Join(dir, "old"))
	compare := func(when string) {
		t.Helper()
		disk := r.Disk(r.Mark(), Everything, nil)
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), "-shm") {
				continue // memory that processes share
			}
			content, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if got, ok := disk[e.Name()]; err != nil || !ok || !bytes.Equal(got, content) {
				t.Errorf("%s: %s has %d bytes, recorded are %d, %v", when, e.Name(), len(content), len(got), err)
			}
			delete(disk, e.Name())
		}
		for name := range disk {
			t.Errorf("%s: %s is recorded and not there", when, name)
		}
		if err := r.Err(); err != nil {
			t.Error(err)
		}
	}
	db := database(t, filepath.Join(dir, "db"), "PRAGMA auto_vacuum = full", "CREATE TABLE t (x)")
	compare("made")
	for i := range 30 {
		exec(t, db, "INSERT INTO t VALUES (randomblob(?))", 1000*i)
	}
	compare("filled")
	exec(t, db, "PRAGMA wal_checkpoint(truncate)")
	compare("folded")
	exec(t, db, "DELETE FROM t WHERE rowid > 3")
	exec(t, db, "PRAGMA wal_checkpoint(truncate)")
	exec(t, db, "VACUUM")
	compare("shrunk")
	_ = db.Close()
	compare("closed")
	db = database(t, filepath.Join(dir, "db"), "PRAGMA journal_mode = delete", "INSERT INTO t VALUES (1)", "PRAGMA mmap_size = 1000000", "SELECT * FROM t")
	compare("with a journal for rolling back")
	exec(t, old, "INSERT INTO t VALUES (1)")
	compare("with an older database")
	if err := r.Stop(); err != nil {
		t.Fatal(err)
	}
	mark := r.Mark()
	exec(t, db, "INSERT INTO t VALUES (2)") // through the layer still
	if w := r.Writes(mark, r.Mark()); w != 0 {
		t.Errorf("%d writes were recorded after the end", w)
	}
	database(t, filepath.Join(dir, "another"), "CREATE TABLE t (x)")
	if _, ok := r.Disk(r.Mark(), Everything, nil)["another"]; ok {
		t.Error("a file was recorded after the end")
	}
}

// Of commits that waited for the disk, a power cut leaves all, and of others no more than
// it must: that a test looks for the former with this package can fail.
func TestPowerCuts(t *testing.T) {
	for _, c := range []struct {
		journal, level string
		syncs          bool // within each commit
		kept           bool // each commit, whatever happens
	}{
		{"wal", "full", true, true}, {"wal", "normal", false, false},
		{"delete", "extra", true, true}, {"delete", "full", true, false}, // the removal of the journal may be lost
	} {
		dir := t.TempDir()
		r := record(t, dir)
		db := database(t, filepath.Join(dir, "db"), "CREATE TABLE t (x)", "PRAGMA wal_checkpoint(truncate)",
			"PRAGMA journal_mode = "+c.journal, "PRAGMA synchronous = "+c.level)
		exec(t, db, "INSERT INTO t VALUES (0)") // begins the log, with a sync in any case
		var marks []Moment
		for i := 1; i <= 10; i++ {
			before := r.Mark()
			exec(t, db, "INSERT INTO t VALUES (randomblob(?))", 3000*i)
			marks = append(marks, r.Mark())
			if syncs := r.Syncs(before, r.Mark()); syncs > 0 != c.syncs {
				t.Errorf("%s, %s: %d syncs within a commit", c.journal, c.level, syncs)
			}
		}
		if err := r.Stop(); err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(1, 1))
		lost := false
		for i, at := range marks {
			reported := i + 2
			for _, rest := range []Rest{Nothing, Everything, SomeWrites, SomeSectors} {
				n := rows(t, r.Disk(at, rest, rng))
				lost = lost || n < reported
				if n > reported || c.kept && n < reported || rest == Everything && n != reported {
					t.Errorf("%s, %s: of %d commits %d are left with %s", c.journal, c.level, reported, n, rest)
				}
			}
		}
		if lost == c.kept {
			t.Errorf("%s, %s: commits were lost: %v", c.journal, c.level, lost)
		}
	}
}

// Several handles and goroutines, with checkpoints.
func TestRecordOfManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	r := record(t, dir)
	path := filepath.Join(dir, "db")
	database(t, path, "CREATE TABLE t (x)")
	const handles, each = 4, 25
	var all sync.WaitGroup
	for range handles {
		db := database(t, path, "PRAGMA wal_autocheckpoint = 20", "PRAGMA synchronous = full")
		all.Go(func() {
			for i := range each {
				if _, err := db.Exec("INSERT INTO t VALUES (randomblob(?))", 500*i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := rows(t, r.Disk(r.Mark(), Nothing, nil)); n != handles*each {
		t.Errorf("%d rows are left of %d", n, handles*each)
	}
	if err := r.Err(); err != nil {
		t.Error(err)
	}
}

func TestOneRecordAtATime(t *testing.T) {
	r := record(t, t.TempDir())
	if _, err := Start(t.TempDir()); err == nil {
		t.Error("two records at once")
	}
	if _, err := Start(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("a folder that is not there")
	}
	for range 2 {
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
	}
	for i := range 3 { // and again, each of its own folder only
		dir := t.TempDir()
		r := record(t, dir)
		before := r.Mark()
		database(t, filepath.Join(t.TempDir(), fmt.Sprint("elsewhere", i)), "CREATE TABLE t (x)")
		if n := r.Writes(before, r.Mark()); n != 0 {
			t.Errorf("%d writes elsewhere were recorded", n)
		}
		database(t, filepath.Join(dir, "here"), "CREATE TABLE t (x)")
		if n := r.Writes(before, r.Mark()); n == 0 {
			t.Error("nothing was recorded")
		}
		if err := r.Stop(); err != nil {
			t.Error(err)
		}
	}
}
