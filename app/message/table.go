package message

import (
	"fmt"
	"maps"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

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
	text, err := localizer().Localize(config)
	switch {
	case err == nil:
		return text
	case len(params) == 0:
		return id
	}
	return fmt.Sprint(id, " ", map[string]any(params))
}

// localizer reads the table when the first message is asked for.
var localizer = sync.OnceValue(func() *i18n.Localizer {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	if _, err := bundle.LoadMessageFileFS(translation.Files, "en.toml"); err != nil {
		panic(err) // the table is part of the program, and a test reads the table
	}
	return i18n.NewLocalizer(bundle, "en")
})
