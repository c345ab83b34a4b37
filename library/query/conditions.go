package query

import (
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
		l, ok := p.words.lacking(s.text)
		if !ok {
			return fail(s.span, remark(NoState, Params{"Value": shown(s.text)}))
		}
		p.lacks(l, t.span, !t.negative)
		return nil
	case "tag", "date":
		if len(t.value) == 1 && !first.quoted && p.words.none(t.key, first.text) {
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
	var values []Value
	var wrong *Error
	for _, s := range t.value {
		if s.text == "" {
			continue
		}
		m, err := readers[t.key](s, setting{p.now, p.words})
		if err != nil {
			if wrong != nil {
				p.wrong = append(p.wrong, wrong)
			}
			wrong = fail(s.span, err)
			continue
		}
		c.Any, values = append(c.Any, m.test), append(values, m.value)
	}
	if wrong != nil {
		return wrong
	}
	if len(c.Any) == 0 {
		at := Span{t.value[0].span.Start, t.value[len(t.value)-1].span.End}
		return fail(at, remark(NoValue, Params{"Filter": Filter(t.key)}))
	}
	if len(c.Any) == 1 {
		for _, l := range lacks {
			if c.Any[0] == (library.HasTest{Fact: l.fact}) {
				p.lacks(l, t.span, c.Not)
				return nil
			}
		}
	}
	p.filter(c, Item{Filter: t.key, Values: values, Span: t.span})
	return nil
}

// lack is a fact whose absence has a word of its own ("untagged").
type lack struct {
	fact library.Fact
	word string // alone, or behind is:
	with string // has: with this value asks for the fact
}

// lacks are by the key of the filter whose value none stands for the absence.
var lacks = map[string]lack{
	"tag":  {library.HasTag, "untagged", "tag"},
	"date": {library.HasDate, "undated", "date"},
}

// lacking finds the lack that a word names.
func (w *Words) lacking(word string) (lack, bool) {
	word = w.english("is", word)
	for _, l := range lacks {
		if l.word == word {
			return l, true
		}
	}
	return lack{}, false
}

// lacks adds the condition that photos lack a fact, or have the fact when not is true.
func (p *parser) lacks(l lack, at Span, not bool) {
	c := library.Condition{Not: not, Any: []library.Test{library.HasTest{Fact: l.fact}}}
	item := Item{Filter: "has", Values: []Value{{Parts: []string{l.with}}}, Span: at}
	if not {
		item.Filter, item.Values = l.with, []Value{{Op: OpNone}}
	}
	p.filter(c, item)
}

// filter adds a condition.
func (p *parser) filter(c library.Condition, item Item) {
	item.Kind, item.Negative, item.Index = FilterItem, c.Not, len(p.q.Filter.Conditions)
	item.Text = item.canonical()
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
