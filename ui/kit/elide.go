package kit

import (
	"strings"
	"unicode"

	"descry/app/message"
)

// Ellipsis stands where text was left out.
const Ellipsis = "…"

// elide shortens text until measure says that the text fits into width: at the end, or in the
// middle, so that the end of a file name or path stays readable. A letter is never parted from
// its combining marks. When not even the ellipsis fits, the ellipsis alone is left.
func elide(text string, width float32, middle bool, measure func(string) float32) string {
	text = message.OneLine(text)
	if measure(text) <= width {
		return text
	}
	letters := Clusters(text)
	low, high := 0, len(letters)-1 // how many letters stay
	for low < high {
		mid := (low + high + 1) / 2
		if measure(Shortened(letters, mid, middle)) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return Shortened(letters, low, middle)
}

// Shortened keeps n letters around an ellipsis. In the middle form the end gets the larger
// half, since the end holds the extension and the number.
func Shortened(letters []string, n int, middle bool) string {
	head := n
	if middle {
		head = n / 2
	}
	start, end := strings.Join(letters[:head], ""), strings.Join(letters[len(letters)-(n-head):], "")
	return start + Ellipsis + end
}

// Clusters splits text into letters with their combining marks and joiners.
func Clusters(text string) []string {
	var out []string
	joined := false
	for _, r := range text {
		if s := string(r); len(out) > 0 && (joined || extends(r)) {
			out[len(out)-1] += s
		} else {
			out = append(out, s)
		}
		joined = r == zeroWidthJoiner
	}
	return out
}

const zeroWidthJoiner = '\u200d'

func extends(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == zeroWidthJoiner ||
		r >= 0xFE00 && r <= 0xFE0F || r >= 0x1F3FB && r <= 0x1F3FF
}
