package models

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/message"
)

// TestImportClearsWhatAKillLeft finds the folders of an import and of a deletion that
// were killed: they are no models, and the next import takes them away.
func TestImportClearsWhatAKillLeft(t *testing.T) {
	e := openManager(t)
	for _, left := range []string{".import", "..import-123", ".some-model-deleted"} {
		if err := os.MkdirAll(filepath.Join(e.Paths.Models, left, "deep"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if packs, err := e.Packs.List(); err != nil || len(packs) != 1 {
		t.Errorf("listed %+v, %v", packs, err)
	}
	id := importPair(t, e, "vision-openai-fp16", "text-llama3-8b-like")
	var names []string
	entries, err := os.ReadDir(e.Paths.Models)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if got := strings.Join(names, " "); got != ".lock "+id {
		t.Errorf("in the model store: %s", got)
	}
}

func TestOneImportAtATime(t *testing.T) {
	e := openManager(t)
	release, err := e.Packs.lockForImport()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Packs.lockForImport(); !errors.Is(err, errStoreBusy) {
		t.Errorf("a second import: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if release, err = e.Packs.lockForImport(); err != nil {
		t.Fatal("after the first:", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func TestModelsAreFoundByWhatPeopleType(t *testing.T) {
	e := openManager(t)
	id := importPair(t, e, "vision-openai-fp16", "text-llama3-8b-like")
	other := filepath.Join(e.Paths.Models, "llm2clip-other")
	if err := os.Rename(filepath.Join(e.Paths.Models, id), other); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Packs.Open("llm2clip-other"); err == nil || !strings.Contains(message.Explain(err), id) {
		t.Errorf("a folder that was renamed: %v", err)
	}
	importPair(t, e, "vision-openai-fp16", "text-llama3-8b-like")
	for word, want := range map[string]string{id: id, "starter": e.Packs.BuiltIn.ID, "descry STARTER 2": e.Packs.BuiltIn.ID,
		id[5:]: id, "llm2clip": "", "": "", "../x": "", ".lock": "", "nothing": ""} {
		p, err := e.Packs.Find(word)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q is %s", word, p.ID)
		case want != "" && (err != nil || p.ID != want):
			t.Errorf("%q is %v, want %s (%v)", word, p, want, err)
		}
	}
}
