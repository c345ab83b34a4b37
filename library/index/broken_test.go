//go:build unix

package index_test

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"descry/library"
)

// TestBrokenCorpus indexes a folder of nothing but trouble, with good photos in
// between: every bad file is recorded with its reason, every good one is shown.
func TestBrokenCorpus(t *testing.T) {
	shared, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", "broken"))
	must(t, err)
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the broken files are not here:", err)
	}
	f := newFixture(t)
	copyBroken(t, shared, f.photos)
	f.once()
	reasons := map[string]string{}
	problems, err := f.store.Problems(t.Context(), 0)
	must(t, err)
	for _, p := range problems {
		rel, err := filepath.Rel(f.photos, p.Path)
		must(t, err)
		reasons[filepath.ToSlash(rel)] = p.Reason
		if strings.Contains(p.Reason, "CANARY") || strings.ContainsAny(p.Reason, "\n\x00") || len(p.Reason) > 200 {
			t.Errorf("%s has the reason %q", rel, p.Reason)
		}
	}
	shown := f.shown()
	for _, row := range manifest(t, shared) {
		path, kind, expected := row[0], row[1], row[3]
		_, failed := reasons[path]
		switch {
		case kind == "sidecar" || strings.HasPrefix(filepath.Base(path), "._"): // never photos of their own
			if failed || shown[path] {
				t.Errorf("%s was taken for a photo", path)
			}
		case expected == "error" && !failed:
			t.Errorf("%s should be recorded as broken", path)
		case expected == "decodes" && !shown[path]:
			t.Errorf("%s should be shown, but: %s", path, reasons[path])
		case expected == "not-a-photo" && shown[path]:
			t.Errorf("%s is shown and is no photo", path)
		}
	}
	if c := f.totals(); c.Pending != 0 || c.Indexed < 150 {
		t.Errorf("counts %+v", c)
	}
}

// shown lists the files that have a photo, relative to the folder.
func (f *fixture) shown() map[string]bool {
	f.t.Helper()
	all := map[string]bool{}
	tiles, err := f.store.Tiles(f.t.Context(), library.Scope{}, library.Filter{}, 0)
	must(f.t, err)
	for _, tile := range tiles {
		p, err := f.store.Photo(f.t.Context(), tile.ID)
		must(f.t, err)
		for _, file := range p.Files {
			rel, err := filepath.Rel(f.photos, file.Path)
			must(f.t, err)
			all[filepath.ToSlash(rel)] = true
		}
	}
	return all
}

func manifest(t *testing.T, dir string) [][]string {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "manifest.tsv"))
	must(t, err)
	defer file.Close()
	r := csv.NewReader(file)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	must(t, err)
	return rows[1:]
}

// copyBroken copies the files and makes what can't be stored: links in circles, a
// FIFO, a file nobody may read, names that are no text.
func copyBroken(t *testing.T, from, to string) {
	t.Helper()
	must(t, exec.Command("cp", "-r", from+"/.", to).Run())
	must(t, exec.Command("chmod", "-R", "u+w", to).Run())
	if out, err := exec.Command("bash", filepath.Join(to, "make-links.sh"), to).CombinedOutput(); err != nil {
		t.Fatalf("make-links: %v: %s", err, out)
	}
	must(t, syscall.Mkfifo(filepath.Join(to, "fifo.jpg"), 0o600))
	writePhoto(t, filepath.Join(to, "not \xff utf-8.jpg"), 77)
	writePhoto(t, filepath.Join(to, "a\nnew line.jpg"), 78)
}
