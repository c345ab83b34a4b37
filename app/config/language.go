package config

import (
	"github.com/jeandeaual/go-locale"
	"golang.org/x/text/language"

	"descry/app/notice"
	"descry/app/problem"
	"descry/assets/languages"
)

// CheckLanguage reports a name of a language that the program doesn't speak. "" is the
// system's language.
func CheckLanguage(name string) error {
	if _, ok := languages.Match(name); ok || name == "" {
		return nil
	}
	names := make(notice.Names, 0, len(languages.Spoken()))
	for _, tag := range languages.Spoken() {
		names = append(names, tag.String())
	}
	return problem.New("language-unknown", notice.Params{"Language": problem.Quotable(name, 40), "Languages": names})
}

// ChosenLanguage is the language to speak: the one that the call asks for, or else the one of
// the settings, or else the system's. A language that isn't spoken counts as none, and the
// last resort is English.
func ChosenLanguage(asked string) language.Tag {
	for _, name := range []string{asked, LanguageInSettings()} {
		if tag, ok := languages.Match(name); ok {
			return tag
		}
	}
	return SystemLanguage()
}

// SystemLanguage is the language to speak where nobody chose another.
func SystemLanguage() language.Tag {
	names, err := locale.GetLocales()
	if err != nil {
		return language.English
	}
	for _, name := range names {
		if tag, ok := languages.Match(name); ok {
			return tag
		}
	}
	return language.English
}

// LanguageInSettings is the language that the settings name, "" for none. What is wrong with
// the settings is told by who uses them.
func LanguageInSettings() string {
	paths, err := DefaultPaths()
	if err != nil {
		return ""
	}
	settings, _ := LoadSettings(paths.Settings)
	return settings.Language
}
