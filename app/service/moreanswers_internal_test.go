package service

import (
	"slices"
	"testing"

	"descry/app/internal/scene"
	"descry/library"
)

// TestAnswersGoOn goes the way of the window: the answer, the ranking behind it and
// the tiles of a page, down to the last photo.
func TestAnswersGoOn(t *testing.T) {
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	b := NewSession(indexed(t, dir))
	photos := len(scene.All)
	long := scene.All[0].Description
	lenient := parting(t, b, long)
	for _, tt := range []struct {
		name  string
		ask   Ask
		shown int // 0: the matches
	}{
		{"one word", asking(t, "stars"), photos},
		{"two words and an article", asking(t, "a night sky"), photos},
		{"a description", Ask{Query: parsed(t, long), Strictness: lenient}, 0},
		{"a description, more seen", Ask{Query: parsed(t, long), Strictness: lenient, AtLeast: photos - 1}, photos - 1},
		{"nothing good", Ask{Query: parsed(t, long), Strictness: 90}, photos},
		{"all good", Ask{Query: parsed(t, long), Strictness: -90}, photos},
		{"by date", Ask{Query: parsed(t, "stars"), Order: OldestResults}, photos},
		{"a filter", asking(t, "stars name:stars"), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			answer, err := b.Search(t.Context(), tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			shown := tt.shown
			if shown == 0 {
				if shown = answer.Good + answer.Maybe; shown == 0 || shown == photos {
					t.Fatalf("%d matches of %d photos", shown, photos)
				}
			}
			if len(answer.Tiles) != shown {
				t.Errorf("%d photos, want %d", len(answer.Tiles), shown)
			}
			all, err := b.Ranking(t.Context(), tt.ask)
			if err != nil || len(all) != len(answer.Tiles)+answer.Left {
				t.Fatalf("%d photos in all, %d shown and %d left, %v", len(all), len(answer.Tiles), answer.Left, err)
			}
			for i, tile := range answer.Tiles {
				if all[i] != tile.ID {
					t.Errorf("photo %d is %d, and %d in the ranking", i, tile.ID, all[i])
				}
			}
			rest, err := b.TilesByID(t.Context(), all[len(answer.Tiles):])
			if err != nil || len(rest) != answer.Left {
				t.Errorf("%d tiles of %d photos, %v", len(rest), answer.Left, err)
			}
		})
	}
	if all, err := b.Ranking(t.Context(), asking(t, "type:jpeg")); err != nil || len(all) > 0 {
		t.Errorf("filters alone are ranked: %v, %v", all, err)
	}
}

// parting is the strictness, as near the usual one as can be, at which a description has
// a good match: a drawing is less like it than a photo would be.
func parting(t *testing.T, b *Session, text string) float64 {
	t.Helper()
	for strictness := 0.0; strictness > -30; strictness-- {
		answer, err := b.Search(t.Context(), Ask{Query: parsed(t, text), Strictness: strictness})
		if err != nil {
			t.Fatal(err)
		}
		if answer.Good > 0 {
			return strictness
		}
	}
	t.Fatalf("nothing is a good match of %q", text)
	return 0
}

func TestCountsFollowTheStrictnessThatWasSaved(t *testing.T) {
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	b := NewSession(indexed(t, dir))
	saved := library.SavedSearch{Name: "sky", Query: "a night sky full of stars", Strictness: -90}
	if _, err := b.SaveSearch(t.Context(), saved); err != nil {
		t.Fatal(err)
	}
	saved.ID = 1
	list, err := b.SavedSearches(t.Context())
	if err != nil || !slices.Equal(list, []library.SavedSearch{saved}) {
		t.Fatalf("saved %+v, %v", list, err)
	}
	n, err := b.CountMatches(t.Context(), Ask{Query: parsed(t, list[0].Query), Strictness: list[0].Strictness})
	if err != nil || n != len(scene.All) {
		t.Errorf("%d good matches, want all, %v", n, err)
	}
}
