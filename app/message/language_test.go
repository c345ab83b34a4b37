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
