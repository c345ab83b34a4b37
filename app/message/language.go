package message

import (
	"cmp"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// used are the languages that the program speaks and reads.
type used struct{ texts, queries language.Tag }

var inUse atomic.Pointer[used]

// Use chooses one of languages.Spoken. Texts that were made before stay as they are.
func Use(tag language.Tag) { inUse.Store(&used{texts: tag, queries: tag}) }

// WordInEnglish chooses English for texts alone, for output that no language changes. Queries
// are understood as before.
func WordInEnglish() { inUse.Store(&used{texts: language.English, queries: QueryLanguage()}) }

// Language is the language of texts, numbers and dates.
func Language() language.Tag {
	if u := inUse.Load(); u != nil {
		return u.texts
	}
	return language.English
}

// LanguageName is what a language calls itself: "Deutsch".
func LanguageName(tag language.Tag) string {
	name, err := tables[tag].text(&i18n.LocalizeConfig{MessageID: "language-name"})
	if err != nil {
		return tag.String()
	}
	return name
}

// LanguageNames are languages by their codes, in the language of texts: "German and English". A
// code that stands for no language stays as it is.
func LanguageNames(codes []string) string {
	namer := display.Languages(Language())
	if namer == nil { // a language whose names for others aren't known
		namer = display.English.Languages()
	}
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = code
		if tag, err := language.Parse(code); err == nil {
			names[i] = cmp.Or(namer.Name(tag), code)
		}
	}
	return Listed(names)
}

// QueryLanguage is the language whose words for filters are understood besides the English
// ones.
func QueryLanguage() language.Tag {
	if u := inUse.Load(); u != nil {
		return u.queries
	}
	return language.English
}
