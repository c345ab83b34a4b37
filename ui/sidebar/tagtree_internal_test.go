package sidebar

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/ui/tagname"
)

func tag(name string) library.Tag    { return library.Tag{Name: name} }
func person(name string) library.Tag { return library.Tag{Person: true, Name: name} }

// drawn writes rows as they stand below each other.
func drawn(rows []Row) []string {
	var lines []string
	for _, r := range rows {
		mark := ""
		switch {
		case r.Expandable && r.Open:
			mark = "v "
		case r.Expandable:
			mark = "> "
		}
		lines = append(lines, strings.Repeat("  ", r.Depth)+mark+r.Name)
	}
	return lines
}

func TestTagRows(t *testing.T) {
	tree := newTagTree()
	if len(tree.rows()) != 0 {
		t.Error("headings without tags")
	}
	tree.set([]library.TagCount{
		{Tag: tag("animals/dogs/Bella"), Photos: 2}, {Tag: tag("Zoo"), Photos: 1}, {Tag: tag("animals"), Photos: 9},
		{Tag: tag("animals/dogs"), Photos: 5}, {Tag: tag("élan"), Photos: 1}, {Tag: tag("far/away"), Photos: 1},
		{Tag: person("Anna"), Photos: 3},
	})
	want := []string{"v People", "Anna", "v Tags", "> animals", "élan", "far/away", "Zoo"}
	if got := drawn(tree.rows()); !slices.Equal(got, want) {
		t.Errorf("closed: %q, want %q", got, want)
	}
	tree.toggle(Row{Tag: tag("animals")})
	tree.toggle(Row{Tag: tag("Animals/dogs")})
	want = []string{"v People", "Anna", "v Tags", "v animals", "  v dogs", "    Bella", "élan", "far/away", "Zoo"}
	if got := drawn(tree.rows()); !slices.Equal(got, want) {
		t.Errorf("open: %q, want %q", got, want)
	}
	if r := tree.rows()[4]; r.Tag != tag("animals/dogs") || r.Count != 5 {
		t.Errorf("row %+v", r)
	}
	tree.toggle(tree.rows()[2])
	if got := drawn(tree.rows()); !slices.Equal(got, []string{"v People", "Anna", "> Tags"}) {
		t.Errorf("section closed: %q", got)
	}
	tree.set([]library.TagCount{{Tag: tag("x")}})
	if got := drawn(tree.rows()); !slices.Equal(got, []string{"> Tags"}) {
		t.Errorf("after a change: %q", got)
	}
}

func TestManyTagsAreClosedAtFirst(t *testing.T) {
	var counts []library.TagCount
	for i := range manyTags + 1 {
		counts = append(counts, library.TagCount{Tag: tag(fmt.Sprint("tag ", i)), Photos: 1})
	}
	tree := newTagTree()
	tree.set(counts[1:])
	if n := len(tree.rows()); n != 1+1+manyTags { // heading and filter
		t.Errorf("%d rows", n)
	}
	tree.set(counts)
	if n := len(tree.rows()); n != 1 {
		t.Errorf("%d rows of too many tags", n)
	}
	tree.toggle(tree.rows()[0])
	if n := len(tree.rows()); n != 1+1+len(counts) {
		t.Errorf("%d rows once opened", n)
	}
}

// What a row counts is what a click on it asks for.
func TestTagQueries(t *testing.T) {
	tree := newTagTree()
	tree.set([]library.TagCount{{Tag: tag("animals/Dogs")}, {Tag: tag("dogs")}, {Tag: tag("dogs/Bella")}, {Tag: tag("cats")},
		{Tag: tag("big cats")}, {Tag: person("Ann")}, {Tag: person("Anna Lee")}, {Tag: person("Ben")}, {Tag: person("dogs")}})
	for asked, want := range map[library.Tag]string{
		tag("dogs"):         "tag:=dogs", // another tag has such a level
		tag("animals/Dogs"): "tag:animals/Dogs",
		tag("cats"):         "tag:cats",
		person("Ann"):       "person:=Ann", // another name has it in it
		person("Anna Lee"):  `person:"Anna Lee"`,
		person("Ben"):       "person:Ben",
	} {
		if got := tree.query(asked); got != want {
			t.Errorf("%+v asks for %s, want %s", asked, got, want)
		}
		if got, _ := tagname.Asked(tree.query(asked)); got != asked {
			t.Errorf("%+v is marked as %+v", asked, got)
		}
	}
}

// TestTagsAreSortedByName lists them as the user's language does, each followed by those below.
func TestTagsAreSortedByName(t *testing.T) {
	tree := newTagTree()
	var counts []library.TagCount
	for _, name := range []string{"zoo", "trip 10", "Trip 2", "Ärger", "arm", "a b", "a/10", "a/ö", "a/9", "a", "Ä/p"} {
		counts = append(counts, library.TagCount{Tag: library.Tag{Name: name}, Photos: 1})
	}
	tree.set(counts)
	tree.toggle(Row{Tag: library.Tag{Name: "a"}})
	var names []string
	for _, row := range tree.rows()[1:] {
		names = append(names, row.Name)
	}
	if want := []string{"a", "9", "10", "ö", "p", "a b", "Ärger", "arm", "Trip 2", "trip 10", "zoo"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}
