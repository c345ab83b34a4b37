package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/text/language"

	"descry/app/config"
	"descry/app/problem"
	"descry/assets/languages"
)

// TestChosenLanguage lets the call win over the settings, and these over the system.
func TestChosenLanguage(t *testing.T) {
	other := languages.Spoken()[len(languages.Spoken())-1]
	for name, c := range map[string]struct {
		asked, set, system string
		want               language.Tag
	}{
		"nothing":              {want: language.English},
		"the system's":         {system: other.String(), want: other},
		"the settings'":        {set: other.String(), system: "en_US.UTF-8", want: other},
		"the call's":           {asked: "en", set: other.String(), system: other.String(), want: language.English},
		"a language not known": {asked: "xx", system: other.String(), want: other},
		"none":                 {system: "C", want: language.English},
		"broken settings":      {set: "\" [", system: other.String(), want: other},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			t.Setenv(config.HomeVariable, home)
			t.Setenv("LC_ALL", c.system)
			t.Setenv("LANGUAGE", "")
			t.Setenv("LC_MESSAGES", "")
			t.Setenv("LANG", "")
			if c.set != "" {
				if err := os.WriteFile(filepath.Join(home, "settings.toml"), []byte("language = \""+c.set+"\"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got := config.ChosenLanguage(c.asked); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestCheckLanguage(t *testing.T) {
	for _, tag := range languages.Spoken() {
		if err := config.CheckLanguage(tag.String()); err != nil {
			t.Error(err)
		}
	}
	var told *problem.Error
	if err := config.CheckLanguage("xx"); !errors.As(err, &told) || told.Kind != "language-unknown" {
		t.Errorf("no language: %v", err)
	}
}
