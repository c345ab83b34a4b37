package index_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/library"
	"descry/library/media/raw/rawtest"
)

// TestRawFilesAreIndexed indexes raw files of all makers with what they and their sidecars
// say, a pair of raw file and JPEG as two photos, and names what has no preview.
func TestRawFilesAreIndexed(t *testing.T) {
	f := newFixture(t)
	for i, l := range rawtest.Layouts {
		jpeg := f.photo("made.jpg", uint64(100+i))
		data, err := os.ReadFile(jpeg)
		must(t, err)
		file := l.File(rawtest.Photo{Large: data, Medium: data, Width: 600, Height: 400, Orientation: 6})
		must(t, os.WriteFile(filepath.Join(f.photos, strings.ReplaceAll(l.Name, " ", "-")+"."+l.Extension), file, 0o644))
		must(t, os.Remove(jpeg))
	}
	f.photo("NEF.jpg", 1) // the JPEG of a pair
	stars := func(n string) []byte {
		return []byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
			`<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmp:Rating="` +
			n + `" photoshop:SidecarForExtension="NEF"/></rdf:RDF></x:xmpmeta>`)
	}
	must(t, os.WriteFile(filepath.Join(f.photos, "NEF.xmp"), stars("4"), 0o644))
	must(t, os.WriteFile(filepath.Join(f.photos, "RAF.raf.xmp"), []byte(strings.Replace(string(stars("3")), "NEF", "RAF", 1)), 0o644))
	must(t, os.WriteFile(filepath.Join(f.photos, "none.cr2"), rawtest.Named("CR2").File(rawtest.Photo{Width: 600, Height: 400}), 0o644))
	f.once()
	n := len(rawtest.Layouts) + 1
	f.expect(library.Counts{Photos: n, Files: n, Indexed: n, Failed: 1})
	for _, l := range rawtest.Layouts {
		p, err := f.store.Photo(t.Context(), f.id(strings.ReplaceAll(l.Name, " ", "-")+"."+l.Extension))
		must(t, err)
		if p.Format != "raw" || p.Width != 400 || p.Height != 600 || p.Camera.Model != l.Model || !f.thumbs.Has(string(p.Hash)) {
			t.Errorf("%s: %+v", l.Name, p)
		}
	}
	for name, want := range map[string]int{"NEF.nef": 4, "NEF.jpg": 0, "RAF.raf": 3, "CR3.cr3": 0} {
		p, err := f.store.Photo(t.Context(), f.id(name))
		must(t, err)
		if p.Rating != want {
			t.Errorf("%s: %d stars, want %d", name, p.Rating, want)
		}
	}
	problems, err := f.store.Problems(t.Context(), 10)
	must(t, err)
	if len(problems) != 1 || !strings.Contains(problems[0].Reason, "no preview in the file") {
		t.Errorf("problems %+v", problems)
	}
}
