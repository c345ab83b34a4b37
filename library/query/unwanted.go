package query

import "strings"

// openers are the words before what must not be in a photo.
var openers = wordSet("without ohne sans")

// French shares "sans" with the names of typefaces and with English that plays with the word.
// "sans" means "without" where French words stand before it, or no English ones.
var (
	frenchWords = wordSet(`le la les un une des du de et ou mais dans par sur avec ce cette ces il elle ils elles
		est sont sa ses qui que au aux en`)
	englishWords = wordSet(`a an the with without of and in on at is are was were his her their its for from by to
		this that my our your two three some`)
	typefaces = wordSet(`comic open noto fira gill lucida source work public pt dm nunito plex droid dejavu liberation
		merriweather instrument josefin product`)
)

// fixedPhrases are words that make a name with the opener before them, and can't be missing in
// a photo: "Doctors Without Borders".
var fixedPhrases = wordSet(`borders doubt end exception fail limits question cause grenzen zweifel ende ausnahme
	frontières doute fin cesse serif`)

// opens reports that the token at i is an opener with something unwanted behind it.
func (p *parser) opens(i int) bool {
	if !p.is(p.tokens[i], openers) {
		return false
	}
	next := i + 1
	if next < len(p.tokens) && p.is(p.tokens[next], determiners) {
		next++
	}
	if next < len(p.tokens) && p.is(p.tokens[next], fixedPhrases) {
		return false
	}
	return !strings.EqualFold(p.text(p.tokens[i]), "sans") || p.french(i)
}

// french reports that the "sans" at i is French, by the words before it.
func (p *parser) french(i int) bool {
	if i > 0 && p.is(p.tokens[i-1], typefaces) {
		return false
	}
	const reach = 12 // number of words looked at
	english := false
	for least := i - reach; i > max(least, 0) && p.tokens[i-1].class == plainWord; {
		i--
		if p.is(p.tokens[i], frenchWords) {
			return true
		}
		english = english || p.is(p.tokens[i], englishWords)
	}
	return !english
}

// joiners are the words that tie an unwanted part to the text before.
var joiners = wordSet("and but or und aber oder et mais ou")

// both are the joiners that may join two unwanted nouns.
var both = wordSet("and und et")

// stops are the words that end what "without" reaches: words of joining and of setting, and
// verbs that go on with the sentence.
var stops = wordSet(`but with while where when who which and as is are was were
	at in on by near during under before after behind over above below beside beneath next from against inside outside
	along across around through towards
	aber mit während wo wenn und ist sind war waren am im in an auf bei nahe unter vor nach hinter neben über aus gegen
	mais avec pendant où quand qui et est sont à au aux dans sur près sous avant après derrière devant chez contre`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// is reports whether a token is a word of a set.
func (p *parser) is(t token, set map[string]bool) bool {
	return t.class == plainWord && set[strings.ToLower(p.text(t))]
}

// without takes "without …", which begins with t. As the last word of a sentence, "without"
// stays description.
func (p *parser) without(t token) (bool, *Error) {
	if !p.opens(p.at-1) || p.at >= len(p.tokens) {
		return false, nil
	}
	opener := strings.ToLower(p.text(t))
	span := p.withJoiner(t.span)
	next := p.tokens[p.at]
	if next.class == phrase && !next.negative {
		p.at++
		return true, p.notQuoted(next, Span{span.Start, next.span.End}, opener)
	}
	n := p.reach()
	if n == 0 {
		return false, nil
	}
	x := Span{next.span.Start, p.tokens[p.at+n-1].span.End}
	p.at += n
	p.tie(span)
	text := oneSpaced(p.source[x.Start:x.End])
	p.avoid(Clause{Text: text, Weight: 1, Span: x},
		Item{Text: opener + " " + text, Words: text, Weight: 1, Opener: opener, Span: Span{span.Start, x.End}})
	return true, nil
}

// reach is how many of the next words belong to "without".
func (p *parser) reach() int {
	n := 0
	for i, t := range p.tokens[p.at:] {
		if t.class != plainWord || !hasContent(p.text(t)) || p.opens(p.at+i) {
			break
		}
		if n > 0 && p.is(t, stops) {
			if p.pair(p.at + n) {
				n += 2
			}
			break
		}
		n++
	}
	for n > 1 && p.at+n < len(p.tokens) && p.opens(p.at+n) && p.is(p.tokens[p.at+n-1], joiners) {
		n-- // "without cats or without dogs"
	}
	return n
}

// pair reports that the word at i joins one more noun to the unwanted one, as in "without
// people and cars". More words behind the joiner go on with what is wanted.
func (p *parser) pair(i int) bool {
	if !p.is(p.tokens[i], both) || i+1 >= len(p.tokens) {
		return false
	}
	second := p.tokens[i+1]
	if second.class != plainWord || functionWords[strings.ToLower(p.text(second))] || !hasContent(p.text(second)) || p.opens(i+1) {
		return false
	}
	if i+2 >= len(p.tokens) {
		return true
	}
	next := p.tokens[i+2]
	return next.class != phrase && (next.class != plainWord || p.is(next, stops) && !p.is(next, both))
}

// withJoiner begins a span at the joiners before it.
func (p *parser) withJoiner(span Span) Span {
	i := p.at - 2
	for n := len(p.pieces) - 1; n >= 0 && i >= 0 && p.pieces[n].span == p.tokens[i].span && p.is(p.tokens[i], joiners); n-- {
		span.Start = p.tokens[i].span.Start
		i--
	}
	return span
}

// tie takes the joiners that an item begins with out of the description.
func (p *parser) tie(span Span) {
	for n := len(p.pieces); n > 0 && !p.pieces[n-1].gone && p.pieces[n-1].span.Start >= span.Start; n-- {
		p.pieces = p.pieces[:n-1]
	}
}
