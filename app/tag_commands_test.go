package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/internal/apptest"
	"descry/app/internal/scene"
)

// taggedPhoto is what descry tag show prints.
type taggedPhoto struct {
	Tags, People []string
	Caption      string
}

func shown(t *testing.T, photo string) taggedPhoto {
	t.Helper()
	return parse[taggedPhoto](t, mustDescry(t, "tag", "show", photo, "--json"))
}

func TestTagPhotos(t *testing.T) {
	dir := taggedFolder(t)
	sunset, meadow, stars := filepath.Join(dir, "sunset.jpg"), filepath.Join(dir, "meadow.jpg"), filepath.Join(dir, "stars.jpg")
	mustDescry(t, "tag", "add", "trips/north", sunset, stars)
	mustDescry(t, "tag", "add", "Anna", "--person", meadow)
	for query, want := range map[string][]string{
		"tag:trips":       {"stars", "sunset"},
		"tag:trips/north": {"stars", "sunset"},
		"person:anna":     {"meadow"},
	} {
		got := searchNames(t, query)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	}
	mustDescry(t, "tag", "remove", "trips/north", stars)
	mustDescry(t, "tag", "remove", "Holiday/Norway", sunset) // the file says it
	if got := shown(t, sunset); !slices.Equal(got.Tags, []string{"trips/north"}) {
		t.Errorf("the sunset's tags are %v", got.Tags)
	}
	if got := searchNames(t, "tag:holiday"); len(got) != 0 {
		t.Errorf("a tag that was taken away finds %v", got)
	}
	if got := searchNames(t, "untagged"); !slices.Contains(got, "stars") || slices.Contains(got, "meadow") {
		t.Errorf("untagged are %v", got)
	}
}

// TestTagsOfPhotosWithoutAFile: an empty list says why it is, until the photo is found.
func TestTagsOfPhotosWithoutAFile(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	if _, errs, code := descry(t, "tag", "list"); code != 0 || !strings.Contains(errs, "No photo has a tag yet") {
		t.Errorf("exit %d: %s", code, errs)
	}
	photo := filepath.Join(dir, scene.All[0].Name)
	mustDescry(t, "tag", "add", "walk", photo)
	data, err := os.ReadFile(photo)
	if err != nil {
		t.Fatal(err)
	}
	remove(t, photo)
	if out, errs, code := descry(t, "tag", "list"); code != 0 || out != "" || !strings.Contains(errs, "the tags of 1 photo are kept until its file is found") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	write(t, filepath.Join(dir, "found again.jpg"), data)
	mustDescry(t, "index", dir)
	if out := mustDescry(t, "tag", "list"); !strings.Contains(out, "1  walk") {
		t.Error(out)
	}
}

func TestRenameAndMergeTags(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := taggedFolder(t)
	sunset, stars := filepath.Join(dir, "sunset.jpg"), filepath.Join(dir, "stars.jpg")
	mustDescry(t, "tag", "add", "Nord", stars)
	mustDescry(t, "tag", "rename", "nord", "Holiday/Norway")
	got := searchNames(t, "tag:holiday/norway")
	if slices.Sort(got); !slices.Equal(got, []string{"stars", "sunset"}) {
		t.Errorf("merged: %v", got)
	}
	mustDescry(t, "tag", "rename", "Holiday", "Journeys")
	if got := shown(t, sunset).Tags; !slices.Equal(got, []string{"Journeys/Norway"}) {
		t.Errorf("after the rename of a level: %v", got)
	}
	mustDescry(t, "tag", "delete", "Journeys")
	if out := mustDescry(t, "tag", "list"); strings.Contains(out, "Journeys") || strings.Contains(out, "Nord") {
		t.Errorf("the list still has it:\n%s", out)
	}
	if _, errs, code := descry(t, "tag", "rename", "Nothing", "Something"); code != 2 || !strings.Contains(errs, `"Nothing"`) {
		t.Errorf("an unknown tag: exit %d, %s", code, errs)
	}
}

func TestTagWhatASearchFinds(t *testing.T) {
	apptest.WholeRunsOnly(t)
	taggedFolder(t)
	mustDescry(t, "tag", "add", "summer", "--find", "date:2019")
	got := searchNames(t, "tag:summer")
	if slices.Sort(got); !slices.Equal(got, []string{"meadow", "sunset"}) {
		t.Errorf("tagged by search: %v", got)
	}
	if _, errs, code := descry(t, "tag", "add", "summer"); code != 2 || !strings.Contains(errs, "--find") {
		t.Errorf("no photo named: exit %d, %s", code, errs)
	}
}

func TestImportIsOffered(t *testing.T) {
	taggedFolder(t)
	offers := parse[[]struct {
		Source, Name string
		Photos       int
	}](t, mustDescry(t, "tag", "import", "--json"))
	named := map[string]int{}
	for _, o := range offers {
		named[o.Source+":"+o.Name] = o.Photos
	}
	if named["keywords:Holiday/Norway"] != 1 || named["keywords:garden"] != 1 {
		t.Errorf("offered are %v", named)
	}
	own := func() (n int) {
		for _, tag := range parse[[]struct{ Own int }](t, mustDescry(t, "tag", "list", "--json")) {
			n += tag.Own
		}
		return n
	}
	if own() != 0 {
		t.Error("something was taken over unasked")
	}
	mustDescry(t, "tag", "import", "--keywords", "garden")
	if own() != 1 {
		t.Errorf("%d statements after the import of one", own())
	}
}

func TestCaptions(t *testing.T) {
	dir := taggedFolder(t)
	stars := filepath.Join(dir, "stars.jpg")
	mustDescry(t, "caption", stars, "The night the zeppelin came")
	if got := mustDescry(t, "caption", stars); strings.TrimSpace(got) != "The night the zeppelin came" {
		t.Errorf("the caption is %q", got)
	}
	if got := searchNames(t, "has:caption"); !slices.Equal(got, []string{"stars"}) {
		t.Errorf("with a caption: %v", got)
	}
	if got := searchNames(t, "zeppelin", "--limit", "1"); !slices.Equal(got, []string{"stars"}) {
		t.Errorf("by a word of the caption: %v", got)
	}
	mustDescry(t, "caption", stars, "--clear")
	if got := searchNames(t, "has:caption"); len(got) != 0 {
		t.Errorf("after clearing: %v", got)
	}
}

func TestNamesAreTaught(t *testing.T) {
	dir := taggedFolder(t)
	stars := filepath.Join(dir, "stars.jpg")
	if _, errs, code := descry(t, "tag", "name", "Zorblat"); code != 2 || !strings.Contains(errs, "tag add") {
		t.Errorf("a name without photos: exit %d, %s", code, errs)
	}
	mustDescry(t, "tag", "add", "Zorblat", stars)
	mustDescry(t, "tag", "name", "zorblat", "--noun", "sky")
	if out := mustDescry(t, "tag", "list", "--json"); !strings.Contains(out, `"name":"Zorblat","photos":1,"own":1,"named":true,"noun":"sky"`) {
		t.Errorf("the tags are %s", out)
	}
	if got := searchNames(t, "a photo of zorblat at night", "--limit", "1"); !slices.Equal(got, []string{"stars"}) {
		t.Errorf("the taught name finds %v", got)
	}
	mustDescry(t, "tag", "name", "Zorblat", "--forget")
	if out := mustDescry(t, "tag", "list", "--json"); strings.Contains(out, `"named":true`) {
		t.Errorf("still known: %s", out)
	}
}
