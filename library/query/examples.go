package query

import (
	"strconv"
	"strings"
)

// example takes like:, whose value is one photo. Commas belong to the photo's path.
func (p *parser) example(t token) *Error {
	s := joined(t.value)
	e := Example{Photo: s.text, Weight: 1, Negative: t.negative, Span: t.span}
	if i := strings.LastIndexByte(s.text, '^'); i >= s.bare && isWeight(s.text[i+1:]) {
		var err *Error
		if e.Weight, err = readWeight(s.text[i+1:], Span{s.span.End - len(s.text) + i, s.span.End}); err != nil {
			return err
		}
		e.Photo = strings.TrimSpace(s.text[:i])
	}
	if e.Photo == "" {
		return fail(s.span, "like: needs a photo; write like:%s with the path of a photo or the first digits of its id", samples["like"])
	}
	if isHash(e.Photo) {
		e.Photo = strings.ToLower(e.Photo)
	}
	item := Item{Text: "like:" + Quote(e.Photo) + raised(e.Weight), Label: "like " + photoLabel(e.Photo) + times(e.Weight), Negative: e.Negative,
		Index: len(p.q.Examples), Span: t.span}
	if e.Negative {
		item.Text, item.Label = "-"+item.Text, "not "+item.Label
	}
	p.q.Examples = append(p.q.Examples, e)
	p.item(ExampleItem, item)
	return nil
}

// isHash reports that a photo is named by the digits of its content hash.
func isHash(photo string) bool {
	return len(photo) >= LeastDigits && len(photo) <= 64 && strings.Trim(photo, "0123456789abcdefABCDEF") == ""
}

// photoLabel is the name of the file, or as many digits as tell photos apart.
func photoLabel(photo string) string {
	if isHash(photo) {
		return photo[:LeastDigits]
	}
	trimmed := strings.TrimRight(photo, `/\`)
	if i := strings.LastIndexAny(trimmed, `/\`); i >= 0 {
		trimmed = trimmed[i+1:]
	}
	if trimmed == "" {
		return photo
	}
	return trimmed
}

// isWeight tells a weight from a part of a path.
func isWeight(s string) bool { return strings.Trim(s, "0123456789.+-") == "" }

func readWeight(s string, at Span) (float32, *Error) {
	n, err := strconv.ParseFloat(s, 32)
	if err != nil || n < leastWeight-1e-6 || n > mostWeight {
		return 0, fail(at, "a weight is a number from %v to %v; write ^2 for twice as important", leastWeight, mostWeight)
	}
	return float32(n), nil
}
