package query

// finish makes the description and its clauses: the statements of the text, each phrase behind
// the statement that holds the phrase, and unwanted clauses last.
func (p *parser) finish() {
	a := assemble(p.pieces)
	if text := string(a.text); hasContent(text) {
		p.q.Text = text
	}
	var phrases []Span // in the text
	for _, at := range a.placed {
		if at.phrase {
			phrases = append(phrases, at.at)
		}
	}
	var at []int // where in Clauses each phrase stands
	spans := split(p.q.Text, phrases)
	for i, s := range spans {
		if !covered(p.q.Text, s, phrases) {
			p.q.Clauses = append(p.q.Clauses, Clause{Text: oneSpaced(p.q.Text[s.Start:s.End]), Weight: 1, Span: a.source(s)})
		}
		for n := len(at); n < len(phrases) && (i == len(spans)-1 || phrases[n].Start < spans[i+1].Start); n++ {
			at = append(at, len(p.q.Clauses))
			p.q.Clauses = append(p.q.Clauses, p.phrases[n])
		}
	}
	p.number(at)
	p.q.Dates = p.bareDates()
}

// covered reports that a statement has no content word outside its phrases.
func covered(text string, s Span, phrases []Span) bool {
	any, at := false, s.Start
	for _, ph := range phrases {
		if ph.End <= s.Start || ph.Start >= s.End {
			continue
		}
		any = true
		if ph.Start > at && meaningful(text[at:ph.Start]) {
			return false
		}
		at = max(at, ph.End)
	}
	return any && (at >= s.End || !meaningful(text[at:s.End]))
}

// number sets the Index of the items of clauses.
func (p *parser) number(phrases []int) {
	for i, item := range p.q.Items {
		switch item.Kind {
		case PhraseItem:
			p.q.Items[i].Index = phrases[item.Index]
		case WithoutItem:
			p.q.Items[i].Index = len(p.q.Clauses) + item.Index
		default: // the others have no clause
		}
	}
	p.q.Clauses = append(p.q.Clauses, p.unwanted...)
}
