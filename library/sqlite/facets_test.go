package sqlite_test

import (
	"fmt"
	"strings"
	"testing"

	"descry/library"
)

func TestFacetValues(t *testing.T) {
	ctx := t.Context()
	s, _ := newStore(t)
	photos := []library.Photo{
		said("2019/Norway trip/a.jpg", "", "", []string{"José Müller", "Ann-Kathrin Lee"}, "animals/dogs", "Animals|dogs", "animals/cats"),
		said("2019/Norway trip/Oslo/b.jpg", "", "", []string{"ann lee"}, "Animals", "animals-to-be"),
		said("2020/norway trip/c.jpg", "", "", nil, "sea"),
		said("2020/d.jpg", "", "", nil, "dogs"),
		said("gone/e.jpg", "", "", []string{"Ann Lee"}, "gone", "sea"),
	}
	photos[0].Camera = library.Camera{Make: "NIKON CORPORATION", Model: "NIKON D70", Lens: "EF 50mm"}
	photos[1].Camera = library.Camera{Model: "Pixel 7"}
	photos[2].Camera = photos[1].Camera
	photos[4].Camera = library.Camera{Make: "Gone"}
	written(t, s, photos...)
	copies := newFile("2020/copy of a.jpg", 0)
	scan(t, s, 1, copies)
	commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: library.Photo{Hash: testPhoto(0).Hash}}
	})
	for id, name := range knownIDs(t, s, 1) {
		if strings.HasPrefix(name, "gone/") {
			apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{id}})
		}
	}
	for _, test := range []struct {
		facet  library.Facet
		prefix string
		limit  int
		want   string
	}{
		{library.FacetTag, "", 0, "animals 2, animals-to-be 1, animals/cats 1, animals/dogs 1, dogs 1, sea 1"},
		{library.FacetTag, "DOG", 0, "animals/dogs 1, dogs 1"},
		{library.FacetTag, "to", 0, "animals-to-be 1"},
		{library.FacetTag, "ogs", 0, ""},
		{library.FacetTag, "", 1, "animals 2"},
		{library.FacetPerson, "l", 0, "Ann-Kathrin Lee 1, ann lee 1"},
		{library.FacetPerson, "jose m", 0, "José Müller 1"},
		{library.FacetCamera, "", 0, "Pixel 7 2, Nikon D70 1"},
		{library.FacetCamera, "nikon d", 0, "Nikon D70 1"},
		{library.FacetCamera, "g", 0, ""},
		{library.FacetLens, "50", 0, "EF 50mm 1"},
		{library.FacetIn, "", 0, "Pictures 4, 2020 3, Norway trip 3, 2019 2, Oslo 1"},
		{library.FacetIn, "nor", 0, "Norway trip 3"},
		{library.FacetIn, "trip", 0, "Norway trip 3"},
		{library.FacetIn, "orway", 0, ""},
		{library.FacetType, "", 5, "jpeg 4"},
	} {
		values, err := s.FacetValues(ctx, test.facet, test.prefix, test.limit)
		var got []string
		for _, v := range values {
			got = append(got, fmt.Sprint(v.Value, " ", v.Photos))
		}
		if list := strings.Join(got, ", "); list != test.want || err != nil {
			t.Errorf("facet %d %q: %s, want %s, %v", test.facet, test.prefix, list, test.want, err)
		}
	}
}
