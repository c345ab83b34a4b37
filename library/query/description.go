package query

import (
	"slices"
	"strings"
)

// piece is a part of the description, or the gap that another item left.
type piece struct {
	text   string
	span   Span
	glued  bool // to the piece before
	mark   bool
	phrase bool
	gone   bool
}

func (p *parser) describe(t token) {
	p.pieces = append(p.pieces, piece{text: p.text(t), span: t.span, glued: t.glued, mark: t.class == plainMark})
}

func (p *parser) gap() { p.pieces = append(p.pieces, piece{gone: true}) }

// placed is a piece with its place in the text.
type placed struct {
	piece
	at Span
}

// assembly is a description in the making.
type assembly struct {
	text   []byte
	placed []placed
	gap    bool // an item was taken out since the last piece
}

// Marks between which a word may be missing.
const (
	light     = ",;:，、；：،؛" // of a pause
	heavy     = ".!?。！？؟।॥" // of an end
	bracketed = "([{（「"
	closing   = ")]}）」"
)

func (a *assembly) add(p piece) {
	if p.gone {
		a.gap = true
		return
	}
	if a.gap && p.mark && !a.bridge(p) {
		return
	}
	pause := strings.ContainsAny(p.text, light+heavy+closing) && p.mark
	if len(a.text) > 0 && !(p.glued && !a.gap) && !(a.gap && pause) {
		a.text = append(a.text, ' ')
	}
	start := len(a.text)
	a.text = append(a.text, p.text...)
	a.placed = append(a.placed, placed{p, Span{start, len(a.text)}})
	a.gap = false
}

// bridge tidies the marks around a gap and reports whether the mark behind the gap stays.
func (a *assembly) bridge(p piece) bool {
	switch {
	case strings.ContainsAny(p.text, closing):
		if a.endsIn(bracketed) {
			a.drop()
			return false
		}
		return len(a.text) > 0
	case !strings.ContainsAny(p.text, light+heavy):
		return true
	case len(a.text) == 0, a.endsIn(heavy), a.endsIn(bracketed):
		return false
	}
	for a.endsIn(light) {
		a.drop()
	}
	return len(a.text) > 0
}

// endsIn reports that the last piece is one of these marks.
func (a *assembly) endsIn(marks string) bool {
	n := len(a.placed)
	return n > 0 && a.placed[n-1].mark && strings.ContainsAny(a.placed[n-1].text, marks)
}

// drop takes the last piece away.
func (a *assembly) drop() {
	n := len(a.placed) - 1
	a.placed = a.placed[:n]
	end := 0
	if n > 0 {
		end = a.placed[n-1].at.End
	}
	a.text = a.text[:end]
}

// assemble makes the text of the pieces.
func assemble(pieces []piece) assembly {
	var a assembly
	for _, p := range pieces {
		a.add(p)
	}
	for a.gap && (a.endsIn(light) || a.endsIn(bracketed)) {
		a.drop()
	}
	return a
}

// source is where a part of the text stands in the source.
func (a *assembly) source(at Span) Span {
	first, _ := slices.BinarySearchFunc(a.placed, at.Start+1, func(p placed, at int) int { return p.at.End - at })
	behind, _ := slices.BinarySearchFunc(a.placed, at.End, func(p placed, at int) int { return p.at.Start - at })
	last := behind - 1
	if first > last {
		return Span{}
	}
	from, to := a.placed[first], a.placed[last]
	s := Span{from.span.Start, to.span.End}
	if from.verbatim() {
		s.Start += max(at.Start-from.at.Start, 0)
	}
	if to.verbatim() {
		s.End -= max(to.at.End-at.End, 0)
	}
	return s
}

// verbatim reports that a piece stands in the text as it does in the source.
func (p placed) verbatim() bool { return p.span.End-p.span.Start == len(p.text) }
