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
		return fail(s.span, remark(NoPhoto, nil))
	}
	if isHash(e.Photo) {
		e.Photo = strings.ToLower(e.Photo)
	}
	item := Item{Kind: ExampleItem, Filter: "like", Values: []Value{{Parts: []string{e.Photo}}}, Words: photoLabel(e.Photo),
		Weight: e.Weight, Negative: e.Negative, Index: len(p.q.Examples), Span: t.span}
	item.Text = item.canonical()
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
		return 0, fail(at, remark(NoWeight, Params{"Least": leastWeight, "Most": mostWeight}))
	}
	return float32(n), nil
}
