package heads_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"descry/finetune"
	"descry/finetune/heads"
)

// head returns a small head that was trained so many seconds after another.
func head(seconds int) *finetune.Head {
	return &finetune.Head{
		Pack: "pack-1", Dimension: 2, Created: time.Date(2026, 11, 25, 18, 42, seconds, 0, time.UTC), Note: "3 photos of Bella",
		Strength: 1, Sharpness: 20,
		Keys: []finetune.Key{{
			Tag: "Bella", Vector: []float32{0.6, 0.8}, Closed: 0.4, Open: 0.9, Residual: []float32{1, -2},
			Calibration: &finetune.Calibration{Slope: 9, Offset: -2},
		}},
		Report: &finetune.Report{Measured: "held-out photos", Photos: 3, After: finetune.Figures{Map: 70}},
	}
}

func open(t *testing.T) (*heads.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "heads")
	return heads.Open(dir), dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, s *heads.Store, h *finetune.Head) string {
	t.Helper()
	id, err := s.Save(h)
	must(t, err)
	return id
}

func TestSaveListLoadDelete(t *testing.T) {
	s, dir := open(t)
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Errorf("an empty folder: %v, %v", list, err)
	}
	older, newer := save(t, s, head(1)), save(t, s, head(2))
	if again := save(t, s, head(1)); again != older || !strings.HasPrefix(older, "20261125-184201-") || older == newer {
		t.Errorf("ids %s, again %s, newer %s", older, again, newer)
	}
	list, err := s.List()
	if err != nil || len(list) != 2 || list[0].ID != newer || list[1].ID != older {
		t.Fatalf("%+v, %v", list, err)
	}
	want := heads.Info{
		ID: newer, Path: filepath.Join(dir, newer+heads.Extension), Bytes: list[0].Bytes,
		Created: head(2).Created, Pack: "pack-1", Note: "3 photos of Bella", Report: head(2).Report,
	}
	if !reflect.DeepEqual(list[0], want) || want.Bytes < 100 {
		t.Errorf("%+v, want %+v", list[0], want)
	}
	if got, err := s.Load(older); err != nil || !reflect.DeepEqual(got, head(1)) {
		t.Errorf("%+v, %v", got, err)
	}
	must(t, s.Delete(older))
	if _, err := s.Load(older); !errors.Is(err, heads.ErrNotFound) {
		t.Errorf("a deleted head: %v", err)
	}
	if err := s.Delete(older); !errors.Is(err, heads.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestSaveRefusesABrokenHead(t *testing.T) {
	s, dir := open(t)
	h := head(1)
	h.Pack = ""
	if id, err := s.Save(h); err == nil || id != "" {
		t.Errorf("%q, %v", id, err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
}

// TestListNamesProblems has files that are no heads between those that are.
func TestListNamesProblems(t *testing.T) {
	s, dir := open(t)
	good, hurt := save(t, s, head(1)), save(t, s, head(2))
	file, err := os.ReadFile(filepath.Join(dir, hurt+heads.Extension))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, hurt+heads.Extension), file[:len(file)-1], 0o644))
	must(t, os.WriteFile(filepath.Join(dir, "notes.head"), []byte("hello"), 0o644))
	must(t, os.WriteFile(filepath.Join(dir, "a b.head"), file, 0o644))
	must(t, os.WriteFile(filepath.Join(dir, "readme.txt"), nil, 0o644))
	must(t, os.Mkdir(filepath.Join(dir, "folder.head"), 0o755))
	list, err := s.List()
	must(t, err)
	problems := map[string]error{}
	for _, info := range list {
		problems[info.ID] = info.Problem
	}
	if len(list) != 5 || problems[good] != nil {
		t.Errorf("%+v", list)
	}
	for _, id := range []string{hurt, "notes", "folder"} {
		if !errors.Is(problems[id], finetune.ErrHeadFile) {
			t.Errorf("%s: %v", id, problems[id])
		}
		if _, err := s.Load(id); !errors.Is(err, finetune.ErrHeadFile) {
			t.Errorf("load %s: %v", id, err)
		}
	}
	if problems["a b"] == nil {
		t.Error("a name that can't be an id has no problem")
	}
	if again := save(t, s, head(2)); again != hurt { // the damaged file is replaced
		t.Errorf("saved as %s, was %s", again, hurt)
	}
	if _, err := s.Load(hurt); err != nil {
		t.Errorf("saved again: %v", err)
	}
	must(t, s.Delete("notes"))
}

func TestIDsLeadNowhereElse(t *testing.T) {
	s, dir := open(t)
	id := save(t, s, head(1))
	outside := filepath.Join(filepath.Dir(dir), "secret.head")
	must(t, os.Rename(filepath.Join(dir, id+heads.Extension), outside))
	for _, id := range []string{"", ".", "..", "../secret", dir + "/../secret", `..\secret`, "a/b", "secret\x00", "-x", strings.Repeat("a", 101), "ä"} {
		_, loading := s.Load(id)
		deleting := s.Delete(id)
		exporting := s.Export(id, filepath.Join(t.TempDir(), "x"))
		for _, err := range []error{loading, deleting, exporting} {
			if !errors.Is(err, heads.ErrNotFound) {
				t.Errorf("%q: %v", id, err)
			}
		}
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error(err)
	}
}

func TestExportAndImport(t *testing.T) {
	s, _ := open(t)
	id := save(t, s, head(1))
	path := filepath.Join(t.TempDir(), "Bella.head")
	must(t, s.Export(id, path))
	must(t, os.Chtimes(path, time.Time{}, time.Unix(9, 0)))
	if err := s.Export(id, path); !errors.Is(err, heads.ErrExists) {
		t.Errorf("exported onto a file: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.ModTime().Unix() != 9 {
		t.Errorf("the file was touched: %v", err)
	}
	if err := s.Export(id, filepath.Join(t.TempDir(), "no", "folder")); err == nil {
		t.Error("exported into no folder")
	}
	other, dir := open(t)
	got, err := other.Import(path)
	if err != nil || got != id {
		t.Fatalf("%s, %v", got, err)
	}
	if again, err := other.Import(path); err != nil || again != id {
		t.Errorf("imported twice: %s, %v", again, err)
	}
	if h, err := other.Load(id); err != nil || !reflect.DeepEqual(h, head(1)) {
		t.Errorf("%+v, %v", h, err)
	}
	wrong := filepath.Join(t.TempDir(), "photo.jpg")
	must(t, os.WriteFile(wrong, []byte("\xff\xd8\xff"), 0o644))
	for _, path := range []string{wrong, dir} {
		if _, err := other.Import(path); !errors.Is(err, finetune.ErrHeadFile) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := other.Import(wrong + "x"); err == nil || !strings.Contains(err.Error(), "not there") {
		t.Errorf("a missing file: %v", err)
	}
	if list, err := other.List(); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestOpenClearsWhatWasAbandoned(t *testing.T) {
	_, dir := open(t)
	must(t, os.Mkdir(dir, 0o700))
	old, fresh := filepath.Join(dir, ".descry-tmp-1"), filepath.Join(dir, ".descry-tmp-2")
	must(t, os.WriteFile(old, nil, 0o600))
	must(t, os.WriteFile(fresh, nil, 0o600))
	must(t, os.Chtimes(old, time.Time{}, time.Now().Add(-2*time.Hour)))
	s := heads.Open(dir)
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the old file: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("another process may be writing: %v", err)
	}
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}
