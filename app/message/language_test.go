package message_test

import (
	"testing"

	"golang.org/x/text/language"

	"descry/app/message"
)

func TestMatchLanguage(t *testing.T) {
	if got := message.Languages()[0]; got != language.English {
		t.Errorf("the first language is %v", got)
	}
	for name, want := range map[string]string{
		"en": "en", "en_US.UTF-8": "en", "en-GB": "en",
		"de": "de", "de_DE.UTF-8": "de", "de_AT@euro": "de", "de-CH": "de",
		"zh": "zh-Hans", "zh_CN.UTF-8": "zh-Hans", "zh-SG": "zh-Hans", "zh-Hans": "zh-Hans",
		"zh_TW.UTF-8": "", "zh-HK": "", "fr": "", "nds": "", "C": "", "POSIX": "", "": "", "C.UTF-8": "", "../de": "", "Deutsch": "",
	} {
		tag, ok := message.MatchLanguage(name)
		if want != "" && !spoken(want) {
			continue
		}
		if ok != (want != "") || ok && tag.String() != want {
			t.Errorf("%q: %v, %v, want %q", name, tag, ok, want)
		}
	}
}

func spoken(tag string) bool {
	for _, t := range message.Languages() {
		if t.String() == tag {
			return true
		}
	}
	return false
}

func TestUse(t *testing.T) {
	defer message.Use(language.English)
	for _, tag := range message.Languages() {
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
