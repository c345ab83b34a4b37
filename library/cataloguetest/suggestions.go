package cataloguetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"descry/library"
)

// suggest replaces the suggestions of a tag. The confidence falls from photo to photo.
func suggest(t testing.TB, s library.Catalogue, of library.Tag, photos ...library.PhotoID) {
	t.Helper()
	var list []library.Suggestion
	for i, photo := range photos {
		list = append(list, library.Suggestion{Tag: of, Photo: photo, Confidence: 1 - float32(i)/8})
	}
	if err := s.ReplaceSuggestions(t.Context(), of, list); err != nil {
		t.Fatal(err)
	}
}

func suggested(t testing.TB, s library.Catalogue, of library.Tag) string {
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

func suggestionCounts(t testing.TB, s library.Catalogue) string {
	t.Helper()
	list, err := s.SuggestionCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(list)
}

func testSuggestions(t *testing.T, open Open) {
	s := pets(t, open)
	ctx := t.Context()
	Edit(t, s, Statements(Say(5, Tag("sea"), library.Yes), Say(6, Tag("sea"), library.No)))
	before := TagList(t, s)
	suggest(t, s, Tag("SEA"), 4, 1, 5, 6, 3, 2, 99, 3)
	Equal(t, "without what is said", suggested(t, s, Tag("sea")), "sea 4 1, sea 3 0.5, sea 2 0.375")
	Equal(t, "counts", suggestionCounts(t, s), "[{{false sea} 3 0 0 false }]")
	Equal(t, "they count for nothing", TagList(t, s)+with(t, s, library.TagTest{Name: "sea"}), before+"1 5")

	undo := Edit(t, s, Statements(Say(4, Tag("sea"), library.Yes), Say(3, Tag("sea"), library.No)))
	Equal(t, "accepted and denied", suggested(t, s, Tag("sea")), "sea 2 0.375")
	Edit(t, s, undo)
	Equal(t, "taken back", suggested(t, s, Tag("sea")), "sea 4 1, sea 3 0.5, sea 2 0.375")

	if err := s.RejectSuggestions(ctx, Tag("Sea"), []library.PhotoID{3, 4, 98}); err != nil {
		t.Fatal(err)
	}
	suggest(t, s, Tag("sea"), 2, 3, 4)
	Equal(t, "rejected", suggested(t, s, Tag("sea")), "sea 2 1")
	if err := s.ClearSuggestions(ctx); err != nil {
		t.Fatal(err)
	}
	Equal(t, "cleared", suggested(t, s, Tag("sea"))+suggestionCounts(t, s), "[]")
	suggest(t, s, Tag("sea"), 2, 3, 4)
	Equal(t, "still rejected", suggested(t, s, Tag("sea")), "sea 2 1")
	if err := s.ForgetRejections(ctx); err != nil {
		t.Fatal(err)
	}
	Equal(t, "only when made anew", suggested(t, s, Tag("sea")), "sea 2 1")
	suggest(t, s, Tag("sea"), 2, 3)
	suggest(t, s, Person("Ben"), 1)
	Equal(t, "forgotten", suggested(t, s, Tag("sea")), "sea 2 1, sea 3 0.875")
	Equal(t, "counts of two", suggestionCounts(t, s), "[{{false sea} 2 0 0 false } {{true Ben} 1 0 0 false }]")
	if list, err := s.Suggestions(ctx, Tag("sea"), 1); err != nil || len(list) != 1 || list[0].Photo != 2 {
		t.Errorf("the surest is %v, %v", list, err)
	}

	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "a/2.jpg")}})
	Equal(t, "without a file", suggested(t, s, Tag("sea")), "sea 3 0.875")
	suggest(t, s, Tag("sea"))
	suggest(t, s, Person("Ben"))
	Equal(t, "withdrawn", suggestionCounts(t, s), "[]")
	Equal(t, "withdrawing changes no tags", TagList(t, s), strings.ReplaceAll(
		strings.ReplaceAll(before, "animals:2/0/0 animals/cats:1/0/0", "animals:1/0/0"), "@Ann:2/0/0", "@Ann:1/0/0"))
	if err := s.ReplaceSuggestions(ctx, Tag("?"), nil); !errors.Is(err, library.ErrNoName) {
		t.Errorf("without a name: %v", err)
	}
	if err := s.RejectSuggestions(ctx, Tag("nothing"), []library.PhotoID{1}); err != nil {
		t.Error(err)
	}
}

// A withdrawn rejection leaves a suggestion as it was before, and none where none was.
func testWithdrawRejections(t *testing.T, open Open) {
	s := pets(t, open)
	ctx := t.Context()
	suggest(t, s, Tag("sea"), 2, 3, 4)
	before := suggested(t, s, Tag("sea"))
	Must(t, s.RejectSuggestions(ctx, Tag("sea"), []library.PhotoID{3, 4, 5}))
	Equal(t, "rejected", suggested(t, s, Tag("sea")), "sea 2 1")
	Must(t, s.WithdrawRejections(ctx, Tag("SEA"), []library.PhotoID{3, 5, 2, 99}))
	Equal(t, "one withdrawn", suggested(t, s, Tag("sea")), "sea 2 1, sea 3 0.875")
	Must(t, s.WithdrawRejections(ctx, Tag("sea"), []library.PhotoID{4}))
	Equal(t, "all withdrawn", suggested(t, s, Tag("sea")), before)
	suggest(t, s, Tag("sea"), 5)
	Equal(t, "suggested after all", suggested(t, s, Tag("sea")), "sea 5 1")
	Must(t, s.WithdrawRejections(ctx, Tag("nothing"), []library.PhotoID{1}))
}

// Suggestions of a tag that is renamed or removed are withdrawn.
func testSuggestionsOfRenamed(t *testing.T, open Open) {
	s := pets(t, open)
	suggest(t, s, Tag("sea"), 4)
	suggest(t, s, Tag("animals/cats"), 4)
	for _, err := range []error{second(s.RenameTag(t.Context(), Tag("sea"), Tag("ocean"))), second(s.RemoveTag(t.Context(), Tag("animals")))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	Equal(t, "counts", suggestionCounts(t, s), "[]")
}

// Photos with a label take no room from photos without. A tag that went while its suggestions
// were made doesn't come back.
func testSuggestionsKeepTheSurestOfTheRest(t *testing.T, open Open) {
	s, _ := open.empty(t)
	var files []library.Photo
	for i := range 2*library.MostSuggestions + 20 {
		var keywords []string
		if i < library.MostSuggestions+10 {
			keywords = []string{"sea"}
		}
		files = append(files, Described(fmt.Sprintf("%d.jpg", i), "", "", nil, keywords...))
	}
	Written(t, s, files...)
	var list []library.Suggestion
	for i := range files { // the photos with the tag are the surest
		list = append(list, library.Suggestion{Tag: Tag("sea"), Photo: library.PhotoID(1 + i), Confidence: 1 - float32(i)/10_000})
	}
	for _, of := range []library.Tag{Tag("sea"), Tag("gone"), Person("sea")} {
		if err := s.ReplaceSuggestions(t.Context(), of, list); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Suggestions(t.Context(), Tag("sea"), 0)
	if err != nil || len(got) != library.MostSuggestions || got[0].Photo != library.MostSuggestions+11 {
		t.Errorf("%d suggestions, %v", len(got), err)
	}
	Equal(t, "counts", suggestionCounts(t, s), fmt.Sprintf("[{{false sea} %d 0 0 false }]", library.MostSuggestions))
	Equal(t, "tags", TagList(t, s), fmt.Sprintf("sea:%d/0/0", library.MostSuggestions+10))
}
