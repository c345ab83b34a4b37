package sqlite

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"descry/library"
	"descry/library/words"
)

var errNoDescription = errors.New("there is no description that an answer could belong to")

// normalRecord writes a record as the catalogue has it. A record that the catalogue
// can't have is an error.
func normalRecord(r words.Record) (words.Record, error) {
	switch r.Kind {
	case words.Tag, words.Person, words.Rejected, words.Named, words.Spelling:
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
	case words.Caption:
		if r.Text == nil {
			return r, nil
		}
		text := strings.TrimSpace(*r.Text)
		if utf8.RuneCountInString(text) > mostCaptionSigns {
			return r, library.ErrLongCaption
		}
		r.Text = &text
	case words.Answer:
		if r.Description = oneSpaced(r.Description); r.Known() && descriptionKey(r.Description) == "" {
			return r, errNoDescription
		}
	case words.Search:
		if r.Name = oneSpaced(r.Name); r.Known() && r.Name == "" {
			return r, errors.New("it needs a name")
		}
	case words.Folder:
		if r.Known() && r.Path == "" {
			return r, errors.New("it needs a path")
		}
	}
	return r, nil
}

// recordTag is the tag that a record is about.
func recordTag(r words.Record) library.Tag {
	return library.Tag{Person: r.Person || r.Kind == words.Person, Name: r.Name}
}

// identity is what a normal record is about: of two with the same, the later counts.
func identity(r words.Record) string {
	if !r.Known() {
		return "whole\x00" + r.Raw
	}
	about := ""
	switch r.Kind {
	case words.Tag, words.Person, words.Rejected, words.Named, words.Spelling:
		about = fmt.Sprint(kindOf(recordTag(r)), fold(r.Name))
	case words.Answer:
		about = descriptionKey(r.Description)
	case words.Search:
		about = caseless(r.Name)
	case words.Folder:
		about = r.Path
	}
	return r.Kind + "\x00" + r.Photo + "\x00" + about
}

// statementOf is what a normal record says of it, "" if that nothing is said.
func statementOf(r words.Record) string {
	if !r.Known() {
		return words.Yes
	}
	switch r.Kind {
	case words.Photo, words.Withdrawn:
		return ""
	case words.Caption:
		if r.Text == nil {
			return ""
		}
		return words.Yes + *r.Text
	case words.Spelling:
		return words.Yes + r.Name
	}
	if r.Say == words.Unsaid {
		return ""
	}
	switch r.Kind {
	case words.Answer:
		return r.Say + r.Description
	case words.Named:
		return r.Say + r.Noun
	case words.Search:
		return fmt.Sprint(r.Say, r.Strictness, r.Name, "\x00", r.Query)
	case words.Folder:
		return fmt.Sprint(r.Say, r.Paused)
	}
	return r.Say
}
