package sqlite

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"descry/library"
	"descry/library/words"
)

// A page of zeros anywhere costs what is on it, and the new catalogue is sound.
func TestSalvageAroundAPage(t *testing.T) {
	const photos, pageSize, rounds = 1500, defaultPageSize, 25
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	oldCatalogue(t, whole, photos)
	s, err := Open(t.Context(), whole, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]library.PhotoID, photos-1)
	for i := range ids {
		ids[i] = library.PhotoID(i + 1)
	}
	if err := s.SetFeedback(t.Context(), "boats", ids, library.Yes); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 6))
	kept := 0
	for round := range rounds {
		bad := filepath.Join(dir, "bad.db")
		page := rng.IntN(len(data) / pageSize)
		ruined := append([]byte(nil), data...)
		clear(ruined[page*pageSize:][:pageSize])
		if err := os.WriteFile(bad, ruined, 0o600); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "new.db")
		into, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := Salvage(t.Context(), bad, into)
		if err != nil {
			t.Fatalf("page %d: %v", page, err)
		}
		if findings, err := into.Check(t.Context()); err != nil || len(findings) > 0 {
			t.Errorf("page %d: check: %q, %v", page, findings, err)
		}
		if difference, err := MentionsDiffer(t.Context(), into); err != nil || difference != "" {
			t.Errorf("page %d: the full-text index is wrong: %v", page, err)
		}
		answers := 0
		for _, r := range found.Records {
			if r.Kind == words.Answer {
				answers++
			}
		}
		if page > 0 && (found.Photos < photos/2 || answers < photos/3) {
			t.Logf("round %d: page %d: %d photos, %d files, %d answers; broken: %v", round, page, found.Photos, found.Files, answers, found.Broken)
		}
		kept += found.Photos
		// What is said from now on is numbered above what the journal has.
		if err := into.Settle(t.Context(), 70_000); err != nil {
			t.Fatal(err)
		}
		if _, err := into.AddFolder(t.Context(), "/next"); err != nil {
			t.Fatal(err)
		}
		var n int64
		if err := into.reader.QueryRow("SELECT max(id) FROM owner_changes").Scan(&n); err != nil || n != 70_001 {
			t.Errorf("the next change is %d, %v", n, err)
		}
		if err := into.Close(); err != nil {
			t.Error(err)
		}
	}
	// The first pages say where all others are; no round may cost much otherwise.
	if kept < photos*rounds*8/10 {
		t.Errorf("%d of %d photos were saved", kept, photos*rounds)
	}
}
