package query

import (
	"strings"
	"unicode/utf8"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/ui/grid"
	"descry/ui/kit"
)

// longestQuoted is how much of a query the result line repeats.
const longestQuoted = 60

// resultText says what is on show: how many, of what and where.
func resultText(l listing, scopeName string) string {
	if !l.Place.Searching {
		if scopeName == "" {
			scopeName = message.Text("photos-all", nil)
		}
		return message.Phrases([]string{scopeName, message.Photos(len(l.Tiles))})
	}
	found := foundText(l)
	if scopeName != "" {
		found = message.Text("search-found-in", message.Params{"Found": found, "Folder": scopeName})
	}
	phrases := []string{found}
	if len(l.Named) > 0 {
		phrases = append(phrases, message.Text("search-knows", message.Params{"Names": message.Listed(l.Named)}))
	}
	if said := feedbackText(l.Answer); said != "" {
		phrases = append(phrases, said)
	}
	return message.Phrases(phrases)
}

// shownText says which place is on show while the box asks for something else; name is that of a
// search there.
func shownText(p Place, name, scopeName string) string {
	switch {
	case p.Searching && scopeName != "":
		return message.Text("search-showing-in", message.Params{"Search": quoted(name), "Folder": scopeName})
	case p.Searching:
		return message.Text("search-showing", message.Params{"Search": quoted(name)})
	case scopeName == "":
		return message.Text("search-showing-all", nil)
	}
	return message.Text("search-showing-folder", message.Params{"Folder": scopeName})
}

// foundText says what a search found. Nothing is good or bad about photos that only
// pass filters.
func foundText(l listing) string {
	if !l.Ranked && len(l.Tiles) > 0 {
		return message.Photos(len(l.Tiles))
	}
	found := matchesText(l)
	if l.What == "" {
		return found
	}
	return message.Text("search-found-for", message.Params{"Found": found, "Description": quoted(l.What)})
}

// matchesText counts the matches of a search.
func matchesText(l listing) string {
	switch {
	case len(l.Tiles) == 0:
		return message.Text("search-no-matches", nil)
	case l.Good == 0:
		return bestTitle()
	case l.Maybe > 0:
		return message.Count("search-good-and-maybe", l.Good, message.Params{"Maybe": message.FormatCount(l.Maybe)})
	}
	return message.Count("search-good-matches", l.Good, nil)
}

// bestTitle is what the best photos are called where none is a good match.
func bestTitle() string { return message.Text("search-best-matches", nil) }

func quoted(text string) string {
	text = message.OneLine(text)
	if utf8.RuneCountInString(text) > longestQuoted {
		text = string([]rune(text)[:longestQuoted-1]) + kit.Ellipsis
	}
	return message.Text("quoted", message.Params{"Name": text})
}

// headings are months where photos stand by date, their worth where they are
// ranked by a search, and none elsewhere.
func headings(l listing) []grid.Section {
	byDate := l.Place.Sort == library.NewestFirst || l.Place.Sort == library.OldestFirst
	switch p := l.Place; {
	case !p.Searching && byDate, p.Searching && !l.Ranked:
		return nil
	case p.Searching:
		return worths(l.Answer)
	}
	return []grid.Section{}
}

// worths parts ranked results into the good ones, the maybes, which are the best where
// none is good, and what is less certain, of which there is no end to count.
func worths(a service.Answer) []grid.Section {
	sections := []grid.Section{}
	matches := a.Good + a.Maybe
	add := func(first int, title string, counted bool) {
		if first < len(a.Tiles) {
			sections = append(sections, grid.Section{Title: title, First: first, Counted: counted})
		}
	}
	if a.Good > 0 {
		add(0, message.Count("search-good-matches", a.Good, nil), true)
	}
	partly := matches > len(a.Tiles) // then the number of those shown says nothing
	switch {
	case a.Maybe > 0 && a.Good == 0:
		add(0, bestTitle(), partly)
	case a.Maybe > 0:
		add(a.Good, message.Text("search-maybe", nil), partly)
	}
	if matches == 0 {
		add(0, message.Text("search-nearest", nil), true)
	} else {
		add(matches, message.Text("search-less-certain", nil), true)
	}
	return sections
}

// RelaxText offers a query with one filter less.
func RelaxText(r service.Relaxation) string {
	return message.Text("search-without", message.Params{"Filter": message.OneLine(message.ItemLabel(r.Item)), "Photos": message.Photos(r.Photos)})
}

// NonePassText says of filters, at least one, that they let no photo through.
func NonePassText(filters []query.Item) string {
	if len(filters) > 1 {
		return message.Count("notice-no-match-together", len(filters), nil)
	}
	return message.Text("notice-no-match-filter", message.Params{"Filter": message.OneLine(message.ItemLabel(filters[0]))})
}

// mostRelaxed is how many such offers are made: more than a few can't be chosen
// from at a glance.
const mostRelaxed = 3

// relaxations are the offers worth making.
func relaxations(all []service.Relaxation) []service.Relaxation {
	var offers []service.Relaxation
	for _, r := range all {
		if r.Photos > 0 && strings.TrimSpace(r.Text) != "" && len(offers) < mostRelaxed {
			offers = append(offers, r)
		}
	}
	return offers
}
