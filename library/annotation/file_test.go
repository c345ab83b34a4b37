package annotation_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"descry/library/annotation"
)

func TestFile(t *testing.T) {
	for _, name := range []string{"words.jsonl", "words.jsonl.gz"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte("older"), 0o600); err != nil {
			t.Fatal(err)
		}
		written, err := annotation.WriteFile(path, header, listed(everyKind()))
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if packed := string(data[:2]) == "\x1f\x8b"; packed != strings.HasSuffix(name, ".gz") {
			t.Errorf("%s is packed: %v", name, packed)
		}
		f, err := annotation.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for range 2 {
			var list []annotation.Record
			for one, err := range f.Records() {
				if err != nil {
					t.Fatal(err)
				}
				list = append(list, one)
			}
			if !reflect.DeepEqual(withoutLines(list), everyKind()) || f.Summary() != written {
				t.Errorf("%s has %+v, %+v", name, list, f.Summary())
			}
		}
		for _, err := range f.Records() { // a second reading begins anew
			if err != nil {
				t.Error(err)
			}
			break
		}
	}
}

// What can't be written in full leaves what was there.
func TestFailedWriteKeepsTheOlder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "words.jsonl")
	if _, err := annotation.WriteFile(path, header, listed(everyKind())); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	broken := errors.New("the catalogue is gone")
	_, err := annotation.WriteFile(path, header, func(yield func(annotation.Record, error) bool) {
		_ = yield(everyKind()[0], nil) && yield(annotation.Record{}, broken)
	})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	huge := annotation.Record{Kind: "x", Raw: `{"kind":"x","y":"` + strings.Repeat("y", annotation.MaxLine) + `"}`}
	if _, err := annotation.WriteFile(path, header, listed([]annotation.Record{huge})); err == nil {
		t.Error("a line was written that can't be read")
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the older file is no more")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left over: %v", left)
	}
	if _, err := annotation.WriteFile(filepath.Join(dir, "no", "folder"), header, listed(nil)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into no folder: %v", err)
	}
}

func TestOpenOtherThings(t *testing.T) {
	dir := t.TempDir()
	if _, err := annotation.Open(dir); !errors.Is(err, annotation.ErrOtherFormat) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := annotation.Open(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
	path := filepath.Join(dir, "text")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := annotation.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, err := range f.Records() {
		if !errors.Is(err, annotation.ErrOtherFormat) {
			t.Errorf("text: %v", err)
		}
	}
}
