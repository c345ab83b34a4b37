package message_test

import (
	"testing"

	"golang.org/x/text/language"

	"descry/app/message"
	"descry/assets/languages"
)

func TestUse(t *testing.T) {
	defer message.Use(language.English)
	for _, tag := range languages.Spoken() {
		message.Use(tag)
		if message.Language() != tag || message.QueryLanguage() != tag {
			t.Errorf("%v and %v, want %v", message.Language(), message.QueryLanguage(), tag)
		}
		message.WordInEnglish()
		if message.Language() != language.English || message.QueryLanguage() != tag {
			t.Errorf("in English: %v and %v", message.Language(), message.QueryLanguage())
		}
	}
}

func TestLanguageNames(t *testing.T) {
	defer message.Use(language.English)
	for tag, want := range map[string]string{
		"en":      "English, Norwegian Bokmål and q_1",
		"de":      "Englisch, Norwegisch Bokmål und q_1",
		"zh-Hans": "英语、书面挪威语、q_1",
	} {
		message.Use(language.MustParse(tag))
		if got := message.LanguageNames([]string{"en", "no", "q_1"}); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	if got := message.LanguageNames(nil); got != "" {
		t.Errorf("no languages: %q", got)
	}
}
