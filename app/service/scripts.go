package service

import (
	"unicode"

	"golang.org/x/text/language"
)

// writtenIn are the scripts of languages that are written in more than the one of their name
// in Unicode, or in one of another name.
var writtenIn = map[string][]*unicode.RangeTable{
	"Hans": {unicode.Han, unicode.Bopomofo},
	"Hant": {unicode.Han, unicode.Bopomofo},
	"Jpan": {unicode.Han, unicode.Hiragana, unicode.Katakana},
	"Kore": {unicode.Hangul, unicode.Han},
	"Latn": {unicode.Latin},
	"Cyrl": {unicode.Cyrillic},
	"Grek": {unicode.Greek},
	"Arab": {unicode.Arabic},
	"Hebr": {unicode.Hebrew},
	"Deva": {unicode.Devanagari},
	"Thai": {unicode.Thai},
}

// inOtherScript reports that at least half of the letters of a text are of scripts in which
// none of the languages is written. A model may have tokens for such letters and have learned
// nothing of them. Nothing is known without languages, or of one whose script isn't known here.
func inOtherScript(text string, languages []string) bool {
	var scripts []*unicode.RangeTable
	for _, name := range languages {
		tag, err := language.Parse(name)
		if err != nil {
			return false
		}
		script, _ := tag.Script()
		tables, ok := writtenIn[script.String()]
		if !ok {
			return false
		}
		scripts = append(scripts, tables...)
	}
	if len(scripts) == 0 {
		return false
	}
	letters, others := 0, 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if !unicode.In(r, scripts...) && !unicode.In(r, unicode.Common, unicode.Inherited) {
			others++
		}
	}
	return letters > 0 && 2*others >= letters
}
