package service

import (
	"path/filepath"
	"slices"
	"testing"

	"descry/app/internal/scene"
	"descry/app/problem"
	"descry/library"
)

// TestBackendFeedback goes the way of the window: say, search, count, forget.
func TestBackendFeedback(t *testing.T) {
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	e := indexed(t, dir)
	photo := func(name string) library.PhotoID {
		id, err := e.Store.PhotoByPath(t.Context(), filepath.Join(problem.FollowLinks(dir), name))
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	b := NewSession(e)
	stars, chess := photo("stars.jpg"), photo("chess.jpg")
	ask := asking(t, "a night sky full of stars")
	before, err := b.CountMatches(t.Context(), ask)
	must(err)
	must(second(b.GiveFeedback(t.Context(), asking(t, ask.Query.Source+" type:jpeg"), []library.PhotoID{chess}, library.Yes)))
	must(second(b.GiveFeedback(t.Context(), ask, []library.PhotoID{stars}, library.No)))
	answer, err := b.Search(t.Context(), ask)
	must(err)
	if answer.Tiles[0].ID != chess || answer.Good == 0 || !slices.Equal(answer.Liked, []library.PhotoID{chess}) ||
		!slices.Equal(answer.Rejected, []library.PhotoID{stars}) {
		t.Errorf("answer %+v", answer)
	}
	for _, tile := range answer.Tiles {
		if tile.ID == stars {
			t.Error("what was called no answer is one")
		}
	}
	after, err := b.CountMatches(t.Context(), ask)
	must(err)
	if after != before || before == 0 { // one comes, one goes
		t.Errorf("%d good matches, %d before", after, before)
	}
	must(second(b.ForgetFeedback(t.Context(), ask)))
	answer, err = b.Search(t.Context(), ask)
	must(err)
	if answer.Tiles[0].ID != stars || len(answer.Liked)+len(answer.Rejected) > 0 {
		t.Errorf("after all is forgotten: %+v", answer)
	}
	if _, err := b.GiveFeedback(t.Context(), asking(t, "type:jpeg"), []library.PhotoID{stars}, library.Yes); err == nil {
		t.Error("feedback on filters alone was taken")
	}
}
