// Package tagname is how names of tags and people are typed, completed and searched for. All
// parts of the window that show or take tags use tagname.
package tagname

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

// PersonKey is what a person's name begins with where tags are typed.
const PersonKey = "person:"

// Marks are the characters between typed names: the commas of several scripts, and line ends
// of pasted text.
const Marks = ",，、\n"

// Levels parts the levels of a tag.
const Levels = "/"

// Fold writes a name in the library's form for comparison, so that completion ignores case,
// accents and width.
func Fold(name string) string { return spelling.Fold(message.OneLine(name)) }

// Same compares names as completion does.
func Same(a, b library.Tag) bool {
	return a.Person == b.Person && (a.Name == b.Name || Fold(a.Name) == Fold(b.Name))
}

// Text is a tag in the form in which it is typed.
func Text(t library.Tag) string {
	name := t.Name
	if strings.ContainsAny(name, Marks+`"`) || strings.TrimSpace(name) != name ||
		!t.Person && strings.HasPrefix(strings.ToLower(name), PersonKey) {
		name = `"` + strings.ReplaceAll(name, `"`, "”") + `"`
	}
	if t.Person {
		return PersonKey + name
	}
	return name
}

// Texts are tags in the form in which they are typed.
func Texts(tags []library.Tag) []string {
	var texts []string
	for _, t := range tags {
		texts = append(texts, Text(t))
	}
	return texts
}

// Read reads typed text: names with commas between them. Quotation marks keep a name together.
func Read(text string) []library.Tag {
	var tags []library.Tag
	for text != "" {
		part := text[:PartEnd(text)]
		_, mark := utf8.DecodeRuneInString(text[len(part):]) // of no width at the end
		text = text[len(part)+mark:]
		if t, ok := ReadOne(part); ok && !slices.ContainsFunc(tags, func(o library.Tag) bool { return Same(o, t) }) {
			tags = append(tags, t)
		}
	}
	return tags
}

// PartEnd is where the first of several names ends, in bytes.
func PartEnd(text string) int {
	quote := false
	for i, r := range text {
		switch {
		case r == '"':
			quote = !quote
		case strings.ContainsRune(Marks, r) && !quote:
			return i
		}
	}
	return len(text)
}

// ReadOne reads one name. The bool is false for a name without a word.
func ReadOne(part string) (library.Tag, bool) {
	t := library.Tag{}
	part = strings.TrimSpace(part)
	if len(part) >= len(PersonKey) && strings.EqualFold(part[:len(PersonKey)], PersonKey) {
		t.Person, part = true, part[len(PersonKey):]
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
	for level := range strings.SplitSeq(name, Levels) {
		if level = strings.TrimSpace(level); level != "" {
			levels = append(levels, level)
		}
	}
	return strings.Join(levels, Levels)
}

// UntaggedQuery is the query for photos without any tag.
const UntaggedQuery = "tag:none"

// Query is the query for the photos of a tag.
func Query(t library.Tag) string {
	if t.Person {
		return PersonKey + query.Quote(t.Name)
	}
	return "tag:" + query.Quote(t.Name)
}

// Asked tells which tag, and nothing else, a query is for. untagged reports the query for
// photos without a tag.
func Asked(text string) (tag library.Tag, untagged bool) {
	q, err := query.Parse(text, time.Time{}) // the present day makes no difference
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
