package safename_test

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"descry/internal/safename"
)

func TestPath(t *testing.T) {
	for name, want := range map[string]error{
		"model.onnx":                             nil,
		"a/b/c.safetensors":                      nil,
		".gitattributes":                         nil,
		"..a":                                    nil,
		"with spaces and ümläute":                nil,
		"写真/犬.jpg":                               nil,
		"COM.txt":                                nil,
		"COM10":                                  nil,
		"console":                                nil,
		strings.Repeat("a", 200):                 nil,
		"":                                       safename.ErrOutside,
		".":                                      safename.ErrOutside,
		"..":                                     safename.ErrOutside,
		"../evil.pt":                             safename.ErrOutside,
		"a/../../evil.pt":                        safename.ErrOutside,
		"a/./b":                                  safename.ErrOutside,
		"/etc/evil.pt":                           safename.ErrOutside,
		"a//b":                                   safename.ErrOutside,
		"a/":                                     safename.ErrOutside,
		"bad\xff":                                safename.ErrOutside,
		`..\evil.pt`:                             safename.ErrCharacter,
		"c:evil.pt":                              safename.ErrCharacter,
		"stream.txt:hidden":                      safename.ErrCharacter,
		"what?":                                  safename.ErrCharacter,
		"evil\n.pt":                              safename.ErrCharacter,
		"evil\x00.pt":                            safename.ErrCharacter,
		"evil\u202etp.pt":                        safename.ErrCharacter,
		"nul":                                    safename.ErrName,
		"con.pt":                                 safename.ErrName,
		"a/COM1.txt":                             safename.ErrName,
		"a/COM1.txt/b":                           safename.ErrName,
		"lpt¹":                                   safename.ErrName,
		"aux .c":                                 safename.ErrName,
		"CONIN$":                                 safename.ErrName,
		"evil.pt.":                               safename.ErrName,
		"evil.pt ":                               safename.ErrName,
		strings.Repeat("a", 201):                 safename.ErrName,
		strings.Repeat("ä", 101):                 safename.ErrName,
		"a. /b":                                  safename.ErrName,
		"ok/" + strings.Repeat("a", 201) + "/ok": safename.ErrName,
	} {
		if got := safename.Path(name); !errors.Is(got, want) {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func TestInside(t *testing.T) {
	for name, want := range map[string]bool{
		"archive/data/0": true, "epoch:3/data.pkl": true, "what?": true, "nul": true, "...": true,
		"": false, ".": false, "..": false, "../a": false, "a/..": false, "/a": false, "a/": false, "a//b": false, "\xff": false,
	} {
		if got := safename.Inside(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}

func TestID(t *testing.T) {
	for _, c := range []struct {
		name, signs string
		longest     int
		want        bool
	}{
		{"20260102-150405-0a1b2c3d", "-_", 100, true},
		{"LLM2CLIP-B16", "._-", 80, true},
		{"vit-b.16_v2", "._-", 80, true},
		{"abc", "", 3, true},
		{"abcd", "", 3, false},
		{"a.b", "-_", 80, false},
		{"", "._-", 80, false},
		{".", "._-", 80, false},
		{"..", "._-", 80, false},
		{"-x", "._-", 80, false},
		{"_x", "._-", 80, false},
		{"a/b", "._-", 80, false},
		{`a\b`, "._-", 80, false},
		{"a b", "._-", 80, false},
		{"a\x00", "._-", 80, false},
		{"ä", "._-", 80, false},
	} {
		if got := safename.ID(c.name, c.signs, c.longest); got != c.want {
			t.Errorf("%q with %q, at most %d: %t", c.name, c.signs, c.longest, got)
		}
	}
}

// FuzzPath holds what is accepted against the standard library, and against a folder in
// which a file of that path is made.
func FuzzPath(f *testing.F) {
	for _, name := range []string{"a/b.txt", "..", "a/../b", "/a", `a\b`, "c:a", "nul.txt", "a.", "a ", "\u202e", "ä", "写真/犬", strings.Repeat("a/", 50) + "b"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		err := safename.Path(name)
		local := filepath.FromSlash(name)
		if err != nil {
			return
		}
		if !filepath.IsLocal(local) || !safename.Inside(name) || !safename.Printable(name) || path.Clean(name) != name {
			t.Fatalf("accepted %q", name)
		}
		if len(name) > 1000 {
			return
		}
		dir := t.TempDir()
		at := filepath.Join(dir, local)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		back, err := filepath.Rel(dir, at)
		if err != nil || filepath.ToSlash(back) != name {
			t.Fatalf("%q lies at %q, %v", name, back, err)
		}
	})
}

// FuzzID holds ids against Path: every id is the name of a file, devices aside.
func FuzzID(f *testing.F) {
	for _, name := range []string{"a", "-a", "a.b", "..", "20260102-150405-0a1b2c3d", "a/b", ""} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if !safename.ID(name, "-_", 100) {
			return
		}
		if err := safename.Path(name + "-x.head"); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
	})
}
