package kit

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	classes "golang.org/x/text/unicode/bidi"
)

// VisualOrder puts the parts of a line into the order in which they stand from left to right.
// The toolkit draws a word of a script that runs from right to left as it should be, but sets the
// parts of a line from left to right in the order in which they are read: in "שלום 2024" the year
// has to come first. Marks without a picture part what VisualOrder returns, so that the toolkit
// moves nothing once more. A line without letters from right to left is returned as it is.
//
// The order is that of the bidirectional algorithm of Unicode. A line runs in the direction of
// its first letter. Signs in the text that set another direction are left out.
func VisualOrder(line string) string {
	if !strings.ContainsFunc(line, fromRightToLeft) {
		return line
	}
	letters := slices.DeleteFunc([]rune(line), setsDirection)
	for i, r := range letters {
		if classOf(r) == classes.B { // package bidi leaves out what is behind the end of a paragraph
			letters[i] = ' '
		}
	}
	pieces := pieces(letters)
	// Rule L2, for the levels that there are without signs that set a direction.
	for level := bidi.Level(2); level >= 1; level-- {
		for i := 0; i < len(pieces); i++ {
			j := i
			for j < len(pieces) && pieces[j].level >= level {
				j++
			}
			slices.Reverse(pieces[i:j])
			i = j
		}
	}
	var out strings.Builder
	for i, p := range pieces {
		if i > 0 {
			out.WriteRune(leftToRightMark)
		}
		out.WriteString(p.text)
	}
	return out.String()
}

// SentenceOrder is VisualOrder for text that may wrap: it orders the lines of the text that begin
// with a letter from left to right, in which a name may run from right to left. A line that runs
// from right to left as a whole is left to the toolkit. In visual order its end would stand in the
// first row.
func SentenceOrder(text string) string {
	if !strings.ContainsFunc(text, fromRightToLeft) {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if !runsRightToLeft([]rune(line)) {
			lines[i] = VisualOrder(line)
		}
	}
	return strings.Join(lines, "\n")
}

// runsRightToLeft reports that the first letter of a line belongs to a script from right to left.
func runsRightToLeft(letters []rune) bool {
	first := slices.IndexFunc(letters, func(r rune) bool { return strong(classOf(r)) })
	return first >= 0 && classOf(letters[first]) != classes.L
}

const leftToRightMark = '\u200e'

// A piece is what the toolkit draws by itself: letters of one direction, or a single sign.
type piece struct {
	text  string
	level bidi.Level // odd from right to left
}

// pieces cuts a line up, in the order in which it is read.
func pieces(letters []rune) (list []piece) {
	base := bidi.LeftToRight
	if runsRightToLeft(letters) {
		base = bidi.RightToLeft
	}
	var paragraph bidi.Paragraph
	runs := paragraph.Segment(letters, base)
	for i := range runs.NumRuns() {
		run := runs.Run(i)
		part := letters[run.Start:run.End]
		switch {
		case !run.IsLeftToRight():
			list = append(list, words(part)...)
		case base == bidi.RightToLeft:
			list = append(list, piece{string(part), 2})
		default:
			n := numbers(part, i > 0)
			if n > 0 {
				list = append(list, piece{string(part[:n]), 2})
			}
			if n < len(part) {
				list = append(list, arabicNumbers(part[n:])...)
			}
		}
	}
	return list
}

// words cuts up what runs from right to left. What is no letter comes by itself, since the
// toolkit may take it from another font than the letters beside it, and is mirrored here.
func words(part []rune) (list []piece) {
	start := 0
	for i, r := range part {
		if inWord(r) {
			continue
		}
		if start < i {
			list = append(list, piece{string(part[start:i]), 1})
		}
		list = append(list, piece{mirrored(r), 1})
		start = i + 1
	}
	if start < len(part) {
		list = append(list, piece{string(part[start:]), 1})
	}
	return list
}

// mirrored is a sign as it looks in text from right to left.
func mirrored(r rune) string {
	if other, ok := facing[r]; ok {
		return string(other)
	}
	return classes.ReverseString(string(r)) // turns brackets
}

// facing are signs that turn around and are no brackets.
var facing = map[rune]rune{'<': '>', '>': '<', '«': '»', '»': '«', '‹': '›', '›': '‹'}

// inWord reports letters from right to left, and what belongs to a letter.
func inWord(r rune) bool {
	return fromRightToLeft(r) || unicode.In(r, unicode.M) || unicode.Is(unicode.Cf, r)
}

// numbers is how many letters at the beginning of a part are numbers that belong to letters from
// right to left before them. The segments of package bidi don't tell.
func numbers(part []rune, behind bool) (n int) {
	if !behind {
		return 0
	}
	for i, r := range part {
		switch c := classOf(r); {
		case strong(c):
			return n
		case c == classes.EN, c == classes.AN, (c == classes.ET || c == classes.NSM) && n == i && n > 0:
			n = i + 1
		}
	}
	return n
}

// arabicNumbers cuts the numbers in Arabic digits out of a part from left to right. They belong to
// the letters behind them.
func arabicNumbers(part []rune) (list []piece) {
	for len(part) > 0 {
		arabic := classOf(part[0]) == classes.AN
		n := slices.IndexFunc(part, func(r rune) bool { return (classOf(r) == classes.AN) != arabic })
		if n < 0 {
			n = len(part)
		}
		p := piece{text: string(part[:n])}
		if arabic {
			p.level = 2
		}
		list, part = append(list, p), part[n:]
	}
	return list
}

func classOf(r rune) classes.Class {
	p, _ := classes.LookupRune(r)
	return p.Class()
}

func strong(c classes.Class) bool { return c == classes.L || c == classes.R || c == classes.AL }

// fromRightToLeft reports a letter of a script that runs from right to left.
func fromRightToLeft(r rune) bool {
	if r < 0x590 { // spares most lines the look into the table
		return false
	}
	c := classOf(r)
	return c == classes.R || c == classes.AL
}

// setsDirection reports a sign without a picture that sets the direction of what is around it.
func setsDirection(r rune) bool {
	return r == 0x061c || r == '\u200e' || r == '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
