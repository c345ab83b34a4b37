package learning

import (
	"fmt"
	"strings"

	"descry/library"
)

// Classes have names in a head that differ from each other and that people can read. The name
// of a tag is the tag. The name of a person ends with PersonMark. The name of a description is
// the description in quotation marks. A tag that looks like a name of another kind gets
// TagMark behind it.
const (
	PersonMark = " (person)"
	TagMark    = " (tag)"
)

// HeadKey names a tag in a head.
func HeadKey(tag library.Tag) string {
	key := TagWord(tag)
	if tag.Person {
		return key
	}
	quoted := strings.HasPrefix(key, "“") && strings.HasSuffix(key, "”")
	if quoted || strings.HasSuffix(key, PersonMark) || strings.HasSuffix(key, TagMark) {
		return key + TagMark
	}
	return key
}

// DescriptionKey names a description in a head.
func DescriptionKey(text string) string { return fmt.Sprintf("“%s”", text) }

// TagsByKey finds tags by their names in a head. In heads of earlier versions every tag has
// its plain name, which counts where no other tag has that name.
func TagsByKey(tags []library.Tag) map[string]library.Tag {
	byKey := make(map[string]library.Tag, len(tags))
	for _, tag := range tags {
		byKey[HeadKey(tag)] = tag
	}
	for _, tag := range tags {
		if _, taken := byKey[TagWord(tag)]; !taken {
			byKey[TagWord(tag)] = tag
		}
	}
	return byKey
}

// TagWord is a tag in the form in which it is shown among tags and people.
func TagWord(t library.Tag) string {
	if t.Person {
		return t.Name + PersonMark
	}
	return t.Name
}
