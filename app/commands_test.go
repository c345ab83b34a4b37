package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app"
	"descry/app/config"
	"descry/app/internal/scene"
)

// descry runs the program in this process on a library of its own.
func descry(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = app.Main(args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// mustDescry runs it and expects success.
func mustDescry(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, code := descry(t, args...)
	if code != 0 {
		t.Fatalf("descry %v: exit %d\n%s", args, code, errs)
	}
	return out
}

// photoFolder is a new library and a folder of drawn scenes and a broken file.
func photoFolder(t *testing.T) string {
	t.Helper()
	t.Setenv(config.HomeVariable, t.TempDir())
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "broken.jpg"), []byte("half a pho"))
	return dir
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func parse[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

type result struct {
	Path  string
	Score float64
	ID    string
}

func TestIndexSearchSimilarStatus(t *testing.T) {
	dir := photoFolder(t)
	report := parse[struct {
		Photos, Indexed, Failed, Pending int
		Problems                         []struct{ Path, Reason string }
	}](t, mustDescry(t, "index", dir, "--json"))
	if report.Photos != 4 || report.Failed != 1 || report.Pending != 0 || len(report.Problems) != 1 {
		t.Errorf("index reports %+v", report)
	}
	for _, s := range scene.All {
		found := parse[[]result](t, mustDescry(t, "search", s.Description, "--json", "--limit", "2"))
		if len(found) != 2 || filepath.Base(found[0].Path) != s.Name || found[0].Score <= found[1].Score || len(found[0].ID) != 64 {
			t.Errorf("search for %s gives %+v", s.Description, found)
		}
	}
	sunset := filepath.Join(dir, "sunset.jpg")
	for _, r := range parse[[]result](t, mustDescry(t, "similar", sunset, "--json")) {
		if r.Path == sunset {
			t.Error("a photo is similar to itself")
		}
	}
	status := parse[struct {
		Photos, Indexed, Failed, Pending int
		Indexing                         bool
		Folders                          []struct{ Path, State string }
	}](t, mustDescry(t, "status", "--json"))
	if status.Photos != 4 || status.Indexed != 4 || status.Failed != 1 || status.Indexing ||
		len(status.Folders) != 1 || status.Folders[0].Path != dir || status.Folders[0].State != "up to date" {
		t.Errorf("status %+v", status)
	}
}

func TestSimilarToAFileOutsideTheLibrary(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	data, err := os.ReadFile(filepath.Join(dir, "stars.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "mine.jpg")
	write(t, outside, data)
	found := parse[[]result](t, mustDescry(t, "similar", outside, "--json"))
	if len(found) != 4 || filepath.Base(found[0].Path) != "stars.jpg" {
		t.Errorf("similar gives %+v", found)
	}
}

func TestSearchInAFolder(t *testing.T) {
	dir := photoFolder(t)
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "sunset.jpg"), filepath.Join(dir, "sub", "sunset.jpg")); err != nil {
		t.Fatal(err)
	}
	mustDescry(t, "index", dir)
	found := parse[[]result](t, mustDescry(t, "search", "stars", "--in", filepath.Join(dir, "sub"), "--json"))
	if len(found) != 1 || filepath.Base(found[0].Path) != "sunset.jpg" {
		t.Errorf("search in sub gives %+v", found)
	}
}

func TestFoldersPauseResumeRemove(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	state := func() string { return mustDescry(t, "status") }
	mustDescry(t, "folders", "pause", dir)
	if !strings.Contains(state(), dir+" · paused · 1 file unreadable\n") {
		t.Errorf("the folder is not shown as paused: %s", state())
	}
	mustDescry(t, "folders", "resume", dir)
	mustDescry(t, "folders", "remove", dir)
	if s := state(); strings.Contains(s, dir) {
		t.Errorf("the removed folder is still there: %s", s)
	}
	if found := parse[[]result](t, mustDescry(t, "search", "sunset", "--json")); len(found) != 0 {
		t.Errorf("photos of a removed folder are found: %+v", found)
	}
}

func TestWrongCallsAreUsageErrors(t *testing.T) {
	t.Setenv(config.HomeVariable, t.TempDir())
	for _, args := range [][]string{
		{"search"}, {"search", "  "}, {"search", "x", "--limit", "0"}, {"search", "x", "--nonsense"},
		{"index"}, {"index", "/no/such/folder"}, {"similar"}, {"similar", "/no/such.jpg"},
		{"eval"}, {"eval", "--images", "/tmp"}, {"status", "extra"}, {"folders", "remove", "/no/such"},
	} {
		_, errs, code := descry(t, args...)
		if code != 2 {
			t.Errorf("descry %v: exit %d, want 2", args, code)
		}
		if lines := strings.Count(strings.TrimSpace(errs), "\n"); lines > 0 || errs == "" {
			t.Errorf("descry %v explains itself in %d lines: %s", args, lines+1, errs)
		}
	}
}

func TestEval(t *testing.T) {
	dir := photoFolder(t)
	captions := filepath.Join(t.TempDir(), "captions.tsv")
	var lines strings.Builder
	for _, s := range scene.All {
		fmt.Fprintf(&lines, "%s\t%s\r\n\n", s.Name, s.Description)
	}
	lines.WriteString("sunset.jpg\tan orange sunset at the sea\n")
	write(t, captions, []byte(lines.String()))
	type figures struct{ R1, R5, R10, MAP float64 }
	r := parse[struct {
		Images, Captions int
		TextToImage      figures `json:"text_to_image"`
		ImageToText      figures `json:"image_to_text"`
	}](t, mustDescry(t, "eval", "--images", dir, "--captions", captions, "--json"))
	if r.Images != 4 || r.Captions != 5 || r.TextToImage.R1 != 100 || r.ImageToText.R5 != 100 || r.TextToImage.MAP != 100 {
		t.Errorf("eval gives %+v", r)
	}
	write(t, captions, []byte("sunset.jpg only one column\n"))
	if _, errs, code := descry(t, "eval", "--images", dir, "--captions", captions); code != 2 || !strings.Contains(errs, "line 1") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestDoctorRepairs(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	home := os.Getenv(config.HomeVariable)
	mustDescry(t, "search", "sunset")
	vectors, err := filepath.Glob(filepath.Join(home, "vectors", "*.vec"))
	if err != nil || len(vectors) != 1 {
		t.Fatalf("vector files %v, %v", vectors, err)
	}
	write(t, vectors[0], []byte("not vectors"))
	if err := os.RemoveAll(filepath.Join(home, "thumbnails")); err != nil {
		t.Fatal(err)
	}
	out := mustDescry(t, "doctor")
	if n := strings.Count(out, "repaired"); n != 2 {
		t.Errorf("%d repairs, want vector file and thumbnails:\n%s", n, out)
	}
	if out = mustDescry(t, "doctor"); strings.Contains(out, "repaired") {
		t.Errorf("a second look repairs again:\n%s", out)
	}
}

func TestDamagedCatalogueIsSaid(t *testing.T) {
	home := t.TempDir()
	t.Setenv(config.HomeVariable, home)
	write(t, filepath.Join(home, "catalogue.db"), bytes.Repeat([]byte("no database "), 500))
	_, errs, code := descry(t, "status")
	if code != 1 || !strings.Contains(errs, "damaged") {
		t.Errorf("exit %d: %s", code, errs)
	}
	out, _, code := descry(t, "doctor", "--dry-run")
	if code != 1 || !strings.Contains(out, "PROBLEM   catalogue") {
		t.Errorf("doctor --dry-run: exit %d: %s", code, out)
	}
	out, _, _ = descry(t, "doctor")
	kept, err := filepath.Glob(filepath.Join(home, "catalogue.db.damaged-*"))
	if err != nil || len(kept) != 1 || !strings.Contains(out, "repaired  catalogue") || !strings.Contains(out, kept[0]) {
		t.Errorf("doctor: kept %q, %v: %s", kept, err, out)
	}
	mustDescry(t, "status")
}

func TestHelpTeaches(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"index", "--help"}, {"search", "--help"}, {"similar", "--help"},
		{"watch", "--help"}, {"eval", "--help"}, {"doctor", "--help"}, {"status", "--help"}, {"folders", "--help"}} {
		out := mustDescry(t, args...)
		if len(out) < 200 || !strings.Contains(out, "Usage:") {
			t.Errorf("descry %v says only: %s", args, out)
		}
	}
}
