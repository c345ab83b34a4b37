package repair_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/library"
	"descry/library/annotation"
	"descry/library/copies"
	"descry/library/journal"
	"descry/library/sqlite"
	"descry/library/sqlite/repair"
)

const photos = 60

// newLibrary is a library in a folder of its own. The first half of its captions was written
// before a copy was made, the others since.
func newLibrary(t *testing.T) repair.Library {
	t.Helper()
	dir := t.TempDir()
	l := repair.Library{Catalogue: filepath.Join(dir, "catalogue.db"), Journal: filepath.Join(dir, "journal"),
		Copies: filepath.Join(dir, "copies"), Vectors: filepath.Join(dir, "vectors")}
	s := open(t, l)
	defer s.Close()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	folder, err := s.AddFolder(ctx, filepath.Join(dir, "photos"))
	must(err)
	var delta library.ScanDelta
	for i := range photos {
		delta.New = append(delta.New, library.ScannedFile{Rel: fmt.Sprintf("IMG_%04d.jpg", i),
			FileStamp: library.FileStamp{Size: int64(i + 1), ModTimeNS: 1e18, Inode: uint64(i + 1), Device: 1}})
	}
	must(s.ApplyScan(ctx, folder.ID, delta))
	pending, err := s.Pending(ctx, "model", 0, photos)
	must(err)
	var batch []library.IndexedPhoto
	for i, f := range pending {
		batch = append(batch, library.IndexedPhoto{File: f, Vector: []float32{1, 0}, Photo: library.Photo{
			Hash: library.Hash(fmt.Sprintf("%064x", i+1)), Format: "jpeg", Bytes: f.Size, Width: 4, Height: 3}})
	}
	must(s.Commit(ctx, "model", batch))
	for i := range photos {
		text := fmt.Sprint("caption ", i)
		_, err := s.ApplyEdit(ctx, library.Edit{Captions: []library.CaptionEdit{{Photo: library.PhotoID(i + 1), Text: &text}}})
		must(err)
		if i == photos/2 {
			must(copies.Keeper{Dir: l.Copies, By: "test"}.Daily(ctx, s))
		}
	}
	must(os.MkdirAll(l.Vectors, 0o700))
	must(os.WriteFile(filepath.Join(l.Vectors, "model.vec"), []byte("of the damaged one"), 0o600))
	return l
}

func open(t *testing.T, l repair.Library) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), l.Catalogue, sqlite.Options{PageSize: 4096, Journal: journal.New(l.Journal)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// said are all annotations of the user, a line each.
func said(t *testing.T, l repair.Library) (lines []string) {
	t.Helper()
	s := open(t, l)
	defer s.Close()
	err := s.Records(t.Context(), func(r annotation.Record) error {
		if r.Kind != annotation.Photo { // where photos lie is no part of it
			lines = append(lines, string(r.Append(nil)))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	slices.Sort(lines)
	return lines
}

func TestRepair(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	cut := func(l repair.Library) error { return os.Truncate(l.Catalogue, 5*4096) }
	for name, test := range map[string]struct {
		ruin       []func(l repair.Library) error
		saved, new bool
		bad        int  // copies
		copy       bool // a whole one is found
	}{
		"cut short":            {ruin: []func(l repair.Library) error{cut}, saved: true, copy: true},
		"missing":              {ruin: []func(l repair.Library) error{func(l repair.Library) error { return os.Remove(l.Catalogue) }}, new: true, copy: true},
		"empty":                {ruin: []func(l repair.Library) error{func(l repair.Library) error { return os.Truncate(l.Catalogue, 0) }}, new: true, copy: true},
		"a copy damaged, too":  {ruin: []func(l repair.Library) error{cut, spoilCopy}, saved: true, bad: 1},
		"without any copy":     {ruin: []func(l repair.Library) error{cut, func(l repair.Library) error { return os.RemoveAll(l.Copies) }}, saved: true},
		"killed while at it":   {ruin: []func(l repair.Library) error{cut, leaveWork}, saved: true, copy: true},
		"not readable at all":  {ruin: []func(l repair.Library) error{func(l repair.Library) error { return os.WriteFile(l.Catalogue, make([]byte, 9000), 0o600) }}, saved: true, copy: true},
		"an older log is left": {ruin: []func(l repair.Library) error{func(l repair.Library) error { return os.Remove(l.Catalogue) }, leaveLog}, new: true, copy: true},
		"empty, with its log":  {ruin: []func(l repair.Library) error{func(l repair.Library) error { return os.Truncate(l.Catalogue, 0) }, leaveLog}, new: true, copy: true},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLibrary(t)
			want := said(t, l)
			if len(want) != photos+1 {
				t.Fatalf("%d lines are said", len(want))
			}
			for _, ruin := range test.ruin {
				if err := ruin(l); err != nil {
					t.Fatal(err)
				}
			}
			if gone, _ := repair.Lost(l.Catalogue); gone != test.new {
				t.Errorf("lost: %t", gone)
			}
			r, err := repair.Repair(t.Context(), l, now)
			if err != nil {
				t.Fatal(err)
			}
			if r.Reindexed || r.New != test.new || (r.Saved != nil) != test.saved || r.Records == nil {
				t.Fatalf("report %+v", r)
			}
			if w := r.Records; w.Nothing || (w.Copy.Path != "") != test.copy || len(w.Bad) != test.bad || w.Lines != 0 || w.Complete() != test.copy {
				t.Errorf("words %+v", w)
			}
			if _, err := os.Stat(l.Catalogue + ".damaged-2026-11-30-120000"); (err == nil) != (r.Kept != "") {
				t.Errorf("kept %q, %v", r.Kept, err)
			}
			if is := said(t, l); !slices.Equal(is, want) {
				t.Errorf("%d lines are said, want %d:\n%s", len(is), len(want), strings.Join(is, "\n"))
			}
			if findings, err := repair.Findings(t.Context(), l.Catalogue); err != nil || len(findings) > 0 {
				t.Errorf("findings %q, %v", findings, err)
			}
			for _, pattern := range []string{".descry-salvage-*", filepath.Join("vectors", "*.vec")} {
				if left, _ := filepath.Glob(filepath.Join(filepath.Dir(l.Catalogue), pattern)); len(left) > 0 {
					t.Errorf("left: %q", left)
				}
			}
		})
	}
}

// spoilCopy changes a byte in the middle of the copy.
func spoilCopy(l repair.Library) error {
	list, err := copies.List(l.Copies)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(list[0].Path)
	if err != nil {
		return err
	}
	data[len(data)/2] ^= 1
	return os.WriteFile(list[0].Path, data, 0o600)
}

// A repair that was killed at its very end leaves its folder beside a sound catalogue.
func TestRemoveAbandoned(t *testing.T) {
	l := repair.Library{Catalogue: filepath.Join(t.TempDir(), "catalogue.db")}
	if err := open(t, l).Close(); err != nil {
		t.Fatal(err)
	}
	if err := leaveWork(l); err != nil {
		t.Fatal(err)
	}
	if err := repair.RemoveAbandoned(l.Catalogue); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Dir(l.Catalogue))
	if err != nil || len(left) != 1 || left[0].Name() != "catalogue.db" {
		t.Errorf("left: %v, %v", left, err)
	}
}

// leaveWork leaves what a repair that was killed does.
func leaveWork(l repair.Library) error {
	dir := filepath.Join(filepath.Dir(l.Catalogue), ".descry-salvage-7")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "new.db"), []byte("half of one"), 0o600)
}

// leaveLog leaves a log that was the damaged file's.
func leaveLog(l repair.Library) error {
	return os.WriteFile(l.Catalogue+"-wal", []byte(strings.Repeat("log", 5000)), 0o600)
}

// An empty file is never a new catalogue whose pages are in its log.
func TestANewCatalogueIsNotEmpty(t *testing.T) {
	l := repair.Library{Catalogue: filepath.Join(t.TempDir(), "catalogue.db")}
	if gone, empty := repair.Lost(l.Catalogue); !gone || empty {
		t.Errorf("without a file: %t, %t", gone, empty)
	}
	s := open(t, l)
	defer s.Close()
	if log, err := os.Stat(l.Catalogue + "-wal"); err != nil || log.Size() == 0 {
		t.Fatalf("the log: %v", err)
	}
	if gone, empty := repair.Lost(l.Catalogue); gone || empty {
		t.Errorf("a new one with all in its log: %t, %t", gone, empty)
	}
}

func TestACatalogueInUseStays(t *testing.T) {
	l := newLibrary(t)
	s := open(t, l)
	defer s.Close()
	if _, err := repair.Repair(context.Background(), l, time.Now()); !errors.Is(err, repair.ErrInUse) {
		t.Errorf("error %v", err)
	}
	if kept, _ := filepath.Glob(l.Catalogue + ".damaged-*"); len(kept) > 0 {
		t.Errorf("kept: %q", kept)
	}
}
