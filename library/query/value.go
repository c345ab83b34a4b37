package query

import (
	"strings"
	"unicode"
)

// segment is a part of a value, between commas.
type segment struct {
	text   string
	quoted bool // the value begins with a quotation
	bare   int  // where in text the unquoted end begins
	span   Span
}

// filter reads key:value. A key with nothing behind is unfinished at the end of the source,
// and a word of the description elsewhere.
func (l *lexer) filter(t *token) bool {
	minus := l.minus(l.at)
	name, value := keyAt(l.source, l.at+minus)
	key, known := l.words.filter(name)
	if !known {
		return false
	}
	segments, end := l.segments(value)
	t.negative, t.key = minus > 0, key
	if len(segments) == 0 {
		if strings.TrimSpace(l.source[end:]) != "" {
			return false
		}
		t.class, l.at = unfinished, end
		l.hints = append(l.hints, Hint{Span{t.span.Start, end}, *remark(NoValueYet, Params{"Filter": Filter(key)})})
		return true
	}
	t.class, t.value, l.at = keyValue, segments, end
	return true
}

// keyAt reads a word of letters with a colon behind, in lower case. value is where the value
// begins.
func keyAt(source string, start int) (key string, value int) {
	end := start
	r, n := runeAt(source, end)
	for ; unicode.IsLetter(r) || unicode.IsMark(r); r, n = runeAt(source, end) {
		end += n
	}
	if end == start || r != ':' && r != '：' {
		return "", start
	}
	return strings.ToLower(source[start:end]), end + n
}

// segments reads a value, which ends at a blank. Marks before the blank belong to the
// sentence.
func (l *lexer) segments(start int) ([]segment, int) {
	var list []segment
	for at := start; ; {
		s := l.segment(at, start)
		if s.text != "" || s.quoted {
			list = append(list, s)
		}
		r, n := runeAt(l.source, s.span.End)
		if end, last := l.marks(s.span.End, start); n == 0 || !isComma(r) || last && end == s.span.End || l.filterBehind(s.span.End) {
			return list, s.span.End
		}
		at = s.span.End + n
	}
}

// filterBehind reports that the comma at i parts the value from another filter. Only the commas
// of scripts that leave no blank behind a comma do that.
func (l *lexer) filterBehind(i int) bool {
	r, n := runeAt(l.source, i)
	if !isForeignMark(r) {
		return false
	}
	i += n + l.minus(i+n)
	name, value := keyAt(l.source, i)
	if _, known := l.words.filter(name); !known {
		return false
	}
	next, n := runeAt(l.source, value)
	return n > 0 && !unicode.IsSpace(next) && !isMark(next) || isQuote(next)
}

// segment reads up to a comma. Quotations may follow the signs that are written before them
// (date:>="July 2019").
func (l *lexer) segment(at, valueStart int) segment {
	s := segment{span: Span{at, at}}
	var text strings.Builder
	seen, last := at, false // the marks before seen belong to the value; last is where the value ends
	for i := at; i < len(l.source); {
		r, n := runeAt(l.source, i)
		if isMark(r) && i >= seen && !last {
			seen, last = l.marks(i, valueStart)
		}
		if unicode.IsSpace(r) || isComma(r) || last && i == seen {
			break
		}
		if isQuote(r) && (i == at || strings.ContainsRune("<>=.≤≥…＜＞＝", runeBefore(l.source, i))) {
			if q, ok := readQuote(l.source, i); ok {
				l.unclosed(q)
				text.WriteString(q.text)
				s.quoted = s.quoted || i == at
				i, s.span.End, s.bare = q.end, q.end, text.Len()
				continue
			}
		}
		text.WriteString(l.source[i : i+n])
		i += n
		s.span.End = i
	}
	s.text = strings.TrimSpace(strings.Map(spaceForBreak, text.String()))
	s.bare = min(s.bare, len(s.text))
	return s
}

// marks looks at the marks that begin at i. end is how far the marks belong to the value. last
// reports that the value ends there.
func (l *lexer) marks(i, valueStart int) (end int, last bool) {
	end = i
	for r, n := runeAt(l.source, end); n > 0 && isMark(r); r, n = runeAt(l.source, end) {
		end += n
	}
	if r, n := runeAt(l.source, end); n > 0 && !unicode.IsSpace(r) {
		return end, false
	}
	for end > i && sentenceMark(l.source[valueStart:end]) {
		_, n := lastRune(l.source[:end])
		end -= n
	}
	return end, true
}

// sentenceMark reports that the mark at the end of a value is not the value's: two dots are a
// range, a bracket may close one of the value.
func sentenceMark(value string) bool {
	r, n := lastRune(value)
	before := value[:len(value)-n]
	if isQuotationMark(r) {
		return false
	}
	switch r {
	case '.':
		return !strings.HasSuffix(before, ".")
	case ')', ']', '}', '）', '］':
		return strings.Count(before, opening[r]) <= strings.Count(before, string(r))
	}
	return true
}

var opening = map[rune]string{')': "(", ']': "[", '}': "{", '）': "（", '］': "［"}

// spaceForBreak makes line breaks blanks.
func spaceForBreak(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}
