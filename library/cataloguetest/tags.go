package cataloguetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/library"
)

// kennel has user's tags on several levels, a No and a named concept.
func kennel(t *testing.T, open Open) library.Catalogue {
	t.Helper()
	s := pets(t, open)
	e := Statements(Say(2, Tag("animals/dogs/Bella"), library.Yes), Say(3, Tag("animals/dogs/Bella"), library.Yes),
		Say(4, Tag("hounds"), library.Yes), Say(1, Tag("hounds"), library.Yes), Say(5, Tag("animals/dogs/Bella"), library.No),
		Say(2, Tag("animals/cats"), library.No))
	e.Named = []library.NamedEdit{{Tag: Tag("animals/dogs/Bella"), Noun: Text("dog")}}
	Edit(t, s, e)
	return s
}

const kennelTags = "animals:3/0/0 animals/dogs:3/0/0 animals/dogs/Bella:2/2/1=dog @Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0"

func testRenameTag(t *testing.T, open Open) {
	for _, test := range []struct {
		name     string
		from, to library.Tag
		want     string // the tags after the change
		says     string // the user's labels of the tags
	}{
		{"a level with those below", Tag("animals"), Tag("Creatures"),
			"@Ann:2/0/0 @Ben:1/0/0 Creatures:3/0/0 Creatures/dogs:3/1/0 Creatures/dogs/Bella:2/2/1=dog hounds:2/2/0 sea:1/0/0",
			"named Creatures/dogs/Bella \"dog\" [2 3]|no Creatures/cats 2|no Creatures/dogs/Bella 5|no animals/cats 2|no animals/dogs 1|" +
				"yes Creatures/dogs 1|yes Creatures/dogs/Bella 2|yes Creatures/dogs/Bella 3|yes hounds 1|yes hounds 4"},
		{"merged with one that exists", Tag("animals/dogs"), Tag("HOUNDS"),
			"@Ann:2/0/0 @Ben:1/0/0 hounds:4/2/0 hounds/Bella:2/2/1=dog sea:1/0/0",
			"named hounds/Bella \"dog\" [2 3]|no animals/cats 2|no animals/dogs 1|no hounds/Bella 5|" +
				"yes hounds 1|yes hounds 4|yes hounds/Bella 2|yes hounds/Bella 3"},
		{"below itself", Tag("animals/dogs"), Tag("animals/dogs/big"),
			"animals:3/0/0 animals/dogs:3/0/1 animals/dogs/big:3/1/0 animals/dogs/big/Bella:2/2/1=dog @Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0",
			"named animals/dogs/big/Bella \"dog\" [2 3]|no animals/cats 2|no animals/dogs 1|no animals/dogs/big/Bella 5|" +
				"yes animals/dogs/big 1|yes animals/dogs/big/Bella 2|yes animals/dogs/big/Bella 3|yes hounds 1|yes hounds 4"},
		{"to the level above", Tag("animals/dogs/Bella"), Tag("animals/dogs"),
			"animals:3/0/0 animals/dogs:3/2/1=dog @Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0",
			"named animals/dogs \"dog\" [2 3]|no animals/cats 2|no animals/dogs 5|yes animals/dogs 2|yes animals/dogs 3|yes hounds 1|yes hounds 4"},
		{"another spelling", Tag("animals/dogs"), Tag("Animals/Dögs"),
			"animals:3/0/0 Animals/Dögs:3/0/0 Animals/Dögs/Bella:2/2/1=dog @Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0",
			"named Animals/Dögs/Bella \"dog\" [2 3]|no Animals/Dögs/Bella 5|no animals/cats 2|" +
				"yes Animals/Dögs/Bella 2|yes Animals/Dögs/Bella 3|yes hounds 1|yes hounds 4"},
		{"made a person", Tag("animals/dogs/bella"), Person("Bella"),
			"animals:1/0/0 animals/dogs:1/0/0 @Ann:2/0/0 @Bella:2/2/1=dog @Ben:1/0/0 hounds:2/2/0 sea:1/0/0",
			"named @Bella \"dog\" [2 3]|no @Bella 5|no animals/cats 2|yes @Bella 2|yes @Bella 3|yes hounds 1|yes hounds 4"},
		{"a person made a tag", Person("ann"), Tag("family/Ann"),
			"animals:3/0/0 animals/dogs:3/0/0 animals/dogs/Bella:2/2/1=dog @Ben:1/0/0 family:2/0/0 family/Ann:2/2/0 hounds:2/2/0 sea:1/0/0",
			"named animals/dogs/Bella \"dog\" [2 3]|no @Ann 2|no @Ann 3|no animals/cats 2|no animals/dogs/Bella 5|" +
				"yes animals/dogs/Bella 2|yes animals/dogs/Bella 3|yes family/Ann 2|yes family/Ann 3|yes hounds 1|yes hounds 4"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := kennel(t, open)
			says := AnnotationDump(t, s)
			Equal(t, "before", TagList(t, s), kennelTags)
			undo, err := s.RenameTag(t.Context(), test.from, test.to)
			if err != nil {
				t.Fatal(err)
			}
			Equal(t, "tags", TagList(t, s), test.want)
			Equal(t, "says", AnnotationDump(t, s), strings.ReplaceAll(test.says, "|", "\n"))
			CheckClean(t, s)
			redo := Edit(t, s, undo)
			Equal(t, "undone", AnnotationDump(t, s), says)
			Equal(t, "tags again", TagList(t, s), kennelTags)
			Edit(t, s, redo)
			Equal(t, "redone", AnnotationDump(t, s), strings.ReplaceAll(test.says, "|", "\n"))
		})
	}
}

// A file that is read again doesn't bring back a renamed or removed tag.
func testRenamedStaysAfterReading(t *testing.T, open Open) {
	s := kennel(t, open)
	if _, err := s.RenameTag(t.Context(), Tag("animals/dogs"), Tag("hounds")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RemoveTag(t.Context(), Person("Ann")); err != nil {
		t.Fatal(err)
	}
	before := TagList(t, s)
	apply(t, s, 1, library.ScanDelta{Changed: []library.MovedFile{
		moved(fileOf(t, s, 1, "a/1.jpg"), "", 50), moved(fileOf(t, s, 1, "b/3.jpg"), "", 52)}})
	CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		p := Photo(int(f.Size) - 1050)
		p.Keywords, p.People = []string{"animals/dogs", "Sea"}, []string{"ben", "Ann"}
		return library.IndexedPhoto{File: f, Photo: p}
	})
	Equal(t, "tags", TagList(t, s), "animals:1/0/0 animals/dogs:1/0/1 @Ann:1/0/2 @Ben:2/0/0 hounds:4/2/0 hounds/Bella:2/2/1=dog sea:2/0/0")
	Equal(t, "before", before, "@Ben:1/0/0 hounds:4/2/0 hounds/Bella:2/2/1=dog sea:1/0/0")
	Equal(t, "dogs", with(t, s, library.TagTest{Name: "animals/dogs"}), "3") // whose file didn't have the keyword before
	Equal(t, "people", with(t, s, library.HasTest{Fact: library.HasPerson}), "1 3")
}

func testRemoveTag(t *testing.T, open Open) {
	s := kennel(t, open)
	says := AnnotationDump(t, s)
	undo, err := s.RemoveTag(t.Context(), Tag("Animals"))
	if err != nil {
		t.Fatal(err)
	}
	Equal(t, "tags", TagList(t, s), "@Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0")
	Equal(t, "says", AnnotationDump(t, s), "no animals/cats 2\nno animals/dogs 1\nyes hounds 1\nyes hounds 4")
	values, err := s.FacetValues(t.Context(), library.FacetTag, "animals", 9)
	if err != nil || len(values) > 0 {
		t.Errorf("%v is offered, %v", values, err)
	}
	Edit(t, s, undo)
	Equal(t, "undone", AnnotationDump(t, s), says)
	Equal(t, "tags again", TagList(t, s), kennelTags)
}

// Slashes within the levels of files' tags part no levels, and are found and typed as slashes.
func testSlashesInLevels(t *testing.T, open Open) {
	s, _ := open.empty(t)
	Written(t, s,
		Described("1.jpg", "", "", nil, "B∕W"),
		Described("2.jpg", "", "", nil, "Music/AC∕DC"),
		Described("3.jpg", "", "", nil, "Music/AC∕DC/live", "24∕7"),
		Described("4.jpg", "", "", nil, "b/w"))
	Equal(t, "tags", TagList(t, s), "24∕7:1/0/0 b:1/0/0 b/w:1/0/0 B∕W:1/0/0 Music:2/0/0 Music/AC∕DC:2/0/0 Music/AC∕DC/live:1/0/0")
	for _, test := range []struct {
		name       string
		any, whole string
	}{
		{"B/W", "1 4", "1 4"}, {"b∕w", "1", "1"}, {"B", "4", "4"}, {"W", "4", ""}, {"24/7", "3", "3"}, {"24", "", ""}, {"7", "", ""},
		{"AC/DC", "2 3", ""}, {"music/ac/dc", "2 3", "2 3"}, {"Music/AC", "", ""}, {"Music/AC/DC/live", "3", "3"}, {"AC/DC/live", "", ""},
		{"DC", "", ""}, {"C/D", "", ""}, {"AC∕DC", "2 3", ""},
	} {
		Equal(t, test.name, with(t, s, library.TagTest{Name: test.name}), test.any)
		Equal(t, test.name+" whole", with(t, s, library.TagTest{Name: test.name, Whole: true}), test.whole)
	}
	for prefix, want := range map[string]string{"24/": "24∕7", "ac/d": "Music/AC∕DC Music/AC∕DC/live", "b/": "b/w B∕W"} {
		values, err := s.FacetValues(t.Context(), library.FacetTag, prefix, 9)
		var names []string
		for _, v := range values {
			names = append(names, v.Value)
		}
		if err != nil {
			t.Error(err)
		}
		Equal(t, prefix, sorted(names), sorted(strings.Split(want, " ")))
	}
	if _, err := s.TagPhotos(t.Context(), []library.PhotoID{2}, []library.Tag{Tag("24/7"), Tag("new/one")}, []library.Tag{Tag("music/ac/dc")}); err != nil {
		t.Fatal(err)
	}
	Equal(t, "typed", AnnotationDump(t, s), "no Music/AC∕DC 2\nyes 24∕7 2\nyes new/one 2")
	if _, err := s.RenameTag(t.Context(), Tag("24/7"), Tag("always")); err != nil {
		t.Fatal(err)
	}
	Equal(t, "renamed", with(t, s, library.TagTest{Name: "always"}), "2 3")
	if _, err := s.RenameTag(t.Context(), Tag("Music/AC/DC"), Tag("AC/DC")); err != nil {
		t.Fatal(err)
	}
	Equal(t, "renamed to levels", with(t, s, library.TagTest{Name: "AC"}), "3")
}

// A tag that the owner took away before a slash was known to part no levels stays away when the
// file is read anew. What the owner says of the tag later counts.
func testNoToSlashes(t *testing.T, open Open) {
	s, _ := open.empty(t)
	Written(t, s, Described("1.jpg", "", "", nil, "B/W", "24/7"), Described("2.jpg", "", "", nil, "B/W"))
	if _, err := s.TagPhotos(t.Context(), []library.PhotoID{1}, nil, []library.Tag{Tag("B/W")}); err != nil {
		t.Fatal(err)
	}
	reread := func(version int) {
		t.Helper()
		files, err := s.OutdatedMetadata(t.Context(), version, library.PendingFile{}, 9)
		if err != nil || len(files) != 2 {
			t.Fatalf("%d files to be read, %v", len(files), err)
		}
		for _, f := range files {
			p := library.Photo{ID: f.Photo, Hash: f.Hash, Keywords: []string{"B∕W"}}
			if f.Photo == 1 {
				p.Keywords = append(p.Keywords, "24∕7")
			}
			if err := s.Commit(t.Context(), "", []library.IndexedPhoto{{File: f, Photo: p, Reread: true, Metadata: version}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	reread(2)
	Equal(t, "B/W", with(t, s, library.TagTest{Name: "B/W"}), "2")
	Equal(t, "24/7", with(t, s, library.TagTest{Name: "24/7"}), "1")
	Equal(t, "says", AnnotationDump(t, s), "no B/W 1\nno B∕W 1")
	if _, err := s.TagPhotos(t.Context(), []library.PhotoID{1}, []library.Tag{Tag("B∕W")}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.TagPhotos(t.Context(), []library.PhotoID{2}, nil, []library.Tag{Tag("B∕W")}); err != nil {
		t.Fatal(err)
	}
	reread(3)
	Equal(t, "later", AnnotationDump(t, s), "no B/W 1\nno B∕W 2\nyes B∕W 1")
}

func sorted(names []string) string {
	slices.Sort(names)
	return strings.Join(names, " ")
}

func testUnknownTags(t *testing.T, open Open) {
	s := kennel(t, open)
	says := AnnotationDump(t, s)
	for what, err := range map[string]error{
		"rename":                      second(s.RenameTag(t.Context(), Tag("nothing"), Tag("x"))),
		"rename a person":             second(s.RenameTag(t.Context(), Person("sea"), Tag("x"))),
		"remove":                      second(s.RemoveTag(t.Context(), Tag("dog"))),
		"remove the beginning of one": second(s.RemoveTag(t.Context(), Tag("hound"))),
	} {
		if !errors.Is(err, library.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := s.RemoveTag(t.Context(), Tag("hounds")); err != nil {
		t.Fatal(err)
	}
	if err := second(s.RemoveTag(t.Context(), Tag("hounds"))); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	Equal(t, "says", AnnotationDump(t, s), strings.ReplaceAll(says, "\nyes hounds 1\nyes hounds 4", ""))
}

func second(_ library.Edit, err error) error { return err }

func offered(t *testing.T, s library.Catalogue) (string, []library.ImportOffer) {
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

func testImportOffers(t *testing.T, open Open) {
	s, _ := open.empty(t)
	Written(t, s,
		Described("2019/2019-07-14 Norway_trip/DCIM/100CANON/1.jpg", "", "OLYMPUS DIGITAL CAMERA", nil, "sea", "???"),
		Described("2019/2019-07-14 Norway_trip/2.jpg", "", "a red boat", []string{"Ann"}, "sea", "animals/dogs"),
		Described("misc/norway TRIP/3.jpg", "", "", []string{"Ann"}),
		Described("misc/4.jpg", "", "a dog", nil),
		Described("Bella/5.jpg", "", "", nil),
		Described("6.jpg", "", "", nil))
	Edit(t, s, library.Edit{
		Tags:     []library.TagEdit{Say(2, Tag("Sea"), library.Yes), Say(3, Person("Ann"), library.No), Say(5, Tag("bella"), library.Yes)},
		Captions: []library.CaptionEdit{{Photo: 4, Text: Text("Rex")}},
	})
	says := AnnotationDump(t, s)
	want := `folder Norway trip 3 2019/2019-07-14 Norway_trip
keyword animals/dogs 1
keyword sea 1
person @Ann 1
captions  1 a red boat`
	got, list := offered(t, s)
	Equal(t, "offers", got, want)

	list = append(list, library.ImportOffer{Source: library.OfferKeywords, Tag: Tag("not offered")})
	undo, err := s.Import(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	Equal(t, "imported", AnnotationDump(t, s), strings.Join([]string{
		`caption "Rex" 4`, `caption "a red boat" 2`, "no @Ann 3", "yes @Ann 2", "yes Norway trip 1", "yes Norway trip 2", "yes Norway trip 3",
		"yes animals/dogs 2", "yes bella 5", "yes sea 1", "yes sea 2"}, "\n"))
	got, _ = offered(t, s)
	Equal(t, "nothing is left", got, "")
	Edit(t, s, undo)
	Equal(t, "undone", AnnotationDump(t, s), says)
	got, _ = offered(t, s)
	Equal(t, "offered again", got, want)

	if _, err := s.Import(t.Context(), []library.ImportOffer{{Source: library.OfferFolders, Tag: Tag("NORWAY trip")}}); err != nil {
		t.Fatal(err)
	}
	Equal(t, "one of them", with(t, s, library.TagTest{Name: "norway trip"}), "1 2 3")
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "2019/2019-07-14 Norway_trip/2.jpg")}})
	got, _ = offered(t, s)
	Equal(t, "of photos with a file", got, "keyword sea 1")
}
