package index_test

import (
	"os"
	"path/filepath"
	"testing"

	"descry/library"
)

// A picture of a kind that is not read is counted and named. A file that never claimed to be a
// picture is passed over.
func TestUnreadPicturesAreCounted(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	for name, content := range map[string]string{"drawing.xcf": "gimp xcf v011", "light.exr": "v/1\x01", "notes.txt": "milk", "LICENSE": "do what you like"} {
		must(t, os.WriteFile(filepath.Join(f.photos, name), []byte(content), 0o644))
	}
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1, Failed: 2})
	problems, err := f.store.Problems(t.Context(), 0)
	must(t, err)
	got := map[string]string{}
	for _, p := range problems {
		got[filepath.Base(p.Path)] = p.Reason
	}
	if len(got) != 2 || got["drawing.xcf"] != "XCF files are not supported" || got["light.exr"] != "EXR files are not supported" {
		t.Errorf("problems %q", got)
	}
}
