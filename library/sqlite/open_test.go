package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// filledCatalogue writes a catalogue of some pages and closes it.
func filledCatalogue(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{PageSize: 4096})
	if err != nil {
		t.Fatal(err)
	}
	id := addFolder(t, s, "/a")
	files := make([]library.ScannedFile, 500)
	for i := range files {
		files[i] = newFile(testHashName(i), i)
	}
	scan(t, s, id, files...)
	indexAll(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReopen(t *testing.T) {
	ctx := context.Background()
	path := filledCatalogue(t)
	for _, readOnly := range []bool{true, false} { // only the latter can fold the log into the file
		s, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: readOnly})
		if err != nil {
			t.Fatal(err)
		}
		if n := totals(t, s); n != (library.Counts{Photos: 500, Files: 500, Indexed: 500}) {
			t.Errorf("totals %+v", n)
		}
		checkClean(t, s)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a log is left after closing: %v", err)
	}
}

func TestSpecialPaths(t *testing.T) {
	for _, name := range []string{"a?mode=memory", "a#b%20c", "a b&c", "ünï", "\xff", "file:x"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Skip(err)
		}
		path := filepath.Join(dir, name+".db")
		s := openStore(t, path, sqlite.Options{})
		addFolder(t, s, "/a")
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
	t.Chdir(t.TempDir())
	addFolder(t, openStore(t, "relative.db", sqlite.Options{}), "/a")
	if _, err := os.Stat("relative.db"); err != nil {
		t.Error(err)
	}
}

func TestReadOnly(t *testing.T) {
	ctx := context.Background()
	path := filledCatalogue(t)
	writer := openStore(t, path, sqlite.Options{})
	s := openStore(t, path, sqlite.Options{ReadOnly: true})
	addFolder(t, writer, "/b")
	if got := folderPaths(t, s); len(got) != 2 {
		t.Errorf("the other process's change is not seen: %q", got)
	}
	_, addErr := s.AddFolder(ctx, "/c")
	_, purgeErr := s.Purge(ctx, newClock().At)
	for op, err := range map[string]error{
		"add": addErr, "purge": purgeErr, "value": s.SetValue(ctx, "a", "b"), "remove": s.RemoveFolder(ctx, 1),
		"commit": s.Commit(ctx, model, nil), "vectors": s.DeleteModelVectors(ctx, model),
		"retry": s.RetryFailed(ctx), "scan": s.ApplyScan(ctx, 1, library.ScanDelta{Gone: []library.FileID{1}}),
	} {
		if !errors.Is(err, library.ErrReadOnly) {
			t.Errorf("%s: %v", op, err)
		}
	}
	missing := filepath.Join(t.TempDir(), "none.db")
	if _, err := sqlite.Open(ctx, missing, sqlite.Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the missing file was made: %v", err)
	}
}

func TestOpenErrors(t *testing.T) {
	ctx := context.Background()
	if _, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "none", "c.db"), sqlite.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing folder: %v", err)
	}
	if _, err := sqlite.Open(ctx, t.TempDir(), sqlite.Options{}); err == nil {
		t.Error("a folder was opened")
	}
	if _, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "c.db"), sqlite.Options{PageSize: 1000}); err == nil {
		t.Error("a bad page size was accepted")
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := sqlite.Open(cancelled, filepath.Join(t.TempDir(), "c.db"), sqlite.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Opening the catalogue while another process writes doesn't wait. Only the first statement
// that writes waits, and reports the wait.
func TestOpenWhileAnotherWrites(t *testing.T) {
	path := filledCatalogue(t)
	db, err := sql.Open("sqlite3", path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	waits := make(chan sqlite.Wait, 10)
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{Waiting: func(w sqlite.Wait) { waits <- w }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if len(waits) > 0 {
		t.Errorf("opening told of a wait: %v", <-waits)
	}
	done := make(chan error, 1)
	go func() { done <- s.RetryFailed(t.Context()) }()
	if w := <-waits; w != sqlite.AnotherOne {
		t.Errorf("writing waits for %v", w)
	}
	if err := errors.Join(tx.Rollback(), <-done); err != nil {
		t.Error(err)
	}
}

func TestNewerSchema(t *testing.T) {
	path := filledCatalogue(t)
	execRaw(t, path, "PRAGMA user_version = 1000")
	for _, readOnly := range []bool{false, true} {
		_, err := sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: readOnly})
		if !errors.Is(err, library.ErrNewerSchema) {
			t.Errorf("read-only %v: %v", readOnly, err)
		}
	}
}

func TestOlderSchemaIsNotRead(t *testing.T) {
	path := filledCatalogue(t)
	execRaw(t, path, "PRAGMA user_version = 1")
	_, err := sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: true})
	if !errors.Is(err, library.ErrOlderSchema) || !errors.Is(err, library.ErrReadOnly) {
		t.Errorf("got %v", err)
	}
}

// What a first start left halfway is none that an older Descry has written.
func TestHalfOfANewCatalogueIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	steps, err := fs.Glob(os.DirFS("migrations"), "*.sql")
	if err != nil || len(steps) < 2 {
		t.Fatal(steps, err)
	}
	first, err := os.ReadFile(filepath.Join("migrations", steps[0]))
	if err != nil {
		t.Fatal(err)
	}
	execRaw(t, path, string(first), "PRAGMA user_version = 1", "PRAGMA application_id = 0x64736372")
	_, err = sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	if !errors.Is(err, fs.ErrNotExist) || errors.Is(err, library.ErrOlderSchema) {
		t.Errorf("got %v", err)
	}
	execRaw(t, path, "INSERT INTO named_values (name, value) VALUES ('model', 'starter')")
	_, err = sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
	if !errors.Is(err, library.ErrOlderSchema) {
		t.Errorf("one that was used: %v", err)
	}
}

func TestForeignDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	execRaw(t, path, "CREATE TABLE things (a, b)")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(context.Background(), path, sqlite.Options{}); !errors.Is(err, library.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the other program's file was changed, %v", err)
	}
}

// execRaw changes a catalogue behind the store's back.
func execRaw(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range statements {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
}

// A damaged file gives ErrDamaged when it is opened, or findings when it is checked.
func TestDamagedFile(t *testing.T) {
	good, err := os.ReadFile(filledCatalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	damages := map[string]func([]byte) []byte{
		"text":             func([]byte) []byte { return []byte(strings.Repeat("This is no database. ", 1000)) },
		"header":           func(b []byte) []byte { copy(b, "garbage"); return b },
		"cut in half":      func(b []byte) []byte { return b[:len(b)/2] },
		"cut by a page":    func(b []byte) []byte { return b[:len(b)-4096] },
		"cut within page":  func(b []byte) []byte { return b[:len(b)-100] },
		"cut to 50 bytes":  func(b []byte) []byte { return b[:50] },
		"schema page":      func(b []byte) []byte { return garble(b, 100, 4096) },
		"second half":      func(b []byte) []byte { return garble(b, len(b)/2, len(b)) },
		"one page":         func(b []byte) []byte { return garble(b, 20*4096, 21*4096) },
		"all but a header": func(b []byte) []byte { return garble(b, 100, len(b)) },
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "catalogue.db")
			if err := os.WriteFile(path, damage([]byte(string(good))), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, readOnly := range []bool{true, false} {
				requireDamage(t, path, sqlite.Options{ReadOnly: readOnly})
			}
		})
	}
}

func garble(b []byte, from, to int) []byte {
	for i := from; i < to; i++ {
		b[i] = byte(i*7 + 13)
	}
	return b
}

func requireDamage(t *testing.T, path string, o sqlite.Options) {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, o)
	if err != nil {
		if !errors.Is(err, library.ErrDamaged) {
			t.Errorf("open: %v", err)
		}
		return
	}
	defer s.Close()
	findings, err := s.Check(ctx)
	if err != nil || len(findings) == 0 {
		t.Errorf("check found %q, %v", findings, err)
	}
	_, err = s.Tiles(ctx, library.Scope{}, library.Filter{}, library.ByName)
	if err != nil && !errors.Is(err, library.ErrDamaged) {
		t.Errorf("tiles: %v", err)
	}
}

// Check finds what foreign keys and triggers would have prevented.
func TestCheckFindings(t *testing.T) {
	for statement, want := range map[string]string{
		"DELETE FROM photos WHERE id = 7":                                                  "vectors without a photo",
		"DROP TRIGGER folders_delete_change; DELETE FROM folders":                          "files without a folder",
		"DROP TRIGGER files_update_order; UPDATE files SET photo_id = NULL WHERE id = 7":   "indexed files without a photo",
		"UPDATE files SET state = 2 WHERE id = 7":                                          "failed files with a photo",
		"UPDATE photos SET orphaned_since = 1 WHERE id = 7":                                "record of having files",
		"UPDATE folders SET pending = 1":                                                   "wrong counts",
		"UPDATE model_counts SET files = 1":                                                "wrong counts of a model",
		"UPDATE embeddings SET gen = 1000 WHERE id = 7":                                    "newer than the last change",
		"UPDATE embeddings SET vec = x'00' WHERE id = 7":                                   "odd number of bytes",
		"INSERT INTO embedding_deletions SELECT 1, 7, 1 FROM folders":                      "listed as deleted",
		"DROP TRIGGER files_update_order; UPDATE files SET photo_id = 999999 WHERE id = 7": "refer to missing photos",
		"DELETE FROM models":                                                               "refer to missing models",
	} {
		path := filledCatalogue(t)
		execRaw(t, path, statement)
		s := openStore(t, path, sqlite.Options{})
		findings, err := s.Check(context.Background())
		if err != nil || !strings.Contains(strings.Join(findings, "\n"), want) {
			t.Errorf("%s: found %q, want %q, %v", statement, findings, want, err)
		}
	}
}

// Window and service may start at the same moment on a catalogue that isn't there.
func TestOpenAtOnce(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "catalogue.db")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			s, err := sqlite.Open(ctx, path, sqlite.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if _, err := s.AddFolder(ctx, "/"+string(rune('a'+i))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s := openStore(t, path, sqlite.Options{})
	if got := folderPaths(t, s); len(got) != 8 {
		t.Errorf("folders %q", got)
	}
}
