package message

import (
	"fmt"
	"maps"
	"strings"
	"sync"

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
		if text, err := tables[tag].text(config); err == nil {
			return text
		}
	}
	if len(params) == 0 {
		return id
	}
	return fmt.Sprint(id, " ", map[string]any(params))
}

// table is a language's messages. The file is cut into messages when the first is asked for,
// and a message is read when it is asked for itself: reading all takes longer than a command
// that prints one.
type table struct {
	tag  language.Tag
	open func() map[string]string // the text of each message in the file, by its id

	mu        sync.RWMutex
	bundle    *i18n.Bundle
	localizer *i18n.Localizer
	read      map[string]bool // what the bundle has, by id
}

// tables are the tables of all languages.
var tables = func() map[language.Tag]*table {
	all := make(map[language.Tag]*table)
	for _, tag := range languages.Spoken() {
		bundle := i18n.NewBundle(tag)
		all[tag] = &table{
			tag: tag, bundle: bundle, localizer: i18n.NewLocalizer(bundle, tag.String()), read: make(map[string]bool),
			open: sync.OnceValue(func() map[string]string {
				data, err := translation.Files.ReadFile(tag.String() + ".toml")
				if err != nil {
					panic(err) // the tables are part of the program, and a test reads them
				}
				return cut(string(data))
			}),
		}
	}
	return all
}()

// text is a message in the form that config asks for. Its parameters are spaced as the language
// has it.
func (t *table) text(config *i18n.LocalizeConfig) (string, error) {
	t.mu.RLock()
	read := t.read[config.MessageID]
	t.mu.RUnlock()
	if !read {
		if err := t.add(config.MessageID); err != nil {
			return "", err
		}
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	params, _ := config.TemplateData.(map[string]any)
	if len(params) == 0 || !spacesHan(t.tag) {
		return t.localizer.Localize(config)
	}
	marked := *config
	marked.TemplateData = edged(params)
	text, err := t.localizer.Localize(&marked)
	return spaced(text), err
}

// add reads a message. An id without one is not remembered, and fails when the message is put
// together.
func (t *table) add(id string) error {
	text, ok := t.open()[id]
	if !ok {
		return nil
	}
	var found map[string]map[string]any
	if err := toml.Unmarshal([]byte(text), &found); err != nil {
		return err // TestMessagesOneByOne reads all
	}
	m, err := i18n.NewMessage(found[id])
	if err != nil {
		return err // TestMessagesOneByOne reads all
	}
	m.ID = id
	t.mu.Lock()
	defer t.mu.Unlock()
	t.read[id] = true
	return t.bundle.AddMessages(t.tag, m)
}

// cut parts a file of messages at the lines with their ids. A line in a text of several lines
// is none.
func cut(file string) map[string]string {
	messages := make(map[string]string)
	id, from, at, within := "", 0, 0, false
	for line := range strings.Lines(file) {
		if !within && strings.HasPrefix(line, "[") {
			messages[id] = file[from:at]
			id, from = strings.Trim(line, "[] \t\r\n"), at
		}
		if (strings.Count(line, `"""`)+strings.Count(line, "'''"))%2 == 1 {
			within = !within
		}
		at += len(line)
	}
	messages[id] = file[from:]
	delete(messages, "") // what stands before the first
	return messages
}
