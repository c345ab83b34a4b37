package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/app/service"
	"descry/library"
	"descry/library/query"
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
		{"by date", listing{Place: place{Sort: library.OldestFirst}}, nil},
		{"by name", listing{Place: place{Sort: library.ByName}}, []grid.Section{}},
	}
	for _, tt := range tests {
		if got := headings(tt.l); (got == nil) != (tt.want == nil) || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestNothingFoundOffersOneFilterLess(t *testing.T) {
	s := situation{Ready: true, Folders: []library.Folder{{ID: 1, LastScan: thursday}}, Place: searchPlace("x"),
		Relax: []service.Relaxation{{Label: "camera: canon", Text: "dog", Photos: 14}}}
	n := noticeFor(s)
	if n.Offers[0] != (offer{Text: "Without camera: canon: 14 photos", Intent: queryIntent, Query: "dog"}) {
		t.Errorf("offers %+v", n.Offers)
	}
	s.Err = fmt.Errorf("search: %w", &query.Error{Text: "xx is not a date"})
	if n := noticeFor(s); n.Offers[0].Intent != languageIntent {
		t.Errorf("offers %+v", n.Offers)
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
