package media_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared returns a folder of the test files that lie beside the project.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	path := filepath.Join(filepath.Dir(dir), "shared", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the shared test files are not here: %v", err)
	}
	return path
}

// expectation is an entry of expected.json, about one file.
type expectation struct {
	Photo     bool
	Width     int
	Height    int
	Decodable bool
	Optional  bool
	Note      string
	Preview   *struct{ Size []int } // the largest JPEG in a raw file
}

func expectations(t testing.TB, dir string) map[string]expectation {
	t.Helper()
	var e struct{ Files map[string]expectation }
	raw, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		t.Fatal(err)
	}
	return e.Files
}

// brokenFile is one line of the manifest of broken files.
type brokenFile struct{ path, kind, what, expected string }

func manifest(t testing.TB, dir string) []brokenFile {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "manifest.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []brokenFile
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		c := strings.Split(lines.Text(), "\t")
		if len(c) < 4 || c[0] == "path" {
			continue
		}
		list = append(list, brokenFile{c[0], c[1], c[2], c[3]})
	}
	return list
}

func read(t testing.TB, elem ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
