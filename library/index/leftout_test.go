package index_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"descry/library"
	"descry/library/index"
	"descry/library/scan"
)

func exclusions(t testing.TB, patterns ...string) scan.Exclusions {
	t.Helper()
	x, err := scan.NewExclusions(patterns)
	must(t, err)
	return x
}

// TestLeftOutAndLetIn leaves out most of a folder. Nobody is asked whether the photos were
// deleted, and with their tags the photos are back without being encoded again.
func TestLeftOutAndLetIn(t *testing.T) {
	f := newFixture(t)
	for i := range 20 {
		f.photo(fmt.Sprintf("Private/%02d.jpg", i), uint64(i))
	}
	f.photo("open.jpg", 100)
	f.once()
	id := f.id("Private/03.jpg")
	_, err := f.store.ApplyEdit(t.Context(), library.Edit{Tags: []library.TagEdit{{Photo: id, Tag: library.Tag{Name: "beach"}, Label: library.Yes}}})
	must(t, err)
	encoded := f.enc.calls.Load()

	f.x.SetExclude(exclusions(t, "private"))
	f.once()
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
	places, err := f.store.Places(t.Context(), f.folder().ID)
	must(t, err)
	if len(places) != 1 || !places[0].AwaySince.IsZero() || !places[0].AskedSince.IsZero() {
		t.Errorf("places %+v", places)
	}

	f.x.SetExclude(scan.Exclusions{})
	f.once()
	f.expect(library.Counts{Photos: 21, Files: 21, Indexed: 21})
	if got := f.enc.calls.Load() - encoded; got != 0 {
		t.Errorf("%d photos were encoded again", got)
	}
	if got := f.sentences(); f.id("Private/03.jpg") != id || !slices.Equal(got, []string{"yes beach"}) {
		t.Errorf("said %q, of photo %d for %d", got, f.id("Private/03.jpg"), id)
	}
}

func TestAllIsLeftOut(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	f.photo("b.jpg", 2)
	f.once()
	f.x.SetExclude(exclusions(t, "*.jpg"))
	f.once()
	f.expect(library.Counts{})
	if got := f.folder().State(); got != library.FolderUpToDate {
		t.Errorf("the folder is %v", got)
	}
}

func TestRunTakesUpMarkersAndExclusions(t *testing.T) {
	f := newFixture(t, func(o *index.Options) { o.StableFor = 1 })
	f.photo("a/1.jpg", 1)
	f.photo("b/deep/2.jpg", 2)
	f.running()
	eventually(t, "two photos", func() bool { return f.totals().Indexed == 2 })
	marker := filepath.Join(f.photos, "b", ".nomedia")
	must(t, os.WriteFile(marker, nil, 0o600))
	eventually(t, "a marked folder", func() bool { return f.totals().Photos == 1 })
	must(t, os.Remove(marker))
	eventually(t, "no marker any more", func() bool { return f.totals().Indexed == 2 })
	f.x.SetExclude(exclusions(t, "a/*"))
	eventually(t, "a pattern", func() bool { return f.totals().Photos == 1 })
	f.x.SetExclude(scan.Exclusions{})
	eventually(t, "no pattern any more", func() bool { return f.totals().Indexed == 2 })
}

func TestLinkedFolders(t *testing.T) {
	f := newFixture(t)
	f.photo("a/1.jpg", 1)
	outside, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	for link, target := range map[string]string{"out": outside, "in": filepath.Join(f.photos, "a")} {
		if err := os.Symlink(target, filepath.Join(f.photos, link)); err != nil {
			t.Skip(err)
		}
	}
	linked := func() []index.LinkedFolder {
		folders, err := f.store.Folders(t.Context(), "")
		must(t, err)
		list, err := index.LinkedFolders(t.Context(), f.store, folders)
		must(t, err)
		return list
	}
	f.once()
	folder := f.folder()
	if got, want := linked(), []index.LinkedFolder{{filepath.Join(folder.Path, "out"), outside}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	_, err = f.store.AddFolder(t.Context(), outside)
	must(t, err)
	if got := linked(); len(got) > 0 {
		t.Errorf("a link into the library is told: %v", got)
	}
}
