package models

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"

	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/ml/golden"
)

// hostileCase is one entry of the hostile fixtures' cases.json.
type hostileCase struct {
	Path, Level, Expect, What string
	Base, Replaces            string // of overlays: the folder, and the file in it
	Vision, Text              string // of pairs
}

// partners are towers that belong together.
var partners = map[string]string{
	"vision-openai": "text-llama3-8b-like", "vision-openai-gelu-bin": "text-llama3-8b-like",
	"vision-openai-fp16": "text-llama3-8b-like", "vision-eva02-b": "text-llama3-8b-like",
	"vision-siglip2": "text-llama3-8b-like", "vision-eva02-l": "text-llama32-1b-like",
	"text-llama3-8b-like": "vision-openai", "text-llama32-1b-like": "vision-eva02-l",
}

// request turns a case into an import: hostile files take the place of an image
// tower and of a text encoder, overlays that of one file among good ones.
func (c hostileCase) requests(t *testing.T, fixtures string) []ImportOptions {
	t.Helper()
	hostile := filepath.Join(fixtures, "hostile")
	path := filepath.Join(hostile, filepath.FromSlash(c.Path))
	at := func(name string) string { return filepath.Join(fixtures, name) }
	switch c.Level {
	case "pair":
		return []ImportOptions{{Vision: filepath.Join(hostile, c.Vision), Text: filepath.Join(hostile, c.Text)}}
	case "file", "directory":
		return []ImportOptions{{Vision: path, Text: at("text-llama3-8b-like")}, {Vision: at("vision-openai"), Text: path}}
	case "tokenizer":
		c.Base, c.Replaces = "text-llama32-1b-like", "tokenizer.json"
	}
	base := filepath.Base(c.Base)
	dir := filepath.Join(t.TempDir(), base)
	if err := os.CopyFS(dir, os.DirFS(at(base))); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, c.Replaces), data, 0o600); err != nil {
		t.Fatal(err)
	}
	partner := at(partners[base])
	if strings.HasPrefix(base, "text") {
		return []ImportOptions{{Vision: partner, Text: dir}}
	}
	return []ImportOptions{{Vision: dir, Text: partner}}
}

func TestImportOfHostileFiles(t *testing.T) {
	apptest.WholeRunsOnly(t)
	fixtures := golden.Shared(t, "fixtures")
	data, err := os.ReadFile(filepath.Join(fixtures, "hostile", "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []hostileCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	e := openManager(t)
	var worst hostileCost
	for _, c := range cases {
		t.Run(c.Path, func(t *testing.T) {
			for _, r := range c.requests(t, fixtures) {
				worst = worst.most(importHostile(t, e, c, r))
			}
		})
	}
	t.Logf("%d cases; the slowest took %v, the largest allocated %d MB", len(cases), worst.took, worst.bytes>>20)
}

// hostileCost is what an import took: time, and all bytes it allocated, which is
// never less than what it held.
type hostileCost struct {
	took  time.Duration
	bytes uint64
}

func (a hostileCost) most(b hostileCost) hostileCost {
	return hostileCost{max(a.took, b.took), max(a.bytes, b.bytes)}
}

// importHostile runs one import, which must leave nothing behind if it fails.
func importHostile(t *testing.T, e *Manager, c hostileCase, r ImportOptions) hostileCost {
	t.Helper()
	parent := t.TempDir()
	r.Out = filepath.Join(parent, "pack")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun := time.Now()
	_, _, err := e.ImportModel(t.Context(), r)
	took := time.Since(begun)
	runtime.ReadMemStats(&after)
	left, readErr := os.ReadDir(parent)
	switch {
	case readErr != nil:
		t.Error(readErr)
	case err == nil && c.Level != "file" && c.Level != "directory" && c.Expect == "refuse":
		t.Errorf("imported: %s", c.What)
	case err == nil && (c.Level == "file" || c.Level == "directory"):
		t.Errorf("made a model of %s", c.What)
	case err != nil && len(left) > 0:
		t.Errorf("left behind: %v", left)
	}
	if err != nil {
		if i := strings.IndexFunc(message.Explain(err), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 || len(message.Explain(err)) > 1500 {
			t.Errorf("the message can't be shown: %q", err)
		}
	}
	cost := hostileCost{took, after.TotalAlloc - before.TotalAlloc}
	if cost.bytes > 256<<20 {
		t.Errorf("allocated %d MB (%s)", cost.bytes>>20, c.What)
	}
	return cost
}
