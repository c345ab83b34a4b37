package index

import (
	"slices"
	"testing"

	"descry/library/metadata"
)

func TestKeywords(t *testing.T) {
	for _, test := range []struct {
		name         string
		flat, levels []string
		want         []string
	}{
		{"nothing", nil, nil, nil},
		{"flat ones alone", []string{"sea", "a/b"}, nil, []string{"sea", "a/b"}},
		{"the leaf is written twice", []string{"dogs", "sea"}, []string{"animals|dogs"}, []string{"animals/dogs", "sea"}},
		{"every level is", []string{"Animals", "dogs", "Bella"}, []string{"animals|dogs|Bella"}, []string{"animals/dogs/Bella"}},
		{"the path is", []string{"animals/dogs", "animals|cats", "sea"}, []string{"animals|dogs", "animals|cats"},
			[]string{"animals/cats", "animals/dogs", "sea"}},
		{"levels above are paths, too", []string{"Bella"}, []string{"animals", "animals|dogs", "animals|dogs|Bella"}, []string{"animals/dogs/Bella"}},
		{"a single level", []string{"sea"}, []string{"sea"}, []string{"sea"}},
		{"the beginning of another", nil, []string{"animal", "animals|dogs"}, []string{"animal", "animals/dogs"}},
	} {
		got := keywords(metadata.Metadata{Keywords: test.flat, Hierarchical: test.levels})
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
