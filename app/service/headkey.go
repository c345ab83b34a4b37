package service

import (
	"fmt"
	"strings"

	"descry/library"
)

// What is learned has names of its own in a head, each different and for readers: a
// tag's is the tag, a person's says that it is one (tagWord), a description's is the
// description in quotation marks. A tag that looks like one of the others says that
// it is a tag.
const (
	personMark = " (person)"
	tagMark    = " (tag)"
)

// headKey names a tag in a head.
func headKey(tag library.Tag) string {
	key := TagWord(tag)
	if tag.Person {
		return key
	}
	quoted := strings.HasPrefix(key, "“") && strings.HasSuffix(key, "”")
	if quoted || strings.HasSuffix(key, personMark) || strings.HasSuffix(key, tagMark) {
		return key + tagMark
	}
	return key
}

// descriptionKey names a description in a head.
func descriptionKey(text string) string { return fmt.Sprintf("“%s”", text) }

// tagsByKey finds tags by their names in a head. Heads that were trained before tags
// said that they are some have the plain name, which counts where nothing else has it.
func tagsByKey(tags []library.Tag) map[string]library.Tag {
	byKey := make(map[string]library.Tag, len(tags))
	for _, tag := range tags {
		byKey[headKey(tag)] = tag
	}
	for _, tag := range tags {
		if _, taken := byKey[TagWord(tag)]; !taken {
			byKey[TagWord(tag)] = tag
		}
	}
	return byKey
}

// TagWord is a tag as it is shown among tags and people.
func TagWord(t library.Tag) string {
	if t.Person {
		return t.Name + personMark
	}
	return t.Name
}
