package models

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/message"
	"descry/app/problem"
	"descry/ml/tokenizer"
)

// TestTheLargestTokenizer: one byte too many is refused before it is read, and the
// bound is that of the package that reads it.
func TestTheLargestTokenizer(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "tokenizer.json")
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for size, want := range map[int64]string{tokenizer.MaxFileBytes: "load tokenizer", tokenizer.MaxFileBytes + 1: "at most 67108864 bytes"} {
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		if _, err := readTokenizer(dir, 10); err == nil || !strings.Contains(message.Explain(err), want) {
			t.Errorf("%d bytes: %v, want %q", size, err, want)
		}
	}
}

func TestLicenceOfARepository(t *testing.T) {
	for _, c := range []struct{ readme, want string }{
		{"---\nlicense: apache-2.0\ntags:\n- clip\n---\n# Model\n", "apache-2.0"},
		{"---\ntags:\n- clip\nlicense: \"llama3.2\"\n---\n", "llama3.2"},
		{"---\r\nlicense: mit\r\n---\r\n", "mit"},
		{"---\ntags: []\n---\nlicense: of the text below the head\n", ""},
		{"# Model\nlicense: mit\n", ""},
		{"license: mit\n", ""},
		{"---\nlicense: \x1b[31m\n---\n", problem.Printable("\x1b[31m")},
		{"", ""},
	} {
		path := filepath.Join(t.TempDir(), "README.md")
		if err := os.WriteFile(path, []byte(c.readme), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := readLicence(path); got != c.want || strings.Contains(got, "\x1b") {
			t.Errorf("%q: %q, want %q", c.readme, got, c.want)
		}
	}
	if got := readLicence(filepath.Join(t.TempDir(), "absent")); got != "" {
		t.Errorf("no file: %q", got)
	}
	for _, c := range [][3]string{{"mit", "mit", "mit"}, {"", "", ""}, {"mit", "", "image tower: mit"},
		{"", "llama3", "text encoder: llama3"}, {"mit", "llama3", "image tower: mit; text encoder: llama3"}} {
		if got := licences(c[0], c[1]); got != c[2] {
			t.Errorf("%q and %q: %q", c[0], c[1], got)
		}
	}
}
