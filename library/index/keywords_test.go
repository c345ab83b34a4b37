package index_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/library"
)

// The hierarchies that other programs wrote, into photos and beside them, become tags
// with levels, each once.
func TestHierarchiesBecomeTags(t *testing.T) {
	formats := filepath.Join("..", "..", "..", "shared", "photos", "formats")
	if _, err := os.Stat(formats); err != nil {
		t.Skipf("without the photos of other programs: %v", err)
	}
	f := newFixture(t)
	for _, name := range []string{"sidecar/darktable.jpg", "sidecar/darktable.jpg.xmp", "sidecar/digikam.jpg", "sidecar/digikam.jpg.xmp",
		"metadata/digikam-tagslist.jpg", "metadata/xmp-full.jpg"} {
		data, err := os.ReadFile(filepath.Join(formats, filepath.FromSlash(name)))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(f.photos, filepath.Base(name)), data, 0o600))
	}
	f.once()
	for name, want := range map[string][]string{
		"darktable.jpg":        {"nature/flowers", "places/Switzerland/Zürich"},
		"digikam.jpg":          {"test", "test2", "test3"},
		"digikam-tagslist.jpg": {"Family/Anna", "Trips/2020/Norway"},
		"xmp-full.jpg":         {"Animals/Birds/Falcon", "Harbour", "Places/Japan/日本", "Sunrise", "two words", "Łódź"},
	} {
		p, err := f.store.Photo(t.Context(), f.id(name))
		if err != nil || !slices.Equal(p.Keywords, want) {
			t.Errorf("%s has %q, want %q, %v", name, p.Keywords, want, err)
		}
	}
	tags, err := f.store.Tags(t.Context())
	must(t, err)
	for want, photos := range map[string]int{"places": 2, "places/switzerland/zürich": 1, "family": 1, "family/anna": 1} {
		if !slices.ContainsFunc(tags, func(n library.TagCount) bool { return strings.ToLower(n.Tag.Name) == want && n.Photos == photos }) {
			t.Errorf("%s with %d photos is not among %+v", want, photos, tags)
		}
	}
}
