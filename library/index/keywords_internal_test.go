package index

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/library/metadata"
)

func TestKeywords(t *testing.T) {
	for _, test := range []struct {
		name         string
		flat, levels []string
		want         []string
	}{
		{"nothing", nil, nil, nil},
		{"flat ones alone", []string{"sea", "B/W", "24/7"}, nil, []string{"24∕7", "B∕W", "sea"}},
		{"the leaf is written twice", []string{"dogs", "sea"}, []string{"animals|dogs"}, []string{"animals/dogs", "sea"}},
		{"every level is", []string{"Animals", "dogs", "Bella"}, []string{"animals|dogs|Bella"}, []string{"animals/dogs/Bella"}},
		{"the path is", []string{"animals/dogs", "animals|cats", "sea"}, []string{"animals|dogs", "animals|cats"},
			[]string{"animals/cats", "animals/dogs", "sea"}},
		{"levels above are paths, too", []string{"Bella"}, []string{"animals", "animals|dogs", "animals|dogs|Bella"}, []string{"animals/dogs/Bella"}},
		{"a single level", []string{"sea"}, []string{"sea"}, []string{"sea"}},
		{"a slash in a level", []string{"AC/DC", "B/W"}, []string{"Music|AC/DC"}, []string{"B∕W", "Music/AC∕DC"}},
		{"bars in a flat one", []string{"Places|Norway"}, nil, []string{"Places/Norway"}},
		{"the beginning of another", nil, []string{"animal", "animals|dogs"}, []string{"animal", "animals/dogs"}},
	} {
		got := keywords(metadata.Metadata{Keywords: test.flat, Hierarchical: test.levels})
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestKeywordDepth reads inputs that people reported: a keyword has as many levels as its
// program meant.
func TestKeywordDepth(t *testing.T) {
	cases := filepath.Join("..", "..", "..", "shared", "cases")
	data, err := os.ReadFile(filepath.Join(cases, "cases.json"))
	if os.IsNotExist(err) {
		t.Skip("no cases beside the module")
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	var doc struct {
		Cases []struct {
			File   string
			Expect struct {
				Depth map[string]int `json:"keyword_depth"`
			}
		}
	}
	must(json.Unmarshal(data, &doc))
	for _, c := range doc.Cases {
		if len(c.Expect.Depth) == 0 {
			continue
		}
		f, err := os.Open(filepath.Join(cases, filepath.FromSlash(c.File)))
		must(err)
		m, err := metadata.Read(f)
		_ = f.Close()
		must(err)
		depth := make(map[string]int)
		for _, name := range keywords(m) {
			levels := library.SplitLevels(name)
			depth[strings.Join(levels, "|")] = len(levels)
		}
		for name, want := range c.Expect.Depth {
			if depth[name] != want {
				t.Errorf("%s: %q has %d levels among %v, want %d", c.File, name, depth[name], depth, want)
			}
		}
	}
}
