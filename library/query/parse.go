package query

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Parse understands a search whose filters have their English names. now is the time on the
// user's clock, written as UTC like the clocks of cameras. Words such as "yesterday" count from
// now. The error is of type Errors: all mistakes, up to a limit that nobody types. Bytes of the
// source that are no UTF-8 count as question marks.
func Parse(source string, now time.Time) (Query, error) {
	var english *Words
	return english.Parse(source, now)
}

// Parse is the function Parse with the names of w understood besides the English ones.
func (w *Words) Parse(source string, now time.Time) (Query, error) {
	if len(source) > maxSource {
		return Query{}, Errors{fail(Span{maxSource, len(source)}, remark(TooLong, Params{"Most": maxSource}))}
	}
	l := lex(legible(source), w)
	p := &parser{source: l.source, tokens: l.tokens, now: now, words: w,
		q: Query{Source: source, Hints: l.hints[:min(len(l.hints), maxHints)], words: w}}
	for p.at < len(p.tokens) {
		if err := p.step(); err != nil {
			p.wrong = append(p.wrong, err)
		}
		if err := p.tooMany(); err != nil {
			p.wrong = append(p.wrong, err)
			break
		}
	}
	if len(p.wrong) > 0 {
		return Query{}, p.wrong[:min(len(p.wrong), maxErrors)]
	}
	p.finish()
	return p.q, nil
}

// legible replaces each byte that is no UTF-8 by one byte, so that all places stay the same.
func legible(source string) string {
	if utf8.ValidString(source) {
		return source
	}
	clean := []byte(source)
	for i := 0; i < len(clean); {
		r, n := utf8.DecodeRune(clean[i:])
		if r == utf8.RuneError && n == 1 {
			clean[i] = '?'
		}
		i += n
	}
	return string(clean)
}

func fail(at Span, r *Remark) *Error { return &Error{Span: at, Remark: *r} }

// parser puts a query together from tokens.
type parser struct {
	source   string // legible
	tokens   []token
	at       int // of the next token
	now      time.Time
	words    *Words
	q        Query
	pieces   []piece  // of the description
	phrases  []Clause // quoted and wanted
	unwanted []Clause
	wrong    Errors
}

// step takes the next token, or several that belong together.
func (p *parser) step() *Error {
	t := p.tokens[p.at]
	p.at++
	switch t.class {
	case keyValue:
		return p.keyed(t)
	case phrase:
		return p.quotation(t)
	case negation:
		p.avoid(Clause{Text: t.text, Weight: 1, Span: t.inner}, Item{Text: "-" + t.text, Words: t.text, Weight: 1, Span: t.span})
	case plainWord:
		return p.word(t)
	case plainMark:
		p.describe(t)
	default:
		p.gap()
	}
	return nil
}

// word takes a word of the description, or one of the few words with a meaning in the
// language.
func (p *parser) word(t token) *Error {
	if taken, err := p.without(t); taken || err != nil {
		return err
	}
	if l, ok := p.words.lacking(p.text(t)); ok && p.ends() {
		p.lacks(l, t.span, true)
		return nil
	}
	p.describe(t)
	return nil
}

// ends reports that the word before the next token stands apart, with a blank, a quotation or
// the end of a sentence behind the word.
func (p *parser) ends() bool {
	if p.at >= len(p.tokens) || !p.tokens[p.at].glued {
		return true
	}
	t := p.tokens[p.at]
	if t.class == phrase || t.class == hollow { // behind a word of a script without blanks
		return true
	}
	return t.class == plainMark && strings.Contains(light+heavy+closing, p.text(t))
}

// text is a token as it stands in the source.
func (p *parser) text(t token) string { return p.source[t.span.Start:t.span.End] }

// tooMany is the error of a query with more filters, parts or examples than anybody types.
func (p *parser) tooMany() *Error {
	if len(p.q.Items) == 0 {
		return nil
	}
	last := p.q.Items[len(p.q.Items)-1].Span
	if len(p.q.Filter.Conditions) > maxClauses {
		return fail(last, remark(TooManyFilters, Params{"Most": maxClauses}))
	}
	if len(p.phrases)+len(p.unwanted) > maxClauses-maxStatements || len(p.q.Examples) > maxClauses {
		return fail(last, remark(TooManyParts, Params{"Most": maxClauses - maxStatements}))
	}
	return nil
}
