package languages_test

import (
	"testing"

	"golang.org/x/text/language"

	"descry/assets/languages"
)

func TestMatch(t *testing.T) {
	if got := languages.Spoken()[0]; got != language.English {
		t.Errorf("the first language is %v", got)
	}
	for name, want := range map[string]string{
		"en": "en", "en_US.UTF-8": "en", "en-GB": "en",
		"de": "de", "de_DE.UTF-8": "de", "de_AT@euro": "de", "de-CH": "de",
		"zh": "zh-Hans", "zh_CN.UTF-8": "zh-Hans", "zh-SG": "zh-Hans", "zh-Hans": "zh-Hans",
		"zh_TW.UTF-8": "", "zh-HK": "", "fr": "", "nds": "", "C": "", "POSIX": "", "": "", "C.UTF-8": "", "../de": "", "Deutsch": "",
	} {
		tag, ok := languages.Match(name)
		if want != "" && !spoken(want) {
			continue
		}
		if ok != (want != "") || ok && tag.String() != want {
			t.Errorf("%q: %v, %v, want %q", name, tag, ok, want)
		}
	}
}

func spoken(tag string) bool {
	for _, t := range languages.Spoken() {
		if t.String() == tag {
			return true
		}
	}
	return false
}
