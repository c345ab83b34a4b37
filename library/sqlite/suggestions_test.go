package sqlite_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// suggest replaces the suggestions of a tag; the confidence falls from photo to photo.
func suggest(t testing.TB, s *sqlite.Store, of library.Tag, photos ...library.PhotoID) {
	t.Helper()
	var list []library.Suggestion
	for i, photo := range photos {
		list = append(list, library.Suggestion{Tag: of, Photo: photo, Confidence: 1 - float32(i)/8})
	}
	if err := s.ReplaceSuggestions(t.Context(), of, list); err != nil {
		t.Fatal(err)
	}
}

func suggested(t testing.TB, s *sqlite.Store, of library.Tag) string {
	t.Helper()
	list, err := s.Suggestions(t.Context(), of, 0)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, one := range list {
		words = append(words, fmt.Sprintf("%s %d %v", show(one.Tag), one.Photo, one.Confidence))
	}
	return strings.Join(words, ", ")
}

func suggestionCounts(t testing.TB, s *sqlite.Store) string {
	t.Helper()
	list, err := s.SuggestionCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(list)
}

func TestSuggestions(t *testing.T) {
	s := pets(t)
	ctx := t.Context()
	edit(t, s, statements(say(5, tag("sea"), library.Yes), say(6, tag("sea"), library.No)))
	before := tagList(t, s)
	suggest(t, s, tag("SEA"), 4, 1, 5, 6, 3, 2, 99, 3)
	equal(t, "without what is said", suggested(t, s, tag("sea")), "sea 4 1, sea 3 0.5, sea 2 0.375")
	equal(t, "counts", suggestionCounts(t, s), "[{{false sea} 3 0 0 false }]")
	equal(t, "they count for nothing", tagList(t, s)+with(t, s, library.TagTest{Name: "sea"}), before+"1 5")

	undo := edit(t, s, statements(say(4, tag("sea"), library.Yes), say(3, tag("sea"), library.No)))
	equal(t, "accepted and denied", suggested(t, s, tag("sea")), "sea 2 0.375")
	edit(t, s, undo)
	equal(t, "taken back", suggested(t, s, tag("sea")), "sea 4 1, sea 3 0.5, sea 2 0.375")

	if err := s.RejectSuggestions(ctx, tag("Sea"), []library.PhotoID{3, 4, 98}); err != nil {
		t.Fatal(err)
	}
	suggest(t, s, tag("sea"), 2, 3, 4)
	equal(t, "rejected", suggested(t, s, tag("sea")), "sea 2 1")
	if err := s.ClearSuggestions(ctx); err != nil {
		t.Fatal(err)
	}
	equal(t, "cleared", suggested(t, s, tag("sea"))+suggestionCounts(t, s), "[]")
	suggest(t, s, tag("sea"), 2, 3, 4)
	equal(t, "still rejected", suggested(t, s, tag("sea")), "sea 2 1")
	if err := s.ForgetRejections(ctx); err != nil {
		t.Fatal(err)
	}
	equal(t, "only when made anew", suggested(t, s, tag("sea")), "sea 2 1")
	suggest(t, s, tag("sea"), 2, 3)
	suggest(t, s, person("Ben"), 1)
	equal(t, "forgotten", suggested(t, s, tag("sea")), "sea 2 1, sea 3 0.875")
	equal(t, "counts of two", suggestionCounts(t, s), "[{{false sea} 2 0 0 false } {{true Ben} 1 0 0 false }]")
	if list, err := s.Suggestions(ctx, tag("sea"), 1); err != nil || len(list) != 1 || list[0].Photo != 2 {
		t.Errorf("the surest is %v, %v", list, err)
	}

	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "a/2.jpg")}})
	equal(t, "without a file", suggested(t, s, tag("sea")), "sea 3 0.875")
	suggest(t, s, tag("sea"))
	suggest(t, s, person("Ben"))
	equal(t, "withdrawn", suggestionCounts(t, s), "[]")
	equal(t, "withdrawing changes no tags", tagList(t, s), strings.ReplaceAll(
		strings.ReplaceAll(before, "animals:2/0/0 animals/cats:1/0/0", "animals:1/0/0"), "@Ann:2/0/0", "@Ann:1/0/0"))
	if err := s.ReplaceSuggestions(ctx, tag("?"), nil); !errors.Is(err, library.ErrNoName) {
		t.Errorf("without a name: %v", err)
	}
	if err := s.RejectSuggestions(ctx, tag("nothing"), []library.PhotoID{1}); err != nil {
		t.Error(err)
	}
}

// Suggestions of a tag that is renamed or removed are withdrawn.
func TestSuggestionsOfRenamed(t *testing.T) {
	s := pets(t)
	suggest(t, s, tag("sea"), 4)
	suggest(t, s, tag("animals/cats"), 4)
	for _, err := range []error{second(s.RenameTag(t.Context(), tag("sea"), tag("ocean"))), second(s.RemoveTag(t.Context(), tag("animals")))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "counts", suggestionCounts(t, s), "[]")
}

// What is said already takes no room from what isn't, and a tag that went while its
// suggestions were made doesn't come back.
func TestSuggestionsKeepTheSurestOfTheRest(t *testing.T) {
	s, _ := newStore(t)
	var files []library.Photo
	for i := range 2*library.MostSuggestions + 20 {
		var keywords []string
		if i < library.MostSuggestions+10 {
			keywords = []string{"sea"}
		}
		files = append(files, said(fmt.Sprintf("%d.jpg", i), "", "", nil, keywords...))
	}
	written(t, s, files...)
	var list []library.Suggestion
	for i := range files { // those that have the tag are the surest
		list = append(list, library.Suggestion{Tag: tag("sea"), Photo: library.PhotoID(1 + i), Confidence: 1 - float32(i)/10_000})
	}
	for _, of := range []library.Tag{tag("sea"), tag("gone"), person("sea")} {
		if err := s.ReplaceSuggestions(t.Context(), of, list); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Suggestions(t.Context(), tag("sea"), 0)
	if err != nil || len(got) != library.MostSuggestions || got[0].Photo != library.MostSuggestions+11 {
		t.Errorf("%d suggestions, %v", len(got), err)
	}
	equal(t, "counts", suggestionCounts(t, s), fmt.Sprintf("[{{false sea} %d 0 0 false }]", library.MostSuggestions))
	equal(t, "tags", tagList(t, s), fmt.Sprintf("sea:%d/0/0", library.MostSuggestions+10))
}
