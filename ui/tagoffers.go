package ui

import (
	"cmp"
	"slices"
	"strings"

	"descry/app/message"
	"descry/library"
)

// knownTag is a tag of the library with its name as completion compares it.
type knownTag struct {
	library.TagCount
	folded string
}

// tagOffer is a way to complete a name that is being typed.
type tagOffer struct {
	tag   library.Tag
	label string
	note  string
	fresh bool // nobody is called so yet
	pale  bool // seldom meant
}

// knownTags are all tags and people of the library, by name.
type knownTags []knownTag

func newKnownTags(counts []library.TagCount) knownTags {
	known := make(knownTags, len(counts))
	for i, c := range counts {
		known[i] = knownTag{c, looseFold(c.Tag.Name)}
	}
	return known
}

// find looks a tag up, however it is spelt.
func (k knownTags) find(t library.Tag) (library.TagCount, bool) {
	folded := looseFold(t.Name)
	for _, known := range k {
		if known.Tag.Person == t.Person && known.folded == folded {
			return known.TagCount, true
		}
	}
	return library.TagCount{}, false
}

// below lists the tags under one in the hierarchy.
func (k knownTags) below(t library.Tag) []library.TagCount {
	if t.Person {
		return nil
	}
	var list []library.TagCount
	above := looseFold(t.Name) + tagLevels
	for _, known := range k {
		if !known.Tag.Person && strings.HasPrefix(known.folded, above) {
			list = append(list, known.TagCount)
		}
	}
	return list
}

// meant is the tag that typing a name asks for: one that is there, in its own
// spelling; a person, where only a person is called so; else a new one.
func (k knownTags) meant(t library.Tag) library.Tag {
	if c, ok := k.find(t); ok {
		return c.Tag
	}
	if c, ok := k.find(library.Tag{Person: true, Name: t.Name}); ok && !t.Person {
		return c.Tag
	}
	return t
}

// How well a name fits what was typed, best first.
const (
	fitsWhole = iota
	fitsStart
	fitsLevel // the start of one of its levels
	fitsWord  // the start of a word
	fitsNot
)

func fit(folded, typed string) int {
	switch {
	case folded == typed:
		return fitsWhole
	case strings.HasPrefix(folded, typed):
		return fitsStart
	case strings.Contains(folded, tagLevels+typed):
		return fitsLevel
	case strings.Contains(folded, " "+typed), strings.Contains(folded, "-"+typed):
		return fitsWord
	}
	return fitsNot
}

// complete offers what typing can become, the best first: tags and people that are
// there, then what isn't yet: a tag of that name, and a person.
func (k knownTags) complete(typed string, most int) []tagOffer {
	t, ok := typedTag(typed)
	if !ok {
		return nil
	}
	var offers []tagOffer
	for _, c := range k.matching(t, most-2) {
		offers = append(offers, tagOffer{tag: c.Tag, label: c.Tag.Name, note: offerNote(c)})
	}
	if _, there := k.find(t); !there && !t.Person && k.meant(t) == t {
		offers = append(offers, tagOffer{tag: t, label: "Create tag “" + t.Name + "”", fresh: true})
	}
	person := library.Tag{Person: true, Name: t.Name}
	if _, there := k.find(person); !there && !strings.Contains(t.Name, tagLevels) {
		offers = append(offers, tagOffer{tag: person, label: t.Name, note: "… as a person", fresh: true, pale: true})
	}
	return offers
}

// matching finds the tags that begin as typed, somewhere in their name.
func (k knownTags) matching(t library.Tag, most int) []library.TagCount {
	type match struct {
		library.TagCount
		fit int
	}
	var found []match
	folded := looseFold(t.Name)
	for _, known := range k {
		if how := fit(known.folded, folded); how != fitsNot && (known.Tag.Person || !t.Person) {
			found = append(found, match{known.TagCount, how})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.fit, b.fit), cmp.Compare(b.Photos, a.Photos))
	})
	var list []library.TagCount
	for _, m := range found[:min(len(found), most)] {
		list = append(list, m.TagCount)
	}
	return list
}

func offerNote(c library.TagCount) string {
	note := message.FormatCount(c.Photos)
	if c.Tag.Person {
		note = "person · " + note
	}
	return note
}
