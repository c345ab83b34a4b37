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

// Origins of rows in the table photo_tags. A photo has a tag by the first two only.
const (
	originFile   = iota // keyword of the photo's file
	originYes           // the user's Yes
	originNo            // the user's No
	originDenied        // keyword of the photo's file, with a No of the user's
)

// tagName is the normal form of a tag's name: levels parted by slashes, without blanks around.
// The result is "" when nothing is left.
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

// personName is the normal form of a person's name, which has no levels.
func personName(s string) string { return oneSpaced(s) }

func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// nameOf writes a name of one of the kinds.
func nameOf(kind int64, s string) string {
	if kind == kindPerson {
		return personName(s)
	}
	return tagName(s)
}

// namesOf lists a name and the names of the levels above, as a JSON array.
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

// anyName reports that a list has a name that is not empty in the normal form of a kind.
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
