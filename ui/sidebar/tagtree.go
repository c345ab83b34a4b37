package sidebar

import (
	"slices"
	"strings"

	"descry/app/message"
	"descry/library"
	"descry/ui/tagname"
)

// tagSection is a part of the sidebar that holds tags.
type tagSection int

const (
	noSection tagSection = iota
	tagsSection
	peopleSection
)

// manyTags is how many tags of the first level are shown before the user wants all: below a
// longer list, other rows of the sidebar would not be found.
const manyTags = 200

// tagTree is the model behind the tags and people in the sidebar: all of them by name, of
// which some are open.
type tagTree struct {
	known    tagname.Known
	untagged int
	counted  bool // untagged is known

	tops     map[tagSection][]tagname.KnownTag
	children map[string][]tagname.KnownTag // by the name of the tag above, folded
	open     map[string]bool               // tags whose children show, folded
	shut     map[tagSection]bool           // by the user's choice
	many     bool                          // so many tags that a field helps to find one
	filter   string                        // what is typed there, folded
	flat     []Row                         // the last result of rows, nil when out of date
}

func newTagTree() *tagTree {
	return &tagTree{open: map[string]bool{}, shut: map[tagSection]bool{}}
}

// set replaces the tags. Open tags stay open.
func (t *tagTree) set(counts []library.TagCount) {
	t.known = tagname.NewKnown(counts)
	t.tops, t.children, t.flat = map[tagSection][]tagname.KnownTag{}, map[string][]tagname.KnownTag{}, nil
	there := make(map[string]bool, len(t.known))
	for _, k := range t.known {
		there[k.Folded] = there[k.Folded] || !k.Tag.Person
	}
	people := 0
	for _, k := range t.known {
		if k.Tag.Person {
			t.tops[peopleSection] = append(t.tops[peopleSection], k)
			people++
			continue
		}
		if above := aboveTag(k.Folded); there[above] {
			t.children[above] = append(t.children[above], k)
		} else {
			t.tops[tagsSection] = append(t.tops[tagsSection], k)
		}
	}
	t.many = len(t.known)-people > filterFrom
}

// aboveTag is the name of the tag one level up, "" for none.
func aboveTag(name string) string {
	i := strings.LastIndex(name, tagname.Levels)
	return name[:max(i, 0)]
}

// setUntagged notes how many photos have no tag.
func (t *tagTree) setUntagged(n int) { t.untagged, t.counted = n, true }

// shown reports whether a section's tags are to be seen.
func (t *tagTree) shown(s tagSection) bool {
	shut, said := t.shut[s]
	return said && !shut || !said && len(t.tops[s]) <= manyTags
}

// toggle opens or closes a heading or a tag with tags below.
func (t *tagTree) toggle(row Row) {
	t.flat = nil
	if row.Heading {
		t.shut[row.section] = t.shown(row.section)
		return
	}
	name := tagname.Fold(row.Tag.Name)
	t.open[name] = !t.open[name]
}

// untaggedRow stands below all photos. The two counts are made a moment apart, and while
// photos come in there must not be more untagged photos than photos.
func (t *tagTree) untaggedRow(all int) Row {
	return Row{Untagged: true, Name: message.Text("sidebar-untagged", nil), Count: min(t.untagged, all), Uncounted: !t.counted}
}

// query is the query for the photos that are counted for a tag. The tag's name alone would
// find more: tags with a level of that name, or people with a longer name.
func (t *tagTree) query(tag library.Tag) string {
	name := tagname.Fold(tag.Name)
	if slices.ContainsFunc(t.known, func(k tagname.KnownTag) bool {
		switch {
		case k.Tag.Person != tag.Person || k.Folded == name:
			return false
		case tag.Person:
			return strings.Contains(k.Folded, name)
		case strings.Contains(name, tagname.Levels) || strings.HasPrefix(k.Folded, name+tagname.Levels):
			return false
		}
		return strings.Contains(tagname.Levels+k.Folded+tagname.Levels, tagname.Levels+name+tagname.Levels)
	}) {
		tag.Name = "=" + tag.Name
	}
	return tagname.Query(tag)
}

// rows are the rows of tags and people. The result is kept, since the sidebar calls rows often
// and there can be many.
func (t *tagTree) rows() []Row {
	if t.flat == nil {
		t.flat = append(t.section(peopleSection, message.Text("people-heading", nil)), t.section(tagsSection, message.Text("tags-heading", nil))...) // the longest list last
	}
	return t.flat
}

func (t *tagTree) section(s tagSection, name string) []Row {
	tops := t.tops[s]
	if len(tops) == 0 {
		return nil
	}
	open := t.shown(s)
	rows := []Row{{Name: name, Heading: true, section: s, Expandable: true, Open: open, Uncounted: true}}
	switch {
	case !open:
	case s == tagsSection && t.many:
		rows = append(rows, Row{section: s, Filter: true})
		if t.filter != "" {
			return t.appendMatching(rows)
		}
		fallthrough
	default:
		rows = t.append(rows, s, tops, 0)
	}
	return rows
}

// filterBy lists only the tags with a text in their name, all for "".
func (t *tagTree) filterBy(text string) {
	t.filter, t.flat = tagname.Fold(strings.TrimSpace(text)), nil
}

// appendMatching lists the tags that pass the filter by their whole names, since the tags
// above may not pass.
func (t *tagTree) appendMatching(rows []Row) []Row {
	none := len(rows)
	for _, k := range t.known {
		if !k.Tag.Person && strings.Contains(k.Folded, t.filter) {
			rows = append(rows, Row{Tag: k.Tag, section: tagsSection, Name: k.Tag.Name, Count: k.Photos})
		}
	}
	if len(rows) == none {
		rows = append(rows, Row{Name: message.Text("sidebar-no-such-tag", nil), Heading: true, Depth: 1})
	}
	return rows
}

func (t *tagTree) append(rows []Row, s tagSection, list []tagname.KnownTag, depth int) []Row {
	for _, k := range list {
		row := Row{Tag: k.Tag, section: s, Name: k.Tag.Name, Count: k.Photos, Depth: depth}
		below := t.children[k.Folded]
		if s == tagsSection {
			if depth > 0 { // a tag above the first one is no tag of a photo, and not listed
				row.Name = row.Name[strings.LastIndex(row.Name, tagname.Levels)+1:]
			}
			row.Expandable, row.Open = len(below) > 0, t.open[k.Folded]
		}
		rows = append(rows, row)
		if row.Open {
			rows = t.append(rows, s, below, depth+1)
		}
	}
	return rows
}
