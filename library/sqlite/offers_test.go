package sqlite_test

import (
	"fmt"
	"strings"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

func offered(t *testing.T, s *sqlite.Store) (string, []library.ImportOffer) {
	t.Helper()
	list, err := s.ImportOffers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"keyword", "person", "folder", "captions"}
	var lines []string
	for _, o := range list {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %d %s", names[o.Source], show(o.Tag), o.Photos, o.Sample)))
	}
	return strings.Join(lines, "\n"), list
}

func TestImportOffers(t *testing.T) {
	s, _ := newStore(t)
	written(t, s,
		said("2019/2019-07-14 Norway_trip/DCIM/100CANON/1.jpg", "", "OLYMPUS DIGITAL CAMERA", nil, "sea", "???"),
		said("2019/2019-07-14 Norway_trip/2.jpg", "", "a red boat", []string{"Ann"}, "sea", "animals/dogs"),
		said("misc/norway TRIP/3.jpg", "", "", []string{"Ann"}),
		said("misc/4.jpg", "", "a dog", nil),
		said("Bella/5.jpg", "", "", nil),
		said("6.jpg", "", "", nil))
	edit(t, s, library.Edit{
		Tags:     []library.TagEdit{say(2, tag("Sea"), library.Yes), say(3, person("Ann"), library.No), say(5, tag("bella"), library.Yes)},
		Captions: []library.CaptionEdit{{Photo: 4, Text: text("Rex")}},
	})
	says := ownerDump(t, s)
	want := `folder Norway trip 3 2019/2019-07-14 Norway_trip
keyword animals/dogs 1
keyword sea 1
person @Ann 1
captions  1 a red boat`
	got, list := offered(t, s)
	equal(t, "offers", got, want)

	list = append(list, library.ImportOffer{Source: library.OfferKeywords, Tag: tag("not offered")})
	undo, err := s.Import(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "imported", ownerDump(t, s), strings.Join([]string{
		`caption "Rex" 4`, `caption "a red boat" 2`, "no @Ann 3", "yes @Ann 2", "yes Norway trip 1", "yes Norway trip 2", "yes Norway trip 3",
		"yes animals/dogs 2", "yes bella 5", "yes sea 1", "yes sea 2"}, "\n"))
	got, _ = offered(t, s)
	equal(t, "nothing is left", got, "")
	edit(t, s, undo)
	equal(t, "undone", ownerDump(t, s), says)
	got, _ = offered(t, s)
	equal(t, "offered again", got, want)

	if _, err := s.Import(t.Context(), []library.ImportOffer{{Source: library.OfferFolders, Tag: tag("NORWAY trip")}}); err != nil {
		t.Fatal(err)
	}
	equal(t, "one of them", with(t, s, library.TagTest{Name: "norway trip"}), "1 2 3")
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "2019/2019-07-14 Norway_trip/2.jpg")}})
	got, _ = offered(t, s)
	equal(t, "of photos with a file", got, "keyword sea 1")
}
