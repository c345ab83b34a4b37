package message

import (
	"fmt"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"descry/assets/languages"
	"descry/assets/translation"
)

// Params are the values of a message's placeholders by their names: names and paths as they
// are, numbers, and times in words.
type Params map[string]any

// Text is the message of the table with an id, and with its parameters put in. An id that the
// table doesn't have is returned as it is, followed by the parameters if there are any.
// TestMessages finds such calls.
func Text(id string, params Params) string {
	return localized(id, params, &i18n.LocalizeConfig{MessageID: id, TemplateData: map[string]any(params)})
}

// Count is the message about n things, in the plural form that n asks for. The parameter Count
// is n with separators.
func Count(id string, n int, params Params) string {
	data := maps.Clone(map[string]any(params))
	if data == nil {
		data = make(map[string]any, 1)
	}
	data["Count"] = FormatCount(n)
	return localized(id, data, &i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: n})
}

func localized(id string, params Params, config *i18n.LocalizeConfig) string {
	for _, tag := range []language.Tag{Language(), language.English} {
		if text, err := tables[tag]().Localize(config); err == nil {
			return text
		}
	}
	if len(params) == 0 {
		return id
	}
	return fmt.Sprint(id, " ", map[string]any(params))
}

// tables are the tables of all languages. A table is read when its first message is asked for,
// since reading takes some milliseconds.
var tables = func() map[language.Tag]func() *i18n.Localizer {
	all := make(map[language.Tag]func() *i18n.Localizer)
	for _, tag := range languages.Spoken() {
		all[tag] = sync.OnceValue(func() *i18n.Localizer {
			bundle := i18n.NewBundle(tag)
			bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
			if _, err := bundle.LoadMessageFileFS(translation.Files, tag.String()+".toml"); err != nil {
				panic(err) // the tables are part of the program, and a test reads them
			}
			return i18n.NewLocalizer(bundle, tag.String())
		})
	}
	return all
}()

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
	name, err := tables[tag]().Localize(&i18n.LocalizeConfig{MessageID: "language-name"})
	if err != nil {
		return tag.String()
	}
	return name
}

// QueryLanguage is the language whose words for filters are understood besides the English
// ones.
func QueryLanguage() language.Tag {
	if u := inUse.Load(); u != nil {
		return u.queries
	}
	return language.English
}
