package query

import "strings"

// phrase reads a quotation. A mark inside a word begins no quotation ('12" ruler').
func (l *lexer) phrase(t *token, first bool) bool {
	minus := 0
	if first {
		minus = l.minus(l.at)
	}
	if minus == 0 && t.glued && !l.opensQuote() {
		return false
	}
	q, ok := readQuote(l.source, l.at+minus)
	if !ok {
		return false
	}
	l.unclosed(q)
	t.class, t.negative, t.text, t.inner = phrase, minus > 0, oneSpaced(q.text), q.inner
	l.at = q.end
	if !hasContent(t.text) {
		t.class = hollow
		return true
	}
	l.weight(t)
	return true
}

// opensQuote reports whether a mark right behind other text may begin a quotation.
func (l *lexer) opensQuote() bool {
	if n := len(l.tokens); n > 0 && (l.tokens[n-1].class == phrase || l.tokens[n-1].class == hollow) {
		return true
	}
	r := runeBefore(l.source, l.at)
	return !inWord(r) || isUnspaced(r)
}

func (l *lexer) unclosed(q quotation) {
	if !q.closed {
		l.ajar = true
		l.hints = append(l.hints, Hint{q.mark, *remark(Unclosed, nil)})
	}
}

// weight reads ^N.
func (l *lexer) weight(t *token) {
	if l.at >= len(l.source) || l.source[l.at] != '^' {
		return
	}
	end := l.at + 1
	for end < len(l.source) && strings.IndexByte("0123456789.-+^", l.source[end]) >= 0 {
		end++
	}
	if last := end - 1; last > l.at+1 && l.source[last] == '.' { // of the sentence
		end = last
	}
	t.weight, t.weighted = l.source[l.at+1:end], Span{l.at, end}
	l.at = end
}

// quotation takes "…".
func (p *parser) quotation(t token) *Error {
	if t.negative {
		return p.notQuoted(t, t.span, "")
	}
	c, err := phraseClause(t)
	if err != nil {
		return err
	}
	text := quoted(c.Text) + raised(c.Weight)
	p.pieces = append(p.pieces, piece{text: c.Text, span: t.inner, glued: t.glued, phrase: true})
	p.phrases = append(p.phrases, c)
	p.item(PhraseItem, Item{Text: text, Words: c.Text, Weight: c.Weight, Index: len(p.phrases) - 1, Span: t.span})
	return nil
}

// notQuoted takes the quotation of an unwanted phrase. opener is the word before the quotation,
// "" for a minus.
func (p *parser) notQuoted(t token, span Span, opener string) *Error {
	c, err := phraseClause(t)
	if err != nil {
		return err
	}
	item := Item{Text: quoted(c.Text) + raised(c.Weight), Words: c.Text, Weight: c.Weight, Opener: opener, Span: span}
	if opener == "" {
		item.Text = "-" + item.Text
	} else {
		p.tie(span)
		item.Text = opener + " " + item.Text
	}
	p.avoid(c, item)
	return nil
}

func phraseClause(t token) (Clause, *Error) {
	c := Clause{Text: t.text, Weight: 1, Quoted: true, Span: t.inner}
	if t.weighted.End == 0 {
		return c, nil
	}
	var err *Error
	c.Weight, err = readWeight(t.weight, t.weighted)
	return c, err
}

// avoid adds a clause of what must not be in a photo.
func (p *parser) avoid(c Clause, item Item) {
	c.Negative, item.Negative, item.Index = true, true, len(p.unwanted)
	p.unwanted = append(p.unwanted, c)
	p.item(WithoutItem, item)
}
