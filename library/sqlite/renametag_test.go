package sqlite_test

import (
	"errors"
	"strings"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// kennel has owner's tags on several levels, a No and a named thing.
func kennel(t *testing.T) *sqlite.Store {
	t.Helper()
	s := pets(t)
	e := statements(say(2, tag("animals/dogs/Bella"), library.Yes), say(3, tag("animals/dogs/Bella"), library.Yes),
		say(4, tag("hounds"), library.Yes), say(1, tag("hounds"), library.Yes), say(5, tag("animals/dogs/Bella"), library.No),
		say(2, tag("animals/cats"), library.No))
	e.Named = []library.NamedEdit{{Tag: tag("animals/dogs/Bella"), Noun: text("dog")}}
	edit(t, s, e)
	return s
}

const kennelTags = "animals:3/0/0 animals/dogs:3/0/0 animals/dogs/Bella:2/2/1=dog @Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0"

func TestRenameTag(t *testing.T) {
	for _, test := range []struct {
		name     string
		from, to library.Tag
		want     string // the tags after it
		says     string // what the owner says of them
	}{
		{"a level with those below", tag("animals"), tag("Creatures"),
			"@Ann:2/0/0 @Ben:1/0/0 Creatures:3/0/0 Creatures/dogs:3/1/0 Creatures/dogs/Bella:2/2/1=dog hounds:2/2/0 sea:1/0/0",
			"named Creatures/dogs/Bella \"dog\" [2 3]|no Creatures/cats 2|no Creatures/dogs/Bella 5|no animals/cats 2|no animals/dogs 1|" +
				"yes Creatures/dogs 1|yes Creatures/dogs/Bella 2|yes Creatures/dogs/Bella 3|yes hounds 1|yes hounds 4"},
		{"merged with one that exists", tag("animals/dogs"), tag("HOUNDS"),
			"@Ann:2/0/0 @Ben:1/0/0 hounds:4/2/0 hounds/Bella:2/2/1=dog sea:1/0/0",
			"named hounds/Bella \"dog\" [2 3]|no animals/cats 2|no animals/dogs 1|no hounds/Bella 5|" +
				"yes hounds 1|yes hounds 4|yes hounds/Bella 2|yes hounds/Bella 3"},
		{"below itself", tag("animals/dogs"), tag("animals/dogs/big"),
			"animals:3/0/0 animals/dogs:3/0/1 animals/dogs/big:3/1/0 animals/dogs/big/Bella:2/2/1=dog @Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0",
			"named animals/dogs/big/Bella \"dog\" [2 3]|no animals/cats 2|no animals/dogs 1|no animals/dogs/big/Bella 5|" +
				"yes animals/dogs/big 1|yes animals/dogs/big/Bella 2|yes animals/dogs/big/Bella 3|yes hounds 1|yes hounds 4"},
		{"to the level above", tag("animals/dogs/Bella"), tag("animals/dogs"),
			"animals:3/0/0 animals/dogs:3/2/1=dog @Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0",
			"named animals/dogs \"dog\" [2 3]|no animals/cats 2|no animals/dogs 5|yes animals/dogs 2|yes animals/dogs 3|yes hounds 1|yes hounds 4"},
		{"another spelling", tag("animals/dogs"), tag("Animals/Dögs"),
			"animals:3/0/0 Animals/Dögs:3/0/0 Animals/Dögs/Bella:2/2/1=dog @Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0",
			"named Animals/Dögs/Bella \"dog\" [2 3]|no Animals/Dögs/Bella 5|no animals/cats 2|" +
				"yes Animals/Dögs/Bella 2|yes Animals/Dögs/Bella 3|yes hounds 1|yes hounds 4"},
		{"made a person", tag("animals/dogs/bella"), person("Bella"),
			"animals:1/0/0 animals/dogs:1/0/0 @Ann:2/0/0 @Bella:2/2/1=dog @Ben:1/0/0 hounds:2/2/0 sea:1/0/0",
			"named @Bella \"dog\" [2 3]|no @Bella 5|no animals/cats 2|yes @Bella 2|yes @Bella 3|yes hounds 1|yes hounds 4"},
		{"a person made a tag", person("ann"), tag("family/Ann"),
			"animals:3/0/0 animals/dogs:3/0/0 animals/dogs/Bella:2/2/1=dog @Ben:1/0/0 family:2/0/0 family/Ann:2/2/0 hounds:2/2/0 sea:1/0/0",
			"named animals/dogs/Bella \"dog\" [2 3]|no @Ann 2|no @Ann 3|no animals/cats 2|no animals/dogs/Bella 5|" +
				"yes animals/dogs/Bella 2|yes animals/dogs/Bella 3|yes family/Ann 2|yes family/Ann 3|yes hounds 1|yes hounds 4"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := kennel(t)
			says := ownerDump(t, s)
			equal(t, "before", tagList(t, s), kennelTags)
			undo, err := s.RenameTag(t.Context(), test.from, test.to)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "tags", tagList(t, s), test.want)
			equal(t, "says", ownerDump(t, s), strings.ReplaceAll(test.says, "|", "\n"))
			checkClean(t, s)
			redo := edit(t, s, undo)
			equal(t, "undone", ownerDump(t, s), says)
			equal(t, "tags again", tagList(t, s), kennelTags)
			edit(t, s, redo)
			equal(t, "redone", ownerDump(t, s), strings.ReplaceAll(test.says, "|", "\n"))
		})
	}
}

// A file that is read again doesn't bring back what was renamed or removed.
func TestRenamedStaysAfterReading(t *testing.T) {
	s := kennel(t)
	if _, err := s.RenameTag(t.Context(), tag("animals/dogs"), tag("hounds")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RemoveTag(t.Context(), person("Ann")); err != nil {
		t.Fatal(err)
	}
	before := tagList(t, s)
	apply(t, s, 1, library.ScanDelta{Changed: []library.MovedFile{
		moved(fileOf(t, s, 1, "a/1.jpg"), "", 50), moved(fileOf(t, s, 1, "b/3.jpg"), "", 52)}})
	commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		p := testPhoto(int(f.Size) - 1050)
		p.Keywords, p.People = []string{"animals/dogs", "Sea"}, []string{"ben", "Ann"}
		return library.IndexedPhoto{File: f, Photo: p}
	})
	equal(t, "tags", tagList(t, s), "animals:1/0/0 animals/dogs:1/0/1 @Ann:1/0/2 @Ben:2/0/0 hounds:4/2/0 hounds/Bella:2/2/1=dog sea:2/0/0")
	equal(t, "before", before, "@Ben:1/0/0 hounds:4/2/0 hounds/Bella:2/2/1=dog sea:1/0/0")
	equal(t, "dogs", with(t, s, library.TagTest{Name: "animals/dogs"}), "3") // whose file didn't say so before
	equal(t, "people", with(t, s, library.HasTest{Fact: library.HasPerson}), "1 3")
}

func TestRemoveTag(t *testing.T) {
	s := kennel(t)
	says := ownerDump(t, s)
	undo, err := s.RemoveTag(t.Context(), tag("Animals"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "tags", tagList(t, s), "@Ann:2/0/0 @Ben:1/0/0 hounds:2/2/0 sea:1/0/0")
	equal(t, "says", ownerDump(t, s), "no animals/cats 2\nno animals/dogs 1\nyes hounds 1\nyes hounds 4")
	values, err := s.FacetValues(t.Context(), library.FacetTag, "animals", 9)
	if err != nil || len(values) > 0 {
		t.Errorf("%v is offered, %v", values, err)
	}
	edit(t, s, undo)
	equal(t, "undone", ownerDump(t, s), says)
	equal(t, "tags again", tagList(t, s), kennelTags)
}

func TestUnknownTags(t *testing.T) {
	s := kennel(t)
	says := ownerDump(t, s)
	for what, err := range map[string]error{
		"rename":                      second(s.RenameTag(t.Context(), tag("nothing"), tag("x"))),
		"rename a person":             second(s.RenameTag(t.Context(), person("sea"), tag("x"))),
		"remove":                      second(s.RemoveTag(t.Context(), tag("dog"))),
		"remove the beginning of one": second(s.RemoveTag(t.Context(), tag("hound"))),
	} {
		if !errors.Is(err, library.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := s.RemoveTag(t.Context(), tag("hounds")); err != nil {
		t.Fatal(err)
	}
	if err := second(s.RemoveTag(t.Context(), tag("hounds"))); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	equal(t, "says", ownerDump(t, s), strings.ReplaceAll(says, "\nyes hounds 1\nyes hounds 4", ""))
}

func second(_ library.Edit, err error) error { return err }
