package query

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"descry/internal/columns"
)

// Error is a part of the source that could not be understood, and why.
type Error struct {
	Span   Span
	Remark       // the zero Remark with an Err
	Err    error // why what the place names is not to be had, from elsewhere; nil for a mistake of the language
}

// Error is the remark as a log has it.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Err.Error()
	}
	return e.String()
}

// Unwrap is Err.
func (e *Error) Unwrap() error { return e.Err }

// Errors are all mistakes of a search in the order of the source, at least one. errors.As
// finds the first as an *Error.
type Errors []*Error

// Mistakes are the mistakes of the language in an error, nil for any other error.
func Mistakes(err error) Errors {
	var all Errors
	if errors.As(err, &all) {
		return all
	}
	var one *Error
	if errors.As(err, &one) {
		return Errors{one}
	}
	return nil
}

// Error is the mistakes in a row.
func (e Errors) Error() string {
	var texts []string
	for _, one := range e {
		texts = append(texts, one.Error())
	}
	return strings.Join(texts, "; ")
}

// Unwrap gives the single mistakes.
func (e Errors) Unwrap() []error {
	var list []error
	for _, one := range e {
		list = append(list, one)
	}
	return list
}

// lineColumns is how many columns of a long line At shows, so that the line fits a terminal of
// 80 columns.
const lineColumns = 72

// At writes a text about the span for a terminal, with the place below: the line of the source
// in which the span begins, with carets under the span. Of a long line only the part around the
// span is shown.
func (s Span) At(source, text string) string {
	start, end := clip(s, source)
	from := strings.LastIndexByte(source[:start], '\n') + 1
	to := len(source)
	if i := strings.IndexByte(source[start:], '\n'); i >= 0 {
		to = start + i
	}
	end = min(max(end, start), to)
	before, marked, after := printable(source[from:start]), printable(source[start:end]), printable(source[end:to])
	marked = head(marked, lineColumns)
	room := lineColumns - columns.Width(marked)
	before = tail(before, max(room-columns.Width(after), room*3/4))
	after = head(after, room-columns.Width(before))
	carets := strings.Repeat("^", max(columns.Width(marked), 1))
	return text + "\n  " + strings.TrimRight(before+marked+after, " ") + "\n  " + strings.Repeat(" ", columns.Width(before)) + carets
}

// clip brings a span into the source and onto the borders of characters.
func clip(s Span, source string) (start, end int) {
	start = min(max(s.Start, 0), len(source))
	end = min(max(s.End, start), len(source))
	for start > 0 && start < len(source) && !utf8.RuneStart(source[start]) {
		start--
	}
	return start, end
}

// printable replaces what would move the cursor of a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) || r == utf8.RuneError || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, s)
}

// head is the beginning of s in at most so many columns, with an ellipsis where it
// was cut.
func head(s string, limit int) string {
	if columns.Width(s) <= limit {
		return s
	}
	used := 1
	for i, r := range s {
		if used += columns.OfRune(r); used > limit {
			return s[:i] + "…"
		}
	}
	return s
}

// tail is the end of s in at most so many columns.
func tail(s string, limit int) string {
	if columns.Width(s) <= limit {
		return s
	}
	for s != "" && columns.Width(s) > limit-1 {
		_, n := utf8.DecodeRuneInString(s)
		s = s[n:]
	}
	return "…" + s
}
