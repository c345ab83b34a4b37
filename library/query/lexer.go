package query

import (
	"unicode"
	"unicode/utf8"
)

// class tells what a token is.
type class int

const (
	plainWord  class = iota // of the description
	plainMark               // a single punctuation mark of the description
	phrase                  // "…", maybe with a weight
	keyValue                // key:value
	negation                // -word
	unfinished              // "key:" at the end of the source
	hollow                  // quotation marks without a word between
)

// token is a piece of the source.
type token struct {
	class    class
	span     Span
	glued    bool   // nothing stands between the token and the one before
	negative bool   // a minus stands before the token
	text     string // of a phrase or negation, without marks
	inner    Span   // of text
	weight   string // behind ^, "" when there is none
	weighted Span   // of the weight, ^ included; empty without a weight
	key      string
	value    []segment
}

// lexer cuts a source into tokens.
type lexer struct {
	source string
	words  *Words
	at     int
	tokens []token
	hints  []Hint
	ajar   bool // a quotation was never closed
}

func lex(source string, words *Words) *lexer {
	l := &lexer{source: source, words: words}
	for {
		start := l.at
		for r, n := runeAt(source, l.at); n > 0 && unicode.IsSpace(r); r, n = runeAt(source, l.at) {
			l.at += n
		}
		if l.at >= len(source) {
			return l
		}
		l.next(start == l.at && l.at > 0)
	}
}

// next reads a token. glued tells that no blank stands before the token. Behind a mark of a
// script that leaves no blank there, a glued token may be a filter or a negation, too.
func (l *lexer) next(glued bool) {
	t := token{span: Span{Start: l.at}, glued: glued}
	first := !glued || isForeignMark(runeBefore(l.source, l.at))
	switch {
	case l.phrase(&t, first):
	case first && (l.filter(&t) || l.negation(&t)):
	default:
		l.plain(&t, first)
	}
	t.span.End = l.at
	l.tokens = append(l.tokens, t)
}

// minus is the length of a minus sign at i.
func (l *lexer) minus(i int) int {
	if r, n := runeAt(l.source, i); r == '-' || r == '−' || r == '－' {
		return n
	}
	return 0
}

// negation reads a single word with a minus before it.
func (l *lexer) negation(t *token) bool {
	n := l.minus(l.at)
	if r, _ := runeAt(l.source, l.at+n); n == 0 || !unicode.IsLetter(r) {
		return false
	}
	end := wordEnd(l.source, l.at+n)
	t.class, t.negative, t.inner = negation, true, Span{l.at + n, end}
	t.text = l.source[l.at+n : end]
	l.hintKey(l.at + n)
	l.at = end
	return true
}

// plain reads a word of the description or a mark.
func (l *lexer) plain(t *token, first bool) {
	r, n := runeAt(l.source, l.at)
	if isMark(r) {
		t.class, l.at = plainMark, l.at+n
		return
	}
	if first {
		l.hintKey(l.at)
	}
	l.at = wordEnd(l.source, l.at)
}

// wordEnd is where the word that begins at start ends: before a blank, before marks that are
// followed by a blank, and before a quotation.
func wordEnd(source string, start int) int {
	end, kept := start, start
	for end < len(source) {
		r, n := utf8.DecodeRuneInString(source[end:])
		if unicode.IsSpace(r) || end > start && endsWord(source, end, r) {
			break
		}
		end += n
		if !isMark(r) {
			kept = end
		}
	}
	if kept == start { // only marks, and the first is no mark of ours
		return end
	}
	return kept
}

func endsWord(source string, at int, r rune) bool {
	if isForeignMark(r) {
		return true
	}
	_, quote := closers[r]
	before := runeBefore(source, at)
	return quote && (!inWord(before) || isUnspaced(before))
}
