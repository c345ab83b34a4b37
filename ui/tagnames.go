package ui

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"descry/app/message"
	"descry/library"
	"descry/library/query"
	"descry/library/spelling"
)

// personKey is what a person's name begins with where tags are typed.
const personKey = "person:"

// nameMarks part names that are typed: the commas of several scripts, and lines of
// what was pasted.
const nameMarks = ",，、\n"

// tagLevels parts the levels of a tag.
const tagLevels = "/"

// looseFold writes a name as the library compares it: what is typed needs no case,
// accents and width to be completed.
func looseFold(name string) string { return spelling.Fold(message.OneLine(name)) }

// sameTag compares names as loosely as they are completed.
func sameTag(a, b library.Tag) bool {
	return a.Person == b.Person && (a.Name == b.Name || looseFold(a.Name) == looseFold(b.Name))
}

// tagText is a tag as it is typed.
func tagText(t library.Tag) string {
	name := t.Name
	if strings.ContainsAny(name, nameMarks+`"`) || strings.TrimSpace(name) != name ||
		!t.Person && strings.HasPrefix(strings.ToLower(name), personKey) {
		name = `"` + strings.ReplaceAll(name, `"`, "”") + `"`
	}
	if t.Person {
		return personKey + name
	}
	return name
}

// tagTexts are tags as they are typed.
func tagTexts(tags []library.Tag) []string {
	var texts []string
	for _, t := range tags {
		texts = append(texts, tagText(t))
	}
	return texts
}

// typedTags reads what was typed: names with commas between them, which quotation
// marks keep together.
func typedTags(text string) []library.Tag {
	var tags []library.Tag
	for text != "" {
		part := text[:partEnd(text)]
		_, mark := utf8.DecodeRuneInString(text[len(part):]) // of no width at the end
		text = text[len(part)+mark:]
		if t, ok := typedTag(part); ok && !slices.ContainsFunc(tags, func(o library.Tag) bool { return sameTag(o, t) }) {
			tags = append(tags, t)
		}
	}
	return tags
}

// partEnd is where the first of several names ends.
func partEnd(text string) int {
	quote := false
	for i, r := range text {
		switch {
		case r == '"':
			quote = !quote
		case strings.ContainsRune(nameMarks, r) && !quote:
			return i
		}
	}
	return len(text)
}

// typedTag reads one name; false where there is no word in it.
func typedTag(part string) (library.Tag, bool) {
	t := library.Tag{}
	part = strings.TrimSpace(part)
	if len(part) >= len(personKey) && strings.EqualFold(part[:len(personKey)], personKey) {
		t.Person, part = true, part[len(personKey):]
	}
	t.Name = strings.Join(strings.Fields(strings.ReplaceAll(part, `"`, "")), " ")
	if !t.Person {
		t.Name = tidyLevels(t.Name)
	}
	return t, strings.IndexFunc(t.Name, wordRune) >= 0
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r)
}

// tidyLevels takes away what is empty of a hierarchy.
func tidyLevels(name string) string {
	var levels []string
	for level := range strings.SplitSeq(name, tagLevels) {
		if level = strings.TrimSpace(level); level != "" {
			levels = append(levels, level)
		}
	}
	return strings.Join(levels, tagLevels)
}

// untaggedQuery asks for photos without any tag.
const untaggedQuery = "tag:none"

// tagQuery asks for the photos of a tag.
func tagQuery(t library.Tag) string {
	if t.Person {
		return personKey + query.Quote(t.Name)
	}
	return "tag:" + query.Quote(t.Name)
}

// askedTag tells which tag a query asks for and nothing else; untagged is the query
// for those without one.
func askedTag(text string) (tag library.Tag, untagged bool) {
	q, err := query.Parse(text, time.Time{}) // the day it is makes no difference
	if err != nil || len(q.Items) != 1 || q.Ranked() || len(q.Filter.Conditions) != 1 {
		return library.Tag{}, false
	}
	c := q.Filter.Conditions[0]
	if len(c.Any) != 1 {
		return library.Tag{}, false
	}
	switch test := c.Any[0].(type) {
	case library.TagTest:
		tag.Name = test.Name
	case library.PersonTest:
		tag.Person, tag.Name = true, test.Name
	case library.HasTest:
		return library.Tag{}, c.Not && test.Fact == library.HasTag
	}
	if c.Not {
		return library.Tag{}, false
	}
	return tag, false
}
