package app_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/scene"
)

// foundPhoto is an answer of search as scripts read it.
type foundPhoto struct {
	Path, Match string
	Score       float64
	Clauses     []struct {
		Text     string
		Negative bool
		Score    float64
	}
}

// taggedFolder is an indexed library of the scenes with what an user has written
// about them.
func taggedFolder(t *testing.T) string {
	t.Helper()
	dir := photoFolder(t)
	for name, about := range map[string]struct{ tags, rating, date string }{
		"sunset.jpg": {"Holiday|Norway", "5", "2019-07-20T21:10:00"},
		"meadow.jpg": {"garden", "3", "2019-08-02T10:00:00"},
		"stars.jpg":  {"", "0", "2021-01-05T23:00:00"},
	} {
		write(t, filepath.Join(dir, name+".xmp"), []byte(fmt.Sprintf(
			`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`+
				`<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/" `+
				`xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmp:Rating="%s" `+
				`exif:DateTimeOriginal="%s"><lr:hierarchicalSubject><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></lr:hierarchicalSubject>`+
				`</rdf:Description></rdf:RDF></x:xmpmeta>`, about.rating, about.date, about.tags)))
	}
	mustDescry(t, "index", dir)
	return dir
}

// searchNames runs a search and returns the names of the files it prints as JSON.
func searchNames(t *testing.T, args ...string) []string {
	t.Helper()
	var names []string
	for _, f := range parse[[]foundPhoto](t, mustDescry(t, append([]string{"search", "--json"}, args...)...)) {
		names = append(names, strings.TrimSuffix(filepath.Base(f.Path), ".jpg"))
	}
	return names
}

func TestSearchWithFilters(t *testing.T) {
	taggedFolder(t)
	for query, want := range map[string][]string{
		"date:2019":                         {"meadow", "sunset"},
		"date:2019-07..2019-09 -tag:garden": {"sunset"},
		"tag:holiday":                       {"sunset"},
		"tag:holiday/norway,garden":         {"meadow", "sunset"},
		"rating:>=4":                        {"sunset"},
		"name:star":                         {"stars"},
		"type:png":                          nil,
		"rating:>=3 date:2019-08":           {"meadow"},
	} {
		if got := searchNames(t, query); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	}
	if got := searchNames(t, "date:2019", "--sort", "oldest"); !slices.Equal(got, []string{"sunset", "meadow"}) {
		t.Errorf("oldest first: %v", got)
	}
	if got := searchNames(t, "a night sky full of stars date:2019"); len(got) != 2 || slices.Contains(got, "stars") {
		t.Errorf("ranked with a filter: %v", got)
	}
}

func TestSearchTellsMatchAndClauses(t *testing.T) {
	taggedFolder(t)
	out := mustDescry(t, "search", "--json", scene.All[0].Description+". "+scene.All[1].Description+` -"stars"`)
	found := parse[[]foundPhoto](t, out)
	if len(found) != 4 {
		t.Fatalf("%d results, want all four with their match", len(found))
	}
	for _, f := range found {
		if !slices.Contains([]string{"good", "maybe", "weak"}, f.Match) || len(f.Clauses) != 3 {
			t.Errorf("result %+v", f)
			continue
		}
		if !f.Clauses[2].Negative || f.Clauses[2].Text != "stars" {
			t.Errorf("the unwanted clause is %+v", f.Clauses[2])
		}
		if filepath.Base(f.Path) == "sunset.jpg" && f.Clauses[0].Score <= f.Clauses[1].Score {
			t.Errorf("the sunset is more of a meadow: %+v", f.Clauses)
		}
	}
	if !json.Valid([]byte(out)) {
		t.Error("no JSON")
	}
}

func TestSearchByExamples(t *testing.T) {
	dir := taggedFolder(t)
	sunset := filepath.Join(dir, "sunset.jpg")
	if got := searchNames(t, "--like", sunset); len(got) != 3 || slices.Contains(got, "sunset") {
		t.Errorf("like the sunset: %v", got)
	}
	found := parse[[]result](t, mustDescry(t, "search", "stars", "--json", "--limit", "1"))
	if got := searchNames(t, "like:"+found[0].ID[:20]); slices.Contains(got, "stars") || len(got) != 3 {
		t.Errorf("like the stars by id: %v", got)
	}
	if _, errs, code := descry(t, "search", "like:/no/such.jpg"); code != 2 || !strings.Contains(errs, "/no/such.jpg") {
		t.Errorf("an example that isn't there: exit %d, %s", code, errs)
	}
}

func TestSearchExplainsWhatItCantRead(t *testing.T) {
	t.Setenv(config.HomeVariable, t.TempDir())
	_, errs, code := descry(t, "search", "a beach date:2019-13")
	if code != 2 || !strings.Contains(errs, "2019-13") || !strings.Contains(errs, "^") {
		t.Errorf("exit %d: %s", code, errs)
	}
	lines := strings.Split(strings.TrimRight(errs, "\n"), "\n")
	if marked := lines[len(lines)-1]; strings.Index(marked, "^") != strings.Index(lines[len(lines)-2], "2019-13") {
		t.Errorf("the mark stands elsewhere:\n%s", errs)
	}
}

func TestSearchTellsAllMistakes(t *testing.T) {
	t.Setenv(config.HomeVariable, t.TempDir())
	_, errs, code := descry(t, "search", "a beach date:2019-13 rating:9 has:x")
	if code != 2 || strings.Count(errs, "^") < 3 || !strings.Contains(errs, "rating:3") || !strings.Contains(errs, "has:caption") {
		t.Errorf("exit %d: %s", code, errs)
	}
	_, errs, code = descry(t, "search", "like:/no/such.jpg like:/nor/this.jpg")
	if code != 2 || strings.Count(errs, "is neither a file nor a photo") != 2 {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// A time that is all a search says is asked for if there are photos of it, as in the
// window; beside words it stays one of them.
func TestSearchForABareDate(t *testing.T) {
	taggedFolder(t)
	for query, want := range map[string][]string{
		"2021":        {"stars"},
		"summer 2019": {"meadow", "sunset"},
		"august 2019": {"meadow"},
	} {
		if got := searchNames(t, query); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	}
	_, errs, _ := descry(t, "search", "summer 2019")
	if !strings.Contains(errs, "“summer 2019” is understood as date:2019-06..2019-08; in quotation marks it is looked for as a word.") {
		t.Errorf("said %q", errs)
	}
	for _, query := range []string{"1931", `"2021"`, "stars 2021"} {
		if got := searchNames(t, query); len(got) < 3 {
			t.Errorf("%s finds %v: it is no filter", query, got)
		}
	}
	_, errs, _ = descry(t, "search", "stars 2021")
	if !strings.Contains(errs, "“2021” counts as description; date:2021 asks for photos of that time.") {
		t.Errorf("said %q", errs)
	}
}

func TestWhy(t *testing.T) {
	dir := taggedFolder(t)
	sunset := filepath.Join(dir, "sunset.jpg")
	query := scene.All[0].Description + `. A chessboard. Norway -"stars"`
	type why struct {
		Match string
		Parts []struct {
			Text  string
			Score float64
			Heat  struct {
				Rows, Columns int
				Values        []float64
			}
		}
		Written []string
	}
	w := parse[why](t, mustDescry(t, "why", sunset, query, "--heat", "--json"))
	if len(w.Parts) != 3 || w.Parts[0].Score <= w.Parts[1].Score || len(w.Written) == 0 {
		t.Errorf("why: %+v", w)
	}
	for _, p := range w.Parts {
		if h := p.Heat; h.Rows != 7 || len(h.Values) != 49 || slices.Max(h.Values) > 1 || slices.Min(h.Values) < 0 {
			t.Errorf("heat of %q: %+v", p.Text, h)
		}
	}
	if out := mustDescry(t, "why", sunset, query, "--heat"); !strings.Contains(out, "█") {
		t.Errorf("no picture in %s", out)
	}
	for _, args := range [][]string{{"why", sunset, "date:2019"}, {"why", "/no/such.jpg", "x"}, {"why", sunset}, {"why", sunset, "date:x"}} {
		if _, _, code := descry(t, args...); code != 2 {
			t.Errorf("%v: exit %d, want 2", args, code)
		}
	}
}

func TestNothingPassesTheFilters(t *testing.T) {
	taggedFolder(t)
	_, errs, code := descry(t, "search", "tag:garden type:png")
	if code != 0 || !strings.Contains(errs, "No photo passes the filters") || !strings.Contains(errs, "1 photo") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestSavedSearches(t *testing.T) {
	taggedFolder(t)
	mustDescry(t, "saved", "add", "Summer", "date:2019")
	mustDescry(t, "saved", "add", "summer", "date:2019 rating:>=4")
	type saved struct {
		Name, Query string
		Matches     int
	}
	list := parse[[]saved](t, mustDescry(t, "saved", "list", "--json"))
	if len(list) != 1 || list[0].Query != "date:2019 rating:>=4" || list[0].Matches != 1 {
		t.Errorf("saved %+v", list)
	}
	if got := parse[[]foundPhoto](t, mustDescry(t, "saved", "run", "SUMMER", "--json")); len(got) != 1 || filepath.Base(got[0].Path) != "sunset.jpg" {
		t.Errorf("run gives %+v", got)
	}
	mustDescry(t, "saved", "delete", "Summer")
	for _, args := range [][]string{{"saved", "run", "Summer"}, {"saved", "delete", "Summer"}, {"saved", "add", "x", "date:x"}} {
		if _, _, code := descry(t, args...); code != 2 {
			t.Errorf("%v: exit %d, want 2", args, code)
		}
	}
}

// TestHelpExplainsTheLanguage: one screen, the same as in the window.
func TestHelpExplainsTheLanguage(t *testing.T) {
	help := mustDescry(t, "search", "--help")
	for _, part := range []string{"date:", "near:", "without", "like:", "--why"} {
		if !strings.Contains(help, part) {
			t.Errorf("the help doesn't tell of %s", part)
		}
	}
	for _, line := range strings.Split(help, "\n") {
		if len([]rune(line)) > 100 {
			t.Errorf("too wide: %s", line)
		}
	}
}

// TestSearchGoesOn: what follows the matches is counted, and printed when asked for.
func TestSearchGoesOn(t *testing.T) {
	taggedFolder(t)
	text := scene.All[0].Description
	out, errs, code := descry(t, "search", text)
	matches := strings.Count(out, "\n")
	if code != 0 || matches == 0 || matches == 4 || !strings.Contains(errs, fmt.Sprintf("; %d more, less certain (--more)", 4-matches)) {
		t.Fatalf("%d matches, then %s", matches, errs)
	}
	more := mustDescry(t, "search", text, "--more", "1")
	if !strings.HasPrefix(more, out) || strings.Count(more, "\n") != matches+1 || !strings.Contains(more, "weak") {
		t.Errorf("one more than\n%sis\n%s", out, more)
	}
	all := mustDescry(t, "search", text, "--more", "100")
	if !strings.HasPrefix(all, more) || strings.Count(all, "\n") != 4 {
		t.Errorf("many more are\n%s", all)
	}
	if lax := mustDescry(t, "search", text, "--strictness", "-90"); strings.Count(lax, "good") != 4 {
		t.Errorf("all are good:\n%s", lax)
	}
	if _, errs, _ := descry(t, "search", text, "--strictness", "90"); !strings.Contains(errs, "No close matches") || !strings.Contains(errs, "1 more, less certain") {
		t.Errorf("none is good: %s", errs)
	}
	for _, args := range [][]string{{"--more", "-1"}, {"--strictness", "NaN"}, {"--strictness", "1000"}} {
		if _, _, code := descry(t, append([]string{"search", text}, args...)...); code != 2 {
			t.Errorf("%v: exit %d, want 2", args, code)
		}
	}
}

// TestJSONTellsWhatIsLeft: of each answer its match and how many photos follow it.
func TestJSONTellsWhatIsLeft(t *testing.T) {
	dir := taggedFolder(t)
	for _, args := range [][]string{
		{"search", "stars", "--limit", "2"}, {"search", "stars", "--limit", "1", "--more", "1"},
		{"search", "type:jpeg", "--limit", "2"}, {"similar", filepath.Join(dir, "stars.jpg"), "--limit", "2"},
	} {
		list := parse[[]struct {
			Match string
			Left  int
		}](t, mustDescry(t, append(args, "--json")...))
		all := 4
		if args[0] == "similar" {
			all = 3
		}
		if len(list) != 2 || list[0].Left != all-1 || list[1].Left != all-2 || list[0].Match == "" {
			t.Errorf("%v: %+v", args, list)
		}
	}
}

func TestSavedSearchesKeepTheirStrictness(t *testing.T) {
	taggedFolder(t)
	mustDescry(t, "saved", "add", "Sky", "a night sky full of stars", "--strictness", "-90")
	type saved struct {
		Name       string
		Strictness float64
		Matches    int
	}
	list := parse[[]saved](t, mustDescry(t, "saved", "list", "--json"))
	if len(list) != 1 || list[0] != (saved{"Sky", -90, 4}) {
		t.Errorf("saved %+v", list)
	}
	if out := mustDescry(t, "saved", "run", "Sky"); strings.Count(out, "good") != 4 {
		t.Errorf("run prints\n%s", out)
	}
}
