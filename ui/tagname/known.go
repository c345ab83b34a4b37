package tagname

import (
	"cmp"
	"slices"
	"strings"

	"descry/app/message"
	"descry/library"
)

// KnownTag is a tag of the library with its name in the form for completion.
type KnownTag struct {
	library.TagCount
	Folded string // the name by Fold
}

// Offer is one way to complete a name that is being typed.
type Offer struct {
	Tag   library.Tag
	Label string
	Note  string // number of photos with the tag
	Fresh bool   // a new name
	Pale  bool   // seldom meant
}

// Known are all tags and people of the library, in the order of their names in the user's
// language.
type Known []KnownTag

// NewKnown takes all tags and people in any order.
func NewKnown(counts []library.TagCount) Known {
	known := make(Known, len(counts))
	for i, c := range counts {
		known[i] = KnownTag{c, Fold(c.Tag.Name)}
	}
	message.SortByName(known, func(k KnownTag) string { return k.Tag.Name })
	return known
}

// Find looks a tag up, in whatever spelling.
func (k Known) Find(t library.Tag) (library.TagCount, bool) {
	folded := Fold(t.Name)
	for _, known := range k {
		if known.Tag.Person == t.Person && known.Folded == folded {
			return known.TagCount, true
		}
	}
	return library.TagCount{}, false
}

// Below lists the tags below one in the hierarchy.
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

// Meant is the tag of a typed name: an existing tag, in its own spelling, or a person where
// only a person has the name, or else a new tag.
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
	fitsLevel // the start of one of the tag's levels
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

// Complete offers what a typed text can become, the best first: existing tags and people, then
// new ones, a tag and a person of that name. Complete gives no more than most.
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
		offers = append(offers, Offer{Tag: t, Label: message.Text("tags-create", message.Params{"Tag": t.Name}), Fresh: true})
	}
	person := library.Tag{Person: true, Name: t.Name}
	if _, there := k.Find(person); !there && !strings.Contains(t.Name, Levels) {
		offers = append(offers, Offer{Tag: person, Label: t.Name, Note: message.Text("tags-as-person", nil), Fresh: true, Pale: true})
	}
	return offers
}

// matching finds the tags that have the typed text at the start of a level.
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
	if c.Tag.Person {
		return message.Text("tags-person-photos", message.Params{"Photos": message.FormatCount(c.Photos)})
	}
	return message.FormatCount(c.Photos)
}
