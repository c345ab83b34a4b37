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
		if s := joined(t.value); !strings.EqualFold(s.text, "untagged") {
			return fail(s.span, "%s is nothing to ask for; write is:untagged", shown(s.text))
		}
		p.untagged(t.span, !t.negative)
		return nil
	case "tag":
		if len(t.value) == 1 && !first.quoted && strings.EqualFold(first.text, "none") {
			p.untagged(t.span, !t.negative)
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

// tests takes a filter whose values are alternatives. It returns the last of the
// mistakes in them, after those before it.
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
	if len(c.Any) == 1 && c.Any[0] == (library.HasTest{Fact: library.HasTag}) {
		p.untagged(t.span, c.Not)
		return nil
	}
	text := t.key + ":" + strings.Join(texts, ",")
	if c.Not {
		text = "-" + text
	}
	p.filter(c, Item{Text: text, Label: conditionLabel(t.key, c.Not, labels), Span: t.span})
	return nil
}

// untagged asks for photos without any tag, or for those with one.
func (p *parser) untagged(at Span, not bool) {
	c := library.Condition{Not: not, Any: []library.Test{library.HasTest{Fact: library.HasTag}}}
	item := Item{Text: "has:tag", Label: "has a tag", Span: at}
	if not {
		item = Item{Text: "tag:none", Label: "untagged", Span: at}
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
