package query

import (
	"strings"

	"descry/library"
)

// keyed takes key:value.
func (p *parser) keyed(t token) *Error {
	first := t.value[0]
	switch t.key {
	case "like":
		return p.example(t)
	case "near":
		t.value = []segment{joined(t.value)}
	case "is":
		s := joined(t.value)
		l, ok := lacking(s.text)
		if !ok {
			return fail(s.span, "%s is nothing to ask for; write is:untagged or is:undated", shown(s.text))
		}
		p.lacks(l, t.span, !t.negative)
		return nil
	case "tag", "date":
		if len(t.value) == 1 && !first.quoted && strings.EqualFold(first.text, "none") {
			p.lacks(lacks[t.key], t.span, !t.negative)
			return nil
		}
	}
	return p.tests(t)
}

// joined is a value in which commas don't part alternatives.
func joined(list []segment) segment {
	s := list[0]
	for _, more := range list[1:] {
		s.text += ","
		s.bare = len(s.text) + more.bare
		s.text += more.text
		s.span.End = more.span.End
	}
	return s
}

// tests takes a filter whose values are alternatives. The result is the last of the filter's
// mistakes. Earlier ones are recorded by the parser.
func (p *parser) tests(t token) *Error {
	c := library.Condition{Not: t.negative}
	var texts, labels []string
	var wrong *Error
	for _, s := range t.value {
		if s.text == "" {
			continue
		}
		m, err := readers[t.key](s, p.now)
		if err != nil {
			if wrong != nil {
				p.wrong = append(p.wrong, wrong)
			}
			wrong = fail(s.span, "%s", err)
			continue
		}
		c.Any, texts, labels = append(c.Any, m.test), append(texts, m.text), append(labels, m.label)
	}
	if wrong != nil {
		return wrong
	}
	if len(c.Any) == 0 {
		at := Span{t.value[0].span.Start, t.value[len(t.value)-1].span.End}
		return fail(at, "%s: needs a value; write for instance %s:%s", t.key, t.key, samples[t.key])
	}
	if len(c.Any) == 1 {
		for _, l := range lacks {
			if c.Any[0] == (library.HasTest{Fact: l.fact}) {
				p.lacks(l, t.span, c.Not)
				return nil
			}
		}
	}
	text := t.key + ":" + strings.Join(texts, ",")
	if c.Not {
		text = "-" + text
	}
	p.filter(c, Item{Text: text, Label: conditionLabel(t.key, c.Not, labels), Span: t.span})
	return nil
}

// lack is a fact whose absence has a word of its own ("untagged").
type lack struct {
	fact         library.Fact
	word         string // alone, or behind is:
	with, chip   string // the fact that photos have: as typed, and on a chip
	without, not string // the absence of the fact
}

// lacks are by the key of the filter whose value none stands for the absence.
var lacks = map[string]lack{
	"tag":  {library.HasTag, "untagged", "has:tag", "has a tag", "tag:none", "untagged"},
	"date": {library.HasDate, "undated", "has:date", "has a date", "date:none", "no date"},
}

// lacking finds the lack that a word names.
func lacking(word string) (lack, bool) {
	for _, l := range lacks {
		if strings.EqualFold(l.word, word) {
			return l, true
		}
	}
	return lack{}, false
}

// lacks adds the condition that photos lack a fact, or have the fact when not is true.
func (p *parser) lacks(l lack, at Span, not bool) {
	c := library.Condition{Not: not, Any: []library.Test{library.HasTest{Fact: l.fact}}}
	item := Item{Text: l.with, Label: l.chip, Span: at}
	if not {
		item = Item{Text: l.without, Label: l.not, Span: at}
	}
	p.filter(c, item)
}

// filter adds a condition.
func (p *parser) filter(c library.Condition, item Item) {
	item.Negative, item.Index = c.Not, len(p.q.Filter.Conditions)
	p.q.Filter.Conditions = append(p.q.Filter.Conditions, c)
	p.item(FilterItem, item)
}

// item adds what is no description.
func (p *parser) item(kind Kind, item Item) {
	item.Kind = kind
	p.q.Items = append(p.q.Items, item)
	if kind != PhraseItem {
		p.gap()
	}
}
