package query

import (
	"strings"
	"unicode/utf8"
)

// quotation is text between quotation marks.
type quotation struct {
	text   string // with what is escaped put right
	mark   Span   // the opening mark
	inner  Span
	end    int // behind the closing mark
	closed bool
}

// readQuote reads the quotation that begins at start, if there is one. A backslash before the
// closing mark makes the mark part of the text, and a second backslash makes the first one
// part of the text. Elsewhere backslashes stand for themselves, as in paths of Windows.
func readQuote(source string, start int) (quotation, bool) {
	opener, n := runeAt(source, start)
	ends, ok := closers[opener]
	if !ok || strings.ContainsRune("”»", opener) && !strings.Contains(source[start+n:], ends) {
		return quotation{}, false // a closing mark without an opening one
	}
	q := quotation{mark: Span{start, start + n}, inner: Span{start + n, len(source)}, end: len(source)}
	var text strings.Builder
	slashes, escaped := 0, -1
	for i := start + n; i < len(source); {
		r, n := utf8.DecodeRuneInString(source[i:])
		switch {
		case r == '\\':
			slashes++
		case strings.ContainsRune(ends, r):
			text.WriteString(strings.Repeat(`\`, slashes/2))
			if slashes%2 == 0 {
				q.inner.End, q.end, q.closed = i, i+n, true
				q.text = text.String()
				return q, true
			}
			text.WriteRune(r)
			slashes, escaped = 0, i
		default:
			text.WriteString(strings.Repeat(`\`, slashes) + source[i:i+n])
			slashes = 0
		}
		i += n
	}
	text.WriteString(strings.Repeat(`\`, slashes))
	if escaped >= 0 {
		return q.closedAt(source, escaped), true
	}
	q.text = text.String()
	return q, true
}

// closedAt takes the last escaped mark as the end of a quotation that has no other end:
// folder:"C:\Photos\" means that folder.
func (q quotation) closedAt(source string, i int) quotation {
	_, n := runeAt(source, i)
	q.inner.End, q.end, q.closed = i, i+n, true
	_, opener := runeAt(source, q.mark.Start)
	q.text = unescape(source[q.mark.Start+opener : i])
	return q
}

// unescape halves the backslashes that a text ends in, which stand for themselves.
func unescape(s string) string {
	body := strings.TrimRight(s, `\`)
	tail := s[len(body):]
	var out strings.Builder
	slashes := 0
	for _, r := range body {
		if r == '\\' {
			slashes++
			continue
		}
		if isQuote(r) && slashes > 0 {
			slashes /= 2
		}
		out.WriteString(strings.Repeat(`\`, slashes) + string(r))
		slashes = 0
	}
	return out.String() + tail
}

func isQuote(r rune) bool {
	_, ok := closers[r]
	return ok
}
