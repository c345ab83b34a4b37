package query

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words are the names that the filters and their words have in a language. They are understood
// besides the English names. A nil *Words has the English names alone.
type Words struct {
	names  map[string][]string          // of each group's English words, as given
	meant  map[string]map[string]string // English words by their names, by the group
	shapes []shape                      // of dates
}

// shape is a form of dates with numbers in it: 2019年7月.
type shape struct {
	form    *regexp.Regexp
	parts   string // the letters of the numbers, in order
	english string // with these letters in the places of the numbers
}

// FilterNames is the group of the names of filters. The other groups are named by the filter
// whose words they hold.
const FilterNames = "filter"

// monthGroup is the group of the months.
const monthGroup = "month"

// seasonGroup is the group of the seasons, which are no words of a filter but are offered as one
// behind a year.
const seasonGroup = "season"

// shapeForms are the forms of dates that Words may have names for. Y, M, D and N stand for a
// year, a month, a day and any number.
var shapeForms = []string{"Y", "Y-M", "Y-M-D", "last-N-days", "last-N-weeks", "last-N-months", "last-N-years"}

// vocabulary are the English words of each group.
var vocabulary = map[string][]string{
	FilterNames: keyNames,
	"date": append([]string{"today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-year",
		"last-year", "none"}, shapeForms...),
	monthGroup:    monthNames[:],
	seasonGroup:   {"spring", "summer", "autumn", "winter"},
	"rating":      {"none", "rejected"},
	"orientation": {"landscape", "portrait", "square"},
	"type":        {"jpeg", "png", "gif", "webp", "tiff", "bmp", "heic", "avif", "raw", "jxl", "jpeg2000", "psd"},
	"has":         {"caption", "tag", "place", "date", "person", "rating", "camera"},
	"is":          {"untagged", "undated"},
}

// Vocabulary are the groups of English words that a language can have names for.
func Vocabulary() map[string][]string {
	all := make(map[string][]string, len(vocabulary))
	for group, words := range vocabulary {
		all[group] = slices.Clone(words)
	}
	return all
}

// NewWords takes the names of a language: by group and English word, the name that is written
// first. The error tells names of words that there are not, and names that mean two things.
func NewWords(table map[string]map[string][]string) (*Words, error) {
	w := &Words{names: map[string][]string{}, meant: map[string]map[string]string{}}
	var wrong []error
	for _, group := range slices.Sorted(maps.Keys(table)) {
		w.meant[group] = map[string]string{}
		for _, word := range slices.Sorted(maps.Keys(table[group])) {
			if !slices.Contains(vocabulary[group], word) {
				wrong = append(wrong, fmt.Errorf("%s: there is no word %q", group, word))
				continue
			}
			for _, name := range table[group][word] {
				wrong = append(wrong, w.take(group, word, name))
			}
		}
	}
	return w, errors.Join(wrong...)
}

// take adds a name of an English word.
func (w *Words) take(group, word, name string) error {
	shaped := group == "date" && slices.Contains(shapeForms, word)
	switch {
	case shaped:
		s, err := newShape(word, name)
		if err != nil {
			return err
		}
		w.shapes = append(w.shapes, s)
	case name != strings.ToLower(name) || !plainValue(name) || group == FilterNames && strings.ContainsFunc(name, notLetter):
		return fmt.Errorf("%s: %q is not written like a name", group, name)
	default:
		if other, ok := w.meant[group][name]; ok && other != word {
			return fmt.Errorf("%s: %q means %s and %s", group, name, other, word)
		}
		if slices.Contains(vocabulary[group], name) && name != word {
			return fmt.Errorf("%s: %q is English for something else than %s", group, name, word)
		}
		w.meant[group][name] = word
	}
	w.names[group+" "+word] = append(w.names[group+" "+word], name)
	return nil
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }

var shapePart = regexp.MustCompile(`[YMDN]`)

// newShape makes the form of a name with letters for numbers: "letzte-N-tage".
func newShape(english, name string) (shape, error) {
	s := shape{english: english, parts: strings.Join(shapePart.FindAllString(name, -1), "")}
	letters := strings.Split(s.parts, "")
	if slices.Sort(letters); !slices.Equal(letters, slices.Sorted(slices.Values(shapePart.FindAllString(english, -1)))) {
		return s, fmt.Errorf("date: %q has not the numbers of %s", name, english)
	}
	form := shapePart.ReplaceAllStringFunc(regexp.QuoteMeta(name), func(letter string) string {
		switch letter {
		case "Y":
			return `(\d{4})`
		case "N":
			return `(\d{1,9})`
		}
		return `(\d{1,2})`
	})
	var err error
	s.form, err = regexp.Compile("^" + form + "$")
	return s, err
}

// read is the English form of a date of the shape.
func (s shape) read(value string) (string, bool) {
	found := s.form.FindStringSubmatch(value)
	if found == nil {
		return "", false
	}
	english := s.english
	for i, letter := range s.parts {
		number := found[i+1]
		if (letter == 'M' || letter == 'D') && len(number) < 2 {
			number = "0" + number
		}
		english = strings.Replace(english, string(letter), number, 1)
	}
	return english, true
}

// filter is the English name of the filter that a word names.
func (w *Words) filter(word string) (string, bool) {
	if _, ok := readers[word]; ok {
		return word, true
	}
	if w == nil {
		return "", false
	}
	key, ok := w.meant[FilterNames][word]
	return key, ok
}

// english is the English word for a name of a group, in lower case, or the name itself.
func (w *Words) english(group, name string) string {
	name = strings.ToLower(name)
	if w != nil {
		if word, ok := w.meant[group][name]; ok && !slices.Contains(vocabulary[group], name) {
			return word
		}
	}
	return name
}

// none reports the word that asks for photos without a tag or a date. The word is English for
// tags, since a tag may have a name that means none in another language.
func (w *Words) none(key, value string) bool {
	if key == "tag" {
		return strings.EqualFold(value, "none")
	}
	return w.english(key, narrow(value)) == "none"
}

// date is a date in its English form where w has a name for the form or for the whole.
func (w *Words) date(value string) string {
	if w == nil {
		return value
	}
	value = strings.Join(strings.Fields(value), "-")
	if word := w.english("date", value); word != value {
		return word
	}
	for _, s := range w.shapes {
		if english, ok := s.read(value); ok {
			return english
		}
	}
	return value
}

// month is the month of a name, or of its beginning of at least three letters, 0 for other
// words.
func (w *Words) month(word string) int {
	if month := monthOf(word); month > 0 || w == nil {
		return month
	}
	if english, ok := w.meant[monthGroup][word]; ok {
		return monthOf(english)
	}
	if utf8.RuneCountInString(word) < 3 {
		return 0
	}
	for i, english := range monthNames {
		for _, name := range w.names[monthGroup+" "+english] {
			if strings.HasPrefix(name, word) && !strings.ContainsFunc(name, isUnspaced) {
				return i + 1
			}
		}
	}
	return 0
}

// namesOf are all names of a filter.
func (w *Words) namesOf(key string) []string {
	return append([]string{key}, w.Names(FilterNames, key)...)
}

// Names are the names of an English word of a group, the one that is written first.
func (w *Words) Names(group, word string) []string {
	if w == nil {
		return nil
	}
	return w.names[group+" "+word]
}

// Name is how an English word of a group is written: in the language of w, or in English where
// w has no name.
func (w *Words) Name(group, word string) string {
	if names := w.Names(group, word); len(names) > 0 {
		return names[0]
	}
	return word
}

// narrow is the value of a filter whose values are numbers and words, with the narrow forms of
// letters and signs that input methods for Chinese write wide.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, oneSpaced(s))
}
