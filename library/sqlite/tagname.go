package sqlite

import (
	"encoding/json"
	"strings"
)

// Kinds of rows in the table tags.
const (
	kindTag = iota
	kindPerson
)

// Origins of rows in the table photo_tags. Only the first two are said of a photo.
const (
	originFile   = iota // its own keywords
	originYes           // the user's word
	originNo            // the user's, too
	originDenied        // its own keywords, but there is a No
)

// tagName is the one way of writing a tag: its levels parted by slashes, without
// blanks around them. "" when nothing is left.
func tagName(s string) string {
	levels := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '|' })
	kept := levels[:0]
	for _, level := range levels {
		if level = oneSpaced(level); level != "" {
			kept = append(kept, level)
		}
	}
	return strings.Join(kept, "/")
}

// personName is a name as it is written, which has no levels.
func personName(s string) string { return oneSpaced(s) }

func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// nameOf writes a name of one of the kinds.
func nameOf(kind int64, s string) string {
	if kind == kindPerson {
		return personName(s)
	}
	return tagName(s)
}

// namesOf lists a name and those of the levels above it, as a JSON array.
func namesOf(kind int64, s string) (string, error) {
	names := []string{}
	name := nameOf(kind, s)
	if kind == kindTag {
		for i := range len(name) {
			if name[i] == '/' {
				names = append(names, name[:i])
			}
		}
	}
	if name != "" {
		names = append(names, name)
	}
	list, err := json.Marshal(names)
	return string(list), err
}

// anyName reports that a list has a name of a kind in it.
func anyName(kind int64, list []string) bool {
	for _, s := range list {
		if nameOf(kind, s) != "" {
			return true
		}
	}
	return false
}

// leafOf is the last level of a tag.
func leafOf(kind int64, name string) string {
	if kind == kindPerson {
		return name
	}
	return baseName(name)
}
