package translation_test

import (
	"slices"
	"testing"

	"descry/assets/languages"
	"descry/assets/translation"
)

// TestEachLanguageHasATable compares the files with the languages that are spoken.
func TestEachLanguageHasATable(t *testing.T) {
	var want, got []string
	for _, tag := range languages.Spoken() {
		want = append(want, tag.String()+".toml")
	}
	slices.Sort(want)
	files, err := translation.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		got = append(got, file.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("there are %v, want %v", got, want)
	}
}
