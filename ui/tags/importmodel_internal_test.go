package tags

import (
	"slices"
	"strings"
	"testing"

	"descry/library"
)

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
