package query

import (
	"strings"
	"unicode/utf8"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/grid"
	"descry/ui/kit"
)

// longestQuoted is how much of a query the result line repeats.
const longestQuoted = 60

// resultText says what is on show: how many, of what and where.
func resultText(l listing, scopeName string) string {
	where := ""
	if scopeName != "" {
		where = " in " + scopeName
	}
	if l.Place.Searching {
		text := foundText(l) + where
		if len(l.Named) > 0 {
			text += " · knows " + message.Listed(l.Named)
		}
		if said := feedbackText(l.Answer); said != "" {
			text += " · " + said
		}
		return text
	}
	if scopeName == "" {
		scopeName = "All photos"
	}
	return scopeName + " · " + message.Plural(len(l.Tiles), "photo", "photos")
}

// shownText names a place that is on show while the box asks for something else; name is that of a
// search there.
func shownText(p Place, name, scopeName string) string {
	switch {
	case p.Searching && scopeName != "":
		return "results for " + quoted(name) + " in " + scopeName
	case p.Searching:
		return "results for " + quoted(name)
	case scopeName == "":
		return "all photos"
	}
	return scopeName
}

// foundText says what a search found. Nothing is good or bad about photos that only
// pass filters.
func foundText(l listing) string {
	quote := ""
	if l.What != "" {
		quote = " for " + quoted(l.What)
	}
	switch {
	case !l.Ranked && len(l.Tiles) > 0:
		return message.Plural(len(l.Tiles), "photo", "photos")
	case len(l.Tiles) == 0:
		return "No matches" + quote
	case l.Good == 0:
		return bestTitle + quote
	case l.Maybe > 0:
		return message.Plural(l.Good, "good match", "good matches") + ", " + message.FormatCount(l.Maybe) + " maybe" + quote
	}
	return message.Plural(l.Good, "good match", "good matches") + quote
}

// bestTitle is what the best photos are called where none is a good match.
const bestTitle = "Best matches"

func quoted(text string) string {
	text = message.OneLine(text)
	if utf8.RuneCountInString(text) > longestQuoted {
		text = string([]rune(text)[:longestQuoted-1]) + kit.Ellipsis
	}
	return "“" + text + "”"
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
		add(0, message.Plural(a.Good, "good match", "good matches"), true)
	}
	partly := matches > len(a.Tiles) // then the number of those shown says nothing
	switch {
	case a.Maybe > 0 && a.Good == 0:
		add(0, bestTitle, partly)
	case a.Maybe > 0:
		add(a.Good, "Maybe", partly)
	}
	if matches == 0 {
		add(0, "No close matches. Nearest photos:", true)
	} else {
		add(matches, "Less certain", true)
	}
	return sections
}

// RelaxText offers a query with one filter less.
func RelaxText(r service.Relaxation) string {
	return "Without " + message.OneLine(r.Label) + ": " + message.Plural(r.Photos, "photo", "photos")
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
