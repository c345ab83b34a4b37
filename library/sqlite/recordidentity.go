package sqlite

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"descry/library"
	"descry/library/annotation"
)

var errNoDescription = errors.New("there is no description that an answer could belong to")

// normalRecord writes a record as the catalogue stores it. A record that the catalogue can't
// store is an error.
func normalRecord(r annotation.Record) (annotation.Record, error) {
	switch r.Kind {
	case annotation.Tag, annotation.Person, annotation.Rejected, annotation.Named, annotation.Spelling:
		if !r.Known() {
			return r, nil
		}
		t := ownTag(recordTag(r))
		switch {
		case t.Name == "":
			return r, library.ErrNoName
		case utf8.RuneCountInString(t.Name) > mostNameSigns:
			return r, library.ErrLongName
		}
		r.Name, r.Noun = t.Name, oneSpaced(r.Noun)
	case annotation.Caption:
		if r.Text == nil {
			return r, nil
		}
		text := strings.TrimSpace(*r.Text)
		if utf8.RuneCountInString(text) > mostCaptionSigns {
			return r, library.ErrLongCaption
		}
		r.Text = &text
	case annotation.Answer:
		if r.Description = oneSpaced(r.Description); r.Known() && descriptionKey(r.Description) == "" {
			return r, errNoDescription
		}
	case annotation.Search:
		if r.Name = oneSpaced(r.Name); r.Known() && r.Name == "" {
			return r, errors.New("it needs a name")
		}
	case annotation.Folder:
		if r.Known() && r.Path == "" {
			return r, errors.New("it needs a path")
		}
	}
	return r, nil
}

// recordTag is the tag that a record is about.
func recordTag(r annotation.Record) library.Tag {
	return library.Tag{Person: r.Person || r.Kind == annotation.Person, Name: r.Name}
}

// identity is what a normal record is about. Of two records with the same identity the later
// counts.
func identity(r annotation.Record) string {
	if !r.Known() {
		return "whole\x00" + r.Raw
	}
	about := ""
	switch r.Kind {
	case annotation.Tag, annotation.Person, annotation.Rejected, annotation.Named, annotation.Spelling:
		about = fmt.Sprint(kindOf(recordTag(r)), fold(r.Name))
	case annotation.Answer:
		about = descriptionKey(r.Description)
	case annotation.Search:
		about = caseless(r.Name)
	case annotation.Folder:
		about = r.Path
	}
	return r.Kind + "\x00" + r.Photo + "\x00" + about
}

// statementOf is what a normal record states, "" if the record takes back.
func statementOf(r annotation.Record) string {
	if !r.Known() {
		return annotation.Yes
	}
	switch r.Kind {
	case annotation.Photo, annotation.Withdrawn:
		return ""
	case annotation.Caption:
		if r.Text == nil {
			return ""
		}
		return annotation.Yes + *r.Text
	case annotation.Spelling:
		return annotation.Yes + r.Name
	}
	if r.Value == annotation.TakenBack {
		return ""
	}
	switch r.Kind {
	case annotation.Answer:
		return r.Value + r.Description
	case annotation.Named:
		return r.Value + r.Noun
	case annotation.Search:
		return fmt.Sprint(r.Value, r.Strictness, r.Name, "\x00", r.Query)
	case annotation.Folder:
		return fmt.Sprint(r.Value, r.Paused)
	}
	return r.Value
}
