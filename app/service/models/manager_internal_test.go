package models

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"descry/app/config"
	"descry/library/sqlite"
	"descry/ml"
)

// openManager opens the models of a new library, of which the built-in one searches.
func openManager(t *testing.T) *Manager {
	t.Helper()
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	if err := paths.Create(); err != nil {
		t.Fatal(err)
	}
	catalogue, err := sqlite.Open(t.Context(), paths.Catalogue, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	packs, err := OpenStore(paths.Models)
	if err != nil {
		t.Fatal(err)
	}
	e := NewManager(paths, config.Settings{}, func() *ml.Pack { return packs.BuiltIn })
	e.Log, e.Catalogue, e.Packs = slog.New(slog.DiscardHandler), catalogue, packs
	e.Runtime.Log, e.Adapters = e.Log, NewAdapterCache(AskEncoder(e.Log))
	t.Cleanup(func() {
		if err := errors.Join(e.Close(), catalogue.Close()); err != nil {
			t.Error(err)
		}
	})
	return e
}

// importPair makes a pack of small checkpoints with random weights.
func importPair(t *testing.T, e *Manager, vision, text string) string {
	t.Helper()
	const fixtures = "../../../ml/llm2clip/testdata"
	m, _, err := e.ImportModel(t.Context(), ImportOptions{Quantize: "none",
		Vision: filepath.Join(fixtures, vision), Text: filepath.Join(fixtures, text)})
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}
