package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
)

// taken is what restore and import words print of a file.
type taken struct {
	Records, Damage, Photos, Waiting int
	Done                             bool
	Before                           string
	Changes                          []struct {
		Kind                      string
		Added, Changed, TakenBack int
	}
}

// sayMuch says something of each kind of three photos.
func sayMuch(t *testing.T, dir string) {
	t.Helper()
	sunset, meadow, stars := filepath.Join(dir, "sunset.jpg"), filepath.Join(dir, "meadow.jpg"), filepath.Join(dir, "stars.jpg")
	mustDescry(t, "tag", "add", "trips/north 🐕", sunset, stars)
	mustDescry(t, "tag", "remove", "Holiday/Norway", sunset)
	mustDescry(t, "tag", "add", "אנה \"בן\"", "--person", meadow)
	mustDescry(t, "caption", meadow, "two\nlines, \"quoted\"")
	mustDescry(t, "feedback", "a starry night", "--good", stars)
	mustDescry(t, "tag", "name", "trips/north 🐕", "--noun", "trip")
	mustDescry(t, "saved", "add", "Nights", "a starry night")
}

// ownLines are the lines of a file of words but the first and the last, which have dates.
func ownLines(t *testing.T) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "words.jsonl")
	mustDescry(t, "export", "words", path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return lines[1 : len(lines)-1]
}

// What was backed up comes back in a library that knows nothing, when its photos do.
func TestBackupAndRestore(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := taggedFolder(t)
	sayMuch(t, dir)
	want := ownLines(t)
	file := filepath.Join(t.TempDir(), "copy.jsonl.gz")
	if _, errs, code := descry(t, "backup", file); code != 0 || !strings.Contains(errs, "Backed up") || !strings.Contains(errs, file) {
		t.Errorf("exit %d: %s", code, errs)
	}
	moved := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	t.Setenv(config.HomeVariable, t.TempDir())
	told := parse[taken](t, mustDescry(t, "restore", file, "--dry-run", "--json"))
	if told.Done || told.Records != len(want) || told.Photos != 3 || told.Waiting != 3 || len(told.Changes) < 7 {
		t.Errorf("told %+v", told)
	}
	if out, errs, code := descry(t, "restore", file); code != 1 || !strings.Contains(out, "captions") || !strings.Contains(errs, "--yes") {
		t.Errorf("without yes: exit %d: %s%s", code, out, errs)
	}
	out, errs, code := answering(t, "yes\n", "restore", file)
	if code != 0 || !strings.Contains(out, "wait") || !strings.Contains(errs, "what is said of 3 photos") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	mustDescry(t, "index", moved)
	got := ownLines(t)
	for _, line := range want {
		if strings.Contains(line, dir) { // where it lay
			continue
		}
		if !slices.Contains(got, line) {
			t.Errorf("lost: %s", line)
		}
	}
	if tags := shown(t, filepath.Join(moved, "sunset.jpg")).Tags; !slices.Equal(tags, []string{"trips/north 🐕"}) {
		t.Errorf("the sunset's tags are %v", tags)
	}
	if names := searchNames(t, "tag:trips"); len(names) != 2 {
		t.Errorf("the tag finds %v", names)
	}
	if again := parse[taken](t, mustDescry(t, "restore", file, "--yes", "--json")); again.Done || len(again.Changes) != 0 {
		t.Errorf("the second time: %+v", again)
	}
}

// What a restore takes back is kept, and comes back the same way.
func TestRestoreKeepsWhatWasThere(t *testing.T) {
	dir := taggedFolder(t)
	sayMuch(t, dir)
	file := filepath.Join(t.TempDir(), "words.jsonl")
	mustDescry(t, "export", "words", file)
	mustDescry(t, "tag", "add", "since", filepath.Join(dir, "stars.jpg"))
	mustDescry(t, "caption", filepath.Join(dir, "meadow.jpg"), "since")
	later := ownLines(t)
	merged := parse[taken](t, mustDescry(t, "restore", file, "--merge", "--dry-run", "--json"))
	if len(merged.Changes) != 1 || merged.Changes[0].Kind != "caption" || merged.Changes[0].Changed != 1 {
		t.Errorf("merging would change %+v", merged)
	}
	done := parse[taken](t, mustDescry(t, "restore", file, "--yes", "--json"))
	if !done.Done || done.Before == "" || len(done.Changes) != 2 || done.Changes[0].TakenBack != 1 {
		t.Errorf("restored %+v", done)
	}
	if got := searchNames(t, "tag:since"); len(got) != 0 {
		t.Errorf("what the backup doesn't say finds %v", got)
	}
	mustDescry(t, "restore", done.Before, "--yes")
	if got := ownLines(t); !slices.Equal(got, later) {
		t.Errorf("taken back:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(later, "\n"))
	}
	mustDescry(t, "backup")
	copies, err := filepath.Glob(filepath.Join(os.Getenv(config.HomeVariable), "copies", "* backup.jsonl.gz"))
	if err != nil || len(copies) != 1 {
		t.Errorf("copies %v, %v", copies, err)
	}
}

// An older catalogue that was put back gets what it lacks from the journal.
func TestRestoreFromTheJournal(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := taggedFolder(t)
	stars := filepath.Join(dir, "stars.jpg")
	mustDescry(t, "tag", "add", "first", stars)
	catalogue := filepath.Join(os.Getenv(config.HomeVariable), "catalogue.db")
	older, err := os.ReadFile(catalogue)
	if err != nil {
		t.Fatal(err)
	}
	mustDescry(t, "tag", "remove", "first", stars)
	mustDescry(t, "caption", stars, "many stars")
	want := ownLines(t)
	write(t, catalogue, older)
	if out, _, code := descry(t, "doctor"); code != 1 || !strings.Contains(out, "descry restore") {
		t.Errorf("doctor: exit %d: %s", code, out)
	}
	if got := ownLines(t); slices.Equal(got, want) {
		t.Error("the older catalogue lacks nothing")
	}
	done := parse[taken](t, mustDescry(t, "restore", "--yes", "--json"))
	if !done.Done || len(done.Changes) != 2 || done.Photos != 1 {
		t.Errorf("restored %+v", done)
	}
	if got := ownLines(t); !slices.Equal(got, want) {
		t.Errorf("it says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	mustDescry(t, "doctor")
}

// A file that was cut short changes nothing unless that is asked for.
func TestImportDamagedWords(t *testing.T) {
	dir := taggedFolder(t)
	sayMuch(t, dir)
	file := filepath.Join(t.TempDir(), "words.jsonl")
	mustDescry(t, "export", "words", file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cut := data[:bytes.Index(data, []byte(`"caption"`))]
	write(t, file, cut)
	t.Setenv(config.HomeVariable, t.TempDir())
	for _, command := range [][]string{{"import", "words"}, {"restore"}} {
		_, errs, code := descry(t, append(command, file, "--yes")...)
		if code != 1 || !strings.Contains(errs, "cut short") || !strings.Contains(errs, "line ") || !strings.Contains(errs, "--salvage") {
			t.Errorf("%v: exit %d: %s", command, code, errs)
		}
	}
	if got := ownLines(t); len(got) != 0 {
		t.Errorf("it said %v", got)
	}
	if _, errs, code := descry(t, "restore", file, "--salvage", "--yes"); code != 2 || !strings.Contains(errs, "--merge") {
		t.Errorf("exit %d: %s", code, errs)
	}
	_, errs, code := descry(t, "import", "words", file, "--salvage", "--yes")
	if code != 0 || !strings.Contains(errs, "passed over: line") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if got := ownLines(t); len(got) == 0 {
		t.Error("nothing was salvaged")
	}
	for _, other := range []string{filepath.Join(dir, "sunset.jpg"), dir, filepath.Join(dir, "none")} {
		if _, errs, code := descry(t, "import", "words", other, "--yes"); code != 1 || errs == "" {
			t.Errorf("%s: exit %d: %s", other, code, errs)
		}
	}
}

// A photo, or any file that isn't one of words, is never written over.
func TestBackupLeavesOtherFilesAlone(t *testing.T) {
	dir := taggedFolder(t)
	photo := filepath.Join(dir, "sunset.jpg")
	before, err := os.ReadFile(photo)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"backup", photo}, {"export", "words", photo}} {
		if _, errs, code := descry(t, command...); code != 2 || !strings.Contains(errs, "another name") {
			t.Errorf("exit %d: %s", code, errs)
		}
	}
	if after, err := os.ReadFile(photo); err != nil || !bytes.Equal(before, after) {
		t.Error("the photo was changed")
	}
	file := filepath.Join(dir, "words.jsonl")
	for range 2 {
		mustDescry(t, "backup", file)
	}
	folder := t.TempDir()
	mustDescry(t, "backup", folder)
	if list, err := os.ReadDir(folder); err != nil || len(list) != 1 || !strings.HasSuffix(list[0].Name(), " backup.jsonl.gz") {
		t.Errorf("in a folder: %v, %v", list, err)
	}
	if _, errs, code := descry(t, "backup", filepath.Join(folder, "no", "such", "file.jsonl")); code != 1 || !strings.Contains(errs, "no such file") {
		t.Errorf("exit %d: %s", code, errs)
	}
}
