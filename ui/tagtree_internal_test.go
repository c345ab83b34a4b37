package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/ui/tagname"
)

// drawn writes rows as they stand below each other.
func drawn(rows []folderRow) []string {
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
	tree.toggle(folderRow{Tag: tag("animals")})
	tree.toggle(folderRow{Tag: tag("Animals/dogs")})
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

func TestImportModel(t *testing.T) {
	m := newImportModel([]library.ImportOffer{
		{Source: library.OfferCaptions, Photos: 4, Sample: " At the sea "},
		{Source: library.OfferKeywords, Tag: tag("beach"), Photos: 3}, {Source: library.OfferKeywords, Tag: tag("sea"), Photos: 1},
		{Source: library.OfferFolders, Tag: tag("Norway"), Photos: 9, Sample: "/p/Norway"}, {Source: library.OfferPeople, Tag: person("Anna"), Photos: 2},
	})
	draw := func() []string {
		var lines []string
		for i := range m.rows {
			l := m.line(i)
			mark := map[bool]string{true: "x ", false: "- "}[l.on]
			if l.partly {
				mark = "/ "
			}
			lines = append(lines, strings.TrimSpace(mark+l.name+" "+l.note+" "+l.photos))
		}
		return lines
	}
	want := []string{"x Keywords in the files  2 of 2", "x beach  3 photos", "x sea  1 photo", "x People named in the files  1 of 1", "x Anna  2 photos",
		"- Names of folders  0 of 1", "- Norway /p/Norway 9 photos", "x Captions in the files  1 of 1", "x All captions “At the sea” 4 photos"}
	if got := draw(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if text := importText(m.selected()); text != "Import 2 tags, 1 person and captions" {
		t.Errorf("button %q", text)
	}
	m.toggle(1)
	m.toggle(7)
	if l := m.line(0); !l.partly || l.photos != "1 of 2" {
		t.Errorf("heading %+v", l)
	}
	m.toggle(0)
	m.toggle(5)
	if text := importText(m.selected()); text != "Import 3 tags and 1 person" {
		t.Errorf("button %q", text)
	}
	m.toggle(0)
	m.toggle(3)
	m.toggle(5)
	if n := len(m.selected()); n != 0 || importText(nil) != "Import" {
		t.Errorf("%d left, button %q", n, importText(nil))
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
