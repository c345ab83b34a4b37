package ui

import (
	"strings"
	"unicode/utf8"

	"descry/app/message"
	"descry/library/query"
	"descry/ui/kit"
)

// remark is what the window says about a part of a query, under the search box.
type remark struct {
	Text  string // "" for nothing to say
	Wrong bool   // it can't be searched for as it stands
}

// longestPart is how much of a query a remark repeats.
const longestPart = 40

// remarkOn puts a sentence behind the part of source that it is about.
func remarkOn(source string, at query.Span, text string) string {
	start, end := min(max(at.Start, 0), len(source)), min(max(at.End, 0), len(source))
	part := ""
	if start < end {
		part = strings.TrimSpace(message.OneLine(source[start:end]))
	}
	switch word, _, _ := strings.Cut(text, " "); {
	case strings.HasSuffix(word, ":"), part != "" && strings.HasPrefix(text, part):
		return stopped(text) // it begins with what was typed, which has no capital
	case part == "" || strings.Contains(text, part):
		return message.AsSentence(text)
	}
	if utf8.RuneCountInString(part) > longestPart {
		part = string([]rune(part)[:longestPart-1]) + kit.Ellipsis
	}
	return "“" + part + "”: " + stopped(text)
}

// stopped ends a sentence.
func stopped(text string) string {
	text = strings.TrimSpace(message.OneLine(text))
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// touches reports whether the cursor stands in or right behind a part, which is
// then still being typed.
func touches(at query.Span, cursor int) bool { return at.Start <= cursor && cursor <= at.End }

// hints are the remarks of a query that was understood. What is still being
// typed, where the cursor stands, is left in peace; -1 is no cursor.
func hints(q query.Query, cursor int) remark {
	var lines []string
	for _, h := range q.Hints {
		if cursor < 0 || !touches(h.Span, cursor) {
			lines = append(lines, remarkOn(q.Source, h.Span, h.Text))
		}
	}
	return remark{Text: strings.Join(lines, "\n")}
}

// mostMistakes is how many mistakes are named one by one.
const mostMistakes = 4

// mistakes names what can't be understood of source. Where the cursor stands it may
// only be incomplete; -1 is no cursor.
func mistakes(source string, wrong query.Errors, cursor int) remark {
	r := remark{}
	var lines []string
	for _, e := range wrong {
		lines = append(lines, remarkOn(source, e.Span, e.Text))
		r.Wrong = r.Wrong || cursor < 0 || !touches(e.Span, cursor)
	}
	if more := len(lines) - mostMistakes; more > 0 {
		lines = append(lines[:mostMistakes], "And "+message.FormatCount(more)+" more.")
	}
	r.Text = strings.Join(lines, "\n")
	return r
}
