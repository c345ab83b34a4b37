package learning

import (
	"slices"
	"testing"

	"descry/library"
	"descry/library/cataloguetest"
)

// TestTagsToLearnShowTheirPhotos has a tag with more photos than are shown, one of
// which the library no longer has; those that it took up last stand first.
func TestTagsToLearnShowTheirPhotos(t *testing.T) {
	h := openHeads(t)
	cataloguetest.Fill(t, h.models.Catalogue)
	var all []library.PhotoID
	err := h.models.Catalogue.PhotosIn(t.Context(), library.Scope{}, library.Filter{}, func(id library.PhotoID) { all = append(all, id) })
	slices.Sort(all)
	if err != nil || len(all) < mostShown {
		t.Fatalf("%d photos, %v", len(all), err)
	}
	all = all[:mostShown]
	shown, err := h.shownExamples(t.Context(), []Example{{Tag: library.Tag{Name: "none"}}, {Tag: library.Tag{Name: "drawn"}, Photos: append(slices.Clone(all), all[3]+1000)}})
	if err != nil {
		t.Fatal(err)
	}
	var got []library.PhotoID
	for _, tile := range shown[1] {
		got = append(got, tile.ID)
	}
	if want := []library.PhotoID{all[3], all[2], all[1]}; shown[0] != nil || !slices.Equal(got, want) {
		t.Errorf("shows %v and %v, want %v", shown[0], got, want)
	}
}
