package query

import (
	"slices"
	"strconv"
	"strings"
)

// BareDate is a year, a month or a season that a description names in plain words. The words
// count as description until the user takes them as a filter.
type BareDate struct {
	// Words are the date as typed: "summer 2020".
	Words string
	// Filter is the date's meaning in the query language: "date:2020-06..2020-08".
	Filter string
	Span   Span // of the source; with the words that tie the date on ("taken in the")
	Alone  bool // the description has nothing but the date
}

// firstPhoto is the year of the oldest photo that is left. A lower number is no year.
const firstPhoto = 1826

// seasons are by the calendar of the northern hemisphere, in whole months. A winter belongs to
// the year in which the winter begins.
var seasons = map[string]struct{ first int }{
	"spring": {3}, "summer": {6}, "autumn": {9}, "fall": {9}, "winter": {12},
}

var (
	// bounds are words that make a date the beginning or the end of a period.
	bounds = wordSet("before after since until till by between through to than")
	// counters are words before a number that is no year: of a road, a film, a model.
	counters = wordSet(`a an the this that route highway road number no nr iso model mark type series room page
		chapter bus line flight over under about around nearly almost exactly`)
	// countables are words behind a number that is no year.
	countables = wordSet(`px pixels mm cm m km kg g mg ml l w hp rpm dpi ft feet euro euros dollars pounds people
		persons men women children degrees meters metres miles pieces steps`)
	// ties are words that tie a date to the description. framing are words that only ask for
	// photos. Neither means anything once the date is taken out.
	ties    = wordSet("in from of during im vom")
	taking  = wordSet("taken shot made photographed")
	framing = wordSet(`photo photos picture pictures image images pic pics snapshot snapshots shots show find me all
		my our the of from any some please`)
)

// bareDates finds the date in a description. With several dates the intended one can't be
// told, so bareDates returns none.
func (p *parser) bareDates() []BareDate {
	if p.now.IsZero() {
		return nil
	}
	var found []BareDate
	for i := 0; i < len(p.pieces) && len(found) < 2; i++ {
		filter, n := p.dateAt(i)
		if n == 0 {
			continue
		}
		if !p.bounds(i, i+n) && (n > 1 || p.isYear(i)) {
			found = append(found, p.bareDate(i, i+n, filter))
		}
		i += n - 1
	}
	if len(found) != 1 {
		return nil
	}
	return found
}

// bounds reports that a date is only where a period begins or ends: "since 2015".
func (p *parser) bounds(i, end int) bool {
	if p.wordAt(i-1) == "the" {
		i--
	}
	return bounds[p.wordAt(i-1)] || bounds[p.wordAt(end)]
}

// dateAt reads a date that begins at piece i. n is how many pieces the date takes.
func (p *parser) dateAt(i int) (filter string, n int) {
	first, ok := p.plain(i)
	if !ok || i > 0 && p.pieces[i].glued && !strings.ContainsAny(p.pieces[i-1].text, bracketed) {
		return "", 0
	}
	at := i + 1
	if word, _ := p.plain(at); word == "of" { // "summer of 2020"
		at++
	}
	if season, ok := seasons[p.words.english(seasonGroup, first)]; ok {
		if year := p.yearAt(at); year > 0 && p.apart(at) {
			from := date(year, season.first, 1)
			return "date:" + from.Format("2006-01") + ".." + from.AddDate(0, 2, 0).Format("2006-01"), at + 1 - i
		}
	}
	if month := p.words.inFull(first); month > 0 {
		if year := p.yearAt(at); year > 0 && p.apart(at) {
			return "date:" + months(year, month).text, at + 1 - i
		}
	}
	if year := p.yearAt(i); year > 0 && p.apart(i) {
		return "date:" + strconv.Itoa(year), 1
	}
	return "", 0
}

// plain is the word of the description at i, in lower case. A phrase is no plain word.
func (p *parser) plain(i int) (string, bool) {
	if i < 0 || i >= len(p.pieces) {
		return "", false
	}
	at := p.pieces[i]
	return strings.ToLower(at.text), !at.gone && !at.mark && !at.phrase
}

// yearAt is the year at piece i, 0 where the piece is no year of photography.
func (p *parser) yearAt(i int) int {
	word, ok := p.plain(i)
	if year, err := number(word, true); ok && err == nil && year >= firstPhoto && year <= p.now.Year()+1 {
		return year
	}
	return 0
}

// apart reports that nothing but a mark stands close behind a piece.
func (p *parser) apart(i int) bool {
	return i+1 >= len(p.pieces) || p.pieces[i+1].gone || p.pieces[i+1].mark || !p.pieces[i+1].glued
}

// inFull is the month of a whole name or its three letters. Other beginnings are words or
// names ("mar" is a sea, "marc" is a man).
func (w *Words) inFull(word string) int {
	if month := monthOf(word); month > 0 && (len(word) == 3 || word == monthNames[month-1]) {
		return month
	}
	if w != nil {
		return monthOf(w.meant[monthGroup][word])
	}
	return 0
}

// isYear reports that a lone number is more likely a year than a count or a name, by its place
// in the sentence.
func (p *parser) isYear(i int) bool {
	before, after := p.wordAt(i-1), p.wordAt(i+1)
	switch {
	case counters[before], countables[after]:
		return false
	case ties[before], after == "":
		return true
	}
	return before == "" && p.yearAt(i)%100 != 0 // "2000 candles" are counted
}

// wordAt is the plain word at i, "" for none.
func (p *parser) wordAt(i int) string {
	word, ok := p.plain(i)
	if !ok {
		return ""
	}
	return word
}

// bareDate makes a date of the pieces from i to before end, with the words around that have no
// sense without the date.
func (p *parser) bareDate(i, end int, filter string) BareDate {
	d := BareDate{Filter: filter, Words: oneSpaced(p.source[p.pieces[i].span.Start:p.pieces[end-1].span.End])}
	d.Alone = p.only(i, end)
	from := i
	if p.wordAt(from-1) == "the" && end-i > 1 {
		from--
	}
	if ties[p.wordAt(from-1)] {
		from--
		if taking[p.wordAt(from-1)] {
			from--
		}
	} else {
		from = i
	}
	first, last := p.run(from, end)
	if p.frames(first, from) && p.frames(end, last) && p.only(first, last) {
		from, end = first, last
	}
	d.Span = Span{p.pieces[from].span.Start, p.pieces[end-1].span.End}
	return d
}

// run is the stretch of words and marks around pieces that nothing was taken out of.
func (p *parser) run(from, end int) (first, last int) {
	for from > 0 && !p.pieces[from-1].gone && !p.pieces[from-1].phrase {
		from--
	}
	for end < len(p.pieces) && !p.pieces[end].gone && !p.pieces[end].phrase {
		end++
	}
	return from, end
}

// frames reports that the pieces only ask for photos.
func (p *parser) frames(from, end int) bool {
	for i := from; i < end; i++ {
		if word, ok := p.plain(i); ok && !framing[word] {
			return false
		}
	}
	return true
}

// only reports that nothing outside the pieces is wanted or unwanted.
func (p *parser) only(from, end int) bool {
	return len(p.unwanted) == 0 && len(p.q.Examples) == 0 && !slices.ContainsFunc(slices.Concat(p.pieces[:from], p.pieces[end:]),
		func(other piece) bool { return !other.gone && hasContent(other.text) })
}

// Take is the source with the filter of a date of the query, in English, in the place of the
// date's words.
func (q Query) Take(d BareDate) string {
	source := legible(q.Source)
	return strings.TrimSpace(source[:d.Span.Start] + " " + d.Filter + " " + source[d.Span.End:])
}
