package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/internal/nofollow"
	"descry/library"
)

// What a killed migration left is cleared when the catalogue is next opened for writing. A
// folder that another process may use, or that is no such folder, stays.
func TestBackupsOfKilledMigrationsAreCleared(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	plant := func(name string, age time.Duration) string {
		t.Helper()
		folder := filepath.Join(dir, name)
		err := errors.Join(os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, "catalogue.db"), []byte("half a copy"), 0o600),
			os.WriteFile(filepath.Join(folder, "catalogue.db-journal"), []byte("its journal"), 0o600))
		if err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(folder, at, at); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	plant(backupPrefix+"old", 24*time.Hour)
	held := plant(backupPrefix+"held", 24*time.Hour)
	lock := nofollow.Lock(filepath.Join(held, backupLock))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(held, long, long); err != nil {
		t.Fatal(err)
	}
	plant(backupPrefix+"young", -time.Minute)
	plant("descry-backup-other", 24*time.Hour)
	if err := os.WriteFile(filepath.Join(dir, backupPrefix+"file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, "kept"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	linked := os.Symlink(other, filepath.Join(dir, backupPrefix+"link")) == nil
	left := func() string {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			if strings.Contains(e.Name(), "descry-backup") {
				names = append(names, strings.TrimPrefix(e.Name(), backupPrefix))
			}
		}
		return strings.Join(names, " ")
	}
	open := func(o Options) {
		t.Helper()
		s, err := Open(t.Context(), filepath.Join(dir, "catalogue.db"), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	open(Options{})
	want := "file held link young descry-backup-other"
	if !linked {
		want = strings.Replace(want, "link ", "", 1)
	}
	if got := left(); got != want {
		t.Errorf("left are %s, want %s", got, want)
	}
	if err := errors.Join(lock.Unlock(), os.Chtimes(held, long, long)); err != nil {
		t.Fatal(err)
	}
	open(Options{ReadOnly: true})
	if got := left(); got != want {
		t.Errorf("left are %s after reading, want %s", got, want)
	}
	open(Options{})
	if got := left(); got != strings.Replace(want, "held ", "", 1) {
		t.Errorf("left are %s once it was let go of", got)
	}
	if _, err := os.Stat(filepath.Join(other, "kept")); err != nil {
		t.Errorf("cleared through a link: %v", err)
	}
}

// copied is a catalogue with something of every kind in it, open, and a copy of it.
func copied(t *testing.T) (db *sql.DB, copied string) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "catalogue.db")
	oldCatalogue(t, path, 3)
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.TagPhotos(t.Context(), []library.PhotoID{1}, []library.Tag{{Name: "Bella"}}, nil); err != nil {
		t.Fatal(err)
	}
	copied = filepath.Join(dir, "copy.db")
	if err := copyTo(t.Context(), s.writer, path, copied); err != nil {
		t.Fatal(err)
	}
	return s.writer, copied
}

// A copy that lacks anything, or can't be read, is found out before it is relied on.
func TestCopiesAreVerified(t *testing.T) {
	ctx := context.Background()
	for name, damage := range map[string]func(t *testing.T, path string){
		"a statement is missing": func(t *testing.T, path string) { execIn(t, path, "DELETE FROM photo_tags WHERE origin = 1") },
		"a table is missing":     func(t *testing.T, path string) { execIn(t, path, "DROP TABLE feedback") },
		"a folder is missing": func(t *testing.T, path string) {
			execIn(t, path, "PRAGMA foreign_keys = off; DROP TRIGGER folders_delete_change; DELETE FROM folders WHERE id = 1")
		},
		"cut": func(t *testing.T, path string) {
			info, err := os.Stat(path)
			if err == nil {
				err = os.Truncate(path, info.Size()/2)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
		"garbage": func(t *testing.T, path string) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for i := len(data) / 4; i < len(data); i++ {
				data[i] = byte(i*7 + 13)
			}
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"empty": func(t *testing.T, path string) {
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			db, path := copied(t)
			if err := verifyCopy(ctx, db, path); err != nil {
				t.Fatalf("a good copy: %v", err)
			}
			damage(t, path)
			if err := verifyCopy(ctx, db, path); err == nil {
				t.Error("the copy passes")
			}
		})
	}
}

func execIn(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}

// A copy is its user's alone, replaces a link and leaves what that leads to.
func TestCopyReplacesALink(t *testing.T) {
	db, first := copied(t)
	target := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.WriteFile(target, []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	to := first + ".before-9"
	if err := os.Symlink(target, to); err != nil {
		t.Skip(err)
	}
	path := filepath.Join(filepath.Dir(first), "catalogue.db")
	if err := copyTo(t.Context(), db, path, to); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(to); err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("%v, %v", info, err)
	}
	if data, err := os.ReadFile(target); err != nil || string(data) != "theirs" {
		t.Errorf("%q, %v", data, err)
	}
}

// While a copy is made and compared, others can read and not write.
func TestWritersWaitForACopy(t *testing.T) {
	db, first := copied(t)
	path := filepath.Join(filepath.Dir(first), "catalogue.db")
	unlock, err := lockWriters(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	other, err := sql.Open("sqlite3", path+"?_busy_timeout=1")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var n int
	if err := db.QueryRow("SELECT count(*) FROM photos").Scan(&n); err != nil || n == 0 {
		t.Errorf("%d photos, %v", n, err)
	}
	if _, err := other.Exec("INSERT INTO named_values VALUES ('a', 'b')"); err == nil {
		t.Error("another handle could write")
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Exec("INSERT INTO named_values VALUES ('a', 'b')"); err != nil {
		t.Error(err)
	}
}
