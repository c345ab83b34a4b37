package query

import (
	"slices"
	"strings"
	"testing"
	"time"

	"descry/app/service"
	"descry/library"
	"descry/ui/grid"
)

func TestHeadings(t *testing.T) {
	found := func(a service.Answer) listing { return listing{Answer: a, Place: searchPlace("x")} }
	good := func(title string) grid.Section { return grid.Section{Title: title, Counted: true} }
	tests := []struct {
		name string
		l    listing
		want []grid.Section // nil for months
	}{
		{"both", found(service.Answer{Ranked: true, Tiles: tilesOf(1, 2, 3), Good: 2, Maybe: 1}), []grid.Section{good("2 good matches"), {Title: "Maybe", First: 2}}},
		{"one", found(service.Answer{Ranked: true, Tiles: tilesOf(1), Good: 1}), []grid.Section{good("1 good match")}},
		{"more than shown", found(service.Answer{Ranked: true, Tiles: make([]library.Tile, 2000), Good: 8213, Maybe: 9}), []grid.Section{good("8,213 good matches")}},
		{"maybes", found(service.Answer{Ranked: true, Tiles: tilesOf(1), Maybe: 1}), []grid.Section{{Title: "Best matches"}}},
		{"some of the maybes", found(service.Answer{Ranked: true, Tiles: tilesOf(1, 2), Good: 1, Maybe: 7}), []grid.Section{good("1 good match"), {Title: "Maybe", First: 1, Counted: true}}},
		{"all kinds", found(service.Answer{Ranked: true, Tiles: tilesOf(1, 2, 3, 4), Good: 1, Maybe: 1}), []grid.Section{good("1 good match"), {Title: "Maybe", First: 1}, {Title: "Less certain", First: 2, Counted: true}}},
		{"none good", found(service.Answer{Ranked: true, Tiles: tilesOf(1, 2, 3), Maybe: 1}), []grid.Section{{Title: "Best matches"}, {Title: "Less certain", First: 1, Counted: true}}},
		{"nearest", found(service.Answer{Ranked: true, Tiles: tilesOf(1)}), []grid.Section{good("No close matches. Nearest photos:")}},
		{"nothing", found(service.Answer{Ranked: true}), []grid.Section{}},
		{"filters alone", found(service.Answer{Tiles: tilesOf(1)}), nil},
		{"by date", listing{Place: Place{Sort: library.OldestFirst}}, nil},
		{"by name", listing{Place: Place{Sort: library.ByName}}, []grid.Section{}},
	}
	for _, tt := range tests {
		if got := headings(tt.l); (got == nil) != (tt.want == nil) || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestRelaxations(t *testing.T) {
	all := []service.Relaxation{{Text: "a", Photos: 9}, {Text: "b"}, {Text: " ", Photos: 3}, {Text: "c", Photos: 3}, {Text: "d", Photos: 2}, {Text: "e", Photos: 1}}
	var texts []string
	for _, r := range relaxations(all) {
		texts = append(texts, r.Text)
	}
	if !slices.Equal(texts, []string{"a", "c", "d"}) {
		t.Errorf("offered %q", texts)
	}
}

func TestResultLineTellsKnownNames(t *testing.T) {
	l := listing{Answer: service.Answer{Ranked: true, Tiles: tilesOf(1), Good: 1, Named: []string{"Bella", "Rex"}}, Place: searchPlace("x"), What: "x"}
	if got := resultText(l, ""); !strings.Contains(got, " · knows Bella and Rex") {
		t.Errorf("says %q", got)
	}
}

func TestResultText(t *testing.T) {
	found := func(what string, tiles int, a service.Answer) listing {
		a.Tiles = make([]library.Tile, tiles)
		return listing{Place: searchPlace("x"), What: what, Answer: a, Took: 42 * time.Millisecond}
	}
	long := "the evening we grilled on the roof\nwith red lanterns over the long table"
	tests := []struct {
		l     listing
		scope string
		want  string
	}{
		{listing{Answer: service.Answer{Tiles: tilesOf(1, 2)}}, "", "All photos · 2 photos"},
		{listing{}, "Norway", "Norway · 0 photos"},
		{found(long, 1, service.Answer{Ranked: true, Good: 1}), "Norway", "1 good match for “the evening we grilled on the roof with red lanterns over t…” in Norway"},
		{found("dog", 43, service.Answer{Ranked: true, Good: 12, Maybe: 31}), "", "12 good matches, 31 maybe for “dog”"},
		{found("dog", 2000, service.Answer{Ranked: true, Good: 8213}), "", "8,213 good matches for “dog”"},
		{found("dog", 4, service.Answer{Ranked: true, Maybe: 4}), "", "Best matches for “dog”"},
		{found("dog", 3, service.Answer{Ranked: true}), "", "Best matches for “dog”"},
		{found("", 3, service.Answer{Ranked: true, Good: 3}), "", "3 good matches"},
		{found("", 123, service.Answer{}), "", "123 photos"},
		{found("x", 0, service.Answer{Ranked: true}), "", "No matches for “x”"},
		{found("", 0, service.Answer{}), "", "No matches"},
	}
	for _, tt := range tests {
		if got := resultText(tt.l, tt.scope); got != tt.want {
			t.Errorf("got %q\nwant %q", got, tt.want)
		}
	}
}
