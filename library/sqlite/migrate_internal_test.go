package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"descry/library"
)

// stepFiles returns the real migrations with made ones after them.
func stepFiles(t *testing.T, more map[string]string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	entries, err := embedded.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := embedded.ReadFile("migrations/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files["migrations/"+e.Name()] = &fstest.MapFile{Data: text}
	}
	for name, text := range more {
		files["migrations/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func TestMigrationKeepsDataAndBacksUp(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	old, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := old.AddFolder(ctx, "/a"); err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	next := stepFiles(t, map[string]string{"0010_more.sql": "ALTER TABLE folders ADD COLUMN note TEXT NOT NULL DEFAULT 'x';"})
	if _, err := open(ctx, path, Options{ReadOnly: true}, next); !errors.Is(err, library.ErrReadOnly) {
		t.Errorf("read-only on an older schema: %v", err)
	}
	s, err := open(ctx, path, Options{}, next)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var note string
	if err := s.reader.QueryRow("SELECT note FROM folders WHERE path = '/a'").Scan(&note); err != nil || note != "x" {
		t.Errorf("note %q, %v", note, err)
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
	backup, err := Open(ctx, path+".before-10", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close()
	if folders, err := backup.Folders(ctx, ""); err != nil || len(folders) != 1 {
		t.Errorf("folders of the backup: %+v, %v", folders, err)
	}
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, library.ErrNewerSchema) {
		t.Errorf("older program on the newer schema: %v", err)
	}
}

// A migration that fails leaves the schema of the step before it.
func TestFailedMigration(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "catalogue.db")
	broken := stepFiles(t, map[string]string{
		"0010_good.sql": "CREATE TABLE good (a INTEGER) STRICT;",
		"0011_bad.sql":  "CREATE TABLE half (a INTEGER) STRICT; SELECT nonsense();",
	})
	if _, err := open(ctx, path, Options{}, broken); err == nil {
		t.Fatal("the broken migration went through")
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var version, good, half int
	err = db.QueryRow(`SELECT user_version, (SELECT count(*) FROM sqlite_schema WHERE name = 'good'),
		(SELECT count(*) FROM sqlite_schema WHERE name = 'half') FROM pragma_user_version`).Scan(&version, &good, &half)
	if err != nil || version != 10 || good != 1 || half != 0 {
		t.Errorf("version %d, good %d, half %d, %v", version, good, half, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".descry-*")); err != nil || len(left) > 0 {
		t.Errorf("left over: %q, %v", left, err)
	}
}

func TestMigrationNumbers(t *testing.T) {
	for _, name := range []string{"0011_gap.sql", "0001_twice.sql", "two.sql"} {
		if _, err := loadMigrations(stepFiles(t, map[string]string{name: ""})); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// The schema of a new catalogue is what the options ask for.
func TestNewFileSettings(t *testing.T) {
	ctx := context.Background()
	for size, want := range map[int]int{0: 16 << 10, 32 << 10: 32 << 10} {
		path := filepath.Join(t.TempDir(), "catalogue.db")
		s, err := Open(ctx, path, Options{PageSize: size})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var page, vacuum, keys, sync int
		var mode string
		for pragma, into := range map[string]any{"page_size": &page, "auto_vacuum": &vacuum,
			"foreign_keys": &keys, "synchronous": &sync, "journal_mode": &mode} {
			if err := s.writer.QueryRow("PRAGMA " + pragma).Scan(into); err != nil {
				t.Fatal(err)
			}
		}
		if page != want || vacuum != 2 || keys != 1 || sync != 1 || mode != "wal" {
			t.Errorf("page %d, vacuum %d, keys %d, sync %d, %s", page, vacuum, keys, sync, mode)
		}
		if _, err := s.reader.Exec("DELETE FROM folders"); err == nil {
			t.Error("a reading handle could write")
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("file: %v", err)
		}
	}
}

// The file system being full comes out as the library's error, and what was
// committed before is still there.
func TestFull(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "catalogue.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f, err := s.AddFolder(ctx, "/a")
	if err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.writer.QueryRow("PRAGMA max_page_count = 1").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	files := make([]library.ScannedFile, 5000)
	for i := range files {
		files[i].Rel = string(rune('a'+i%26)) + "/" + string(rune(i+1000))
	}
	if err := s.ApplyScan(ctx, f.ID, library.ScanDelta{New: files}); !errors.Is(err, library.ErrFull) {
		t.Errorf("got %v", err)
	}
	if n, err := s.Totals(ctx, ""); err != nil || n.Files != 0 {
		t.Errorf("totals %+v, %v", n, err)
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}
