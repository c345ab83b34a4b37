package tagname

import (
	"cmp"
	"slices"
	"strings"

	"descry/app/message"
	"descry/library"
)

// KnownTag is a tag of the library with its name as completion compares it.
type KnownTag struct {
	library.TagCount
	Folded string // as Fold writes it
}

// Offer is one way to complete a name that is being typed.
type Offer struct {
	Tag   library.Tag
	Label string
	Note  string // how many photos have it
	Fresh bool   // nobody is called so yet
	Pale  bool   // seldom meant
}

// Known are all tags and people of the library, by name.
type Known []KnownTag

// NewKnown takes all tags and people as the library lists them, and keeps their order.
func NewKnown(counts []library.TagCount) Known {
	known := make(Known, len(counts))
	for i, c := range counts {
		known[i] = KnownTag{c, Fold(c.Tag.Name)}
	}
	return known
}

// Find looks a tag up, however it is spelt.
func (k Known) Find(t library.Tag) (library.TagCount, bool) {
	folded := Fold(t.Name)
	for _, known := range k {
		if known.Tag.Person == t.Person && known.Folded == folded {
			return known.TagCount, true
		}
	}
	return library.TagCount{}, false
}

// Below lists the tags under one in the hierarchy.
func (k Known) Below(t library.Tag) []library.TagCount {
	if t.Person {
		return nil
	}
	var list []library.TagCount
	above := Fold(t.Name) + Levels
	for _, known := range k {
		if !known.Tag.Person && strings.HasPrefix(known.Folded, above) {
			list = append(list, known.TagCount)
		}
	}
	return list
}

// Meant is the tag that typing a name asks for: one that is there, in its own
// spelling; a person, where only a person is called so; else a new one.
func (k Known) Meant(t library.Tag) library.Tag {
	if c, ok := k.Find(t); ok {
		return c.Tag
	}
	if c, ok := k.Find(library.Tag{Person: true, Name: t.Name}); ok && !t.Person {
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
	case strings.Contains(folded, Levels+typed):
		return fitsLevel
	case strings.Contains(folded, " "+typed), strings.Contains(folded, "-"+typed):
		return fitsWord
	}
	return fitsNot
}

// Complete offers what typing can become, the best first: tags and people that are
// there, then what isn't yet: a tag of that name, and a person. It gives no more than most.
func (k Known) Complete(typed string, most int) []Offer {
	t, ok := ReadOne(typed)
	if !ok {
		return nil
	}
	var offers []Offer
	for _, c := range k.matching(t, most-2) {
		offers = append(offers, Offer{Tag: c.Tag, Label: c.Tag.Name, Note: OfferNote(c)})
	}
	if _, there := k.Find(t); !there && !t.Person && k.Meant(t) == t {
		offers = append(offers, Offer{Tag: t, Label: "Create tag “" + t.Name + "”", Fresh: true})
	}
	person := library.Tag{Person: true, Name: t.Name}
	if _, there := k.Find(person); !there && !strings.Contains(t.Name, Levels) {
		offers = append(offers, Offer{Tag: person, Label: t.Name, Note: "… as a person", Fresh: true, Pale: true})
	}
	return offers
}

// matching finds the tags that begin as typed, somewhere in their name.
func (k Known) matching(t library.Tag, most int) []library.TagCount {
	type match struct {
		library.TagCount
		fit int
	}
	var found []match
	folded := Fold(t.Name)
	for _, known := range k {
		if how := fit(known.Folded, folded); how != fitsNot && (known.Tag.Person || !t.Person) {
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

// OfferNote says how many photos have a tag, and that it is a person.
func OfferNote(c library.TagCount) string {
	note := message.FormatCount(c.Photos)
	if c.Tag.Person {
		note = "person · " + note
	}
	return note
}
