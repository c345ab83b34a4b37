package kit

import (
	"sort"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/text/width"
)

// rowsOfText are the rows of the text of one widget as they were last found. A layout asks for
// the height of a text many times before it draws.
type rowsOfText struct {
	text, rows string
	width      float32
	size       float32
	style      fyne.TextStyle
}

// in is BreakRows for text of a size and style. Without a width the text stays as it is.
func (r *rowsOfText) in(width float32, text string, size float32, style fyne.TextStyle) string {
	if width <= 0 || !strings.ContainsFunc(text, unspaced) {
		return text
	}
	if r.text != text || r.width != width || r.size != size || r.style != style {
		rows := BreakRows(text, width, func(s string) float32 { return fyne.MeasureText(s, size, style).Width })
		*r = rowsOfText{text, rows, width, size, style}
	}
	return r.rows
}

// BreakRows puts line breaks into those lines of a text that hold Han signs, kana or Hangul, so
// that no row is wider than width. The toolkit breaks at spaces only and takes a sentence without
// spaces for one word. Lines without such signs are left to the toolkit.
func BreakRows(text string, width float32, measure func(string) float32) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.ContainsFunc(line, unspaced) {
			lines[i] = strings.Join(rowsOf(line, width, measure), "\n")
		}
	}
	return strings.Join(lines, "\n")
}

// rowsOf breaks one line. A word without a place to break that is wider than a row is broken
// between two letters.
func rowsOf(line string, width float32, measure func(string) float32) (rows []string) {
	fits := func(row string) bool { return measure(row) <= width }
	if fits(line) {
		return []string{line}
	}
	letters := []rune(line)
	places := breaks(letters)
	for start := 0; start < len(letters); {
		for places[0] <= start {
			places = places[1:]
		}
		row := func(end int) string { return strings.TrimRightFunc(string(letters[start:end]), unicode.IsSpace) }
		end := start
		if n := mostThatFit(len(places), func(i int) bool { return fits(row(places[i])) }); n > 0 {
			end = places[n-1]
		} else {
			word := Clusters(string(letters[start:places[0]]))
			n := mostThatFit(len(word), func(i int) bool { return fits(strings.Join(word[:i+1], "")) })
			end += len([]rune(strings.Join(word[:max(n, 1)], "")))
		}
		rows = append(rows, row(end))
		start = end
	}
	return rows
}

// mostThatFit is how many of n ends of a row fit, for fits that holds up to one of them. Ends far
// behind the row are not measured.
func mostThatFit(n int, fits func(int) bool) int {
	high := 1
	for high < n && fits(high-1) {
		high *= 2
	}
	return sort.Search(min(high, n), func(i int) bool { return !fits(i) })
}

// breaks are the places where a line may be broken, its end as the last: those of Unicode's
// algorithm at spaces and beside Han signs, kana and Hangul. Between other letters the toolkit
// breaks at spaces only. Unicode keeps quotation marks with the words on both sides, since most
// languages leave open which mark opens and which one closes. Beside Han signs “ opens and ”
// closes.
func breaks(letters []rune) (places []int) {
	may := make([]bool, len(letters)+1)
	var s segmenter.Segmenter
	s.Init(letters)
	for lines := s.LineIterator(); lines.Next(); {
		l := lines.Line()
		may[l.Offset+len(l.Text)] = true
	}
	for i := 1; i < len(letters); i++ {
		before, after := letters[i-1], letters[i]
		switch {
		case unicode.IsSpace(before):
			may[i] = may[i] && !unicode.IsSpace(after)
		case wide(before) && unicode.Is(unicode.Pi, after):
			may[i] = !unicode.In(before, unicode.Ps, unicode.Pi)
		case unicode.Is(unicode.Pf, before) && wide(after):
			may[i] = !unicode.IsPunct(after) || unicode.Is(unicode.Ps, after)
		default:
			may[i] = may[i] && (wide(before) && !unicode.Is(unicode.Pd, after) || wide(after) && !joins(before))
		}
		if may[i] {
			places = append(places, i)
		}
	}
	return append(places, len(letters))
}

// joins reports a sign that belongs to the word behind it: in a filter, a path or a tag.
func joins(r rune) bool { return strings.ContainsRune(`:/\#-`, r) }

// unspaced reports a sign of a script that is written without spaces between words, or that
// breaks within words.
func unspaced(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// wide reports the same signs, and the punctuation that is set between them.
func wide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth || unspaced(r)
}
