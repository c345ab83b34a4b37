// Package languages names the languages that Descry speaks. Package
// descry/assets/translation has their texts.
package languages

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// spoken are the languages, English first and then by their tags.
var spoken = []language.Tag{language.English, language.German, language.MustParse("zh-Hans")}

// Spoken are the languages that the program speaks, English first and then by their tags.
func Spoken() []language.Tag { return slices.Clone(spoken) }

var matcher = language.NewMatcher(spoken)

// Match finds the language of Spoken for the name of a language or locale: "de",
// "de_AT.UTF-8", "zh-CN". ok is false for a language that is not spoken and for what is no
// name.
func Match(name string) (tag language.Tag, ok bool) {
	name, _, _ = strings.Cut(name, ".") // the encoding
	name, _, _ = strings.Cut(name, "@") // currency or script
	asked, err := language.Parse(name)
	if err != nil {
		return language.English, false
	}
	_, i, confidence := matcher.Match(asked)
	// Less confidence has a language that many of its speakers read besides their own, such as
	// Traditional Chinese for Simplified.
	if confidence < language.High {
		return language.English, false
	}
	return spoken[i], true
}
