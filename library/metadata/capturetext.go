package metadata

import (
	"strings"
	"time"

	"descry/library"
	"descry/library/metadata/text"
)

// parseCapture reads a date as cameras and programs write it, with as much of a time behind it
// as there is: "2006:01:02 15:04:05" (EXIF), "2006-01-02T15:04:05.678+01:00" (XMP, ISO 8601),
// and what else is met: slashes, dots or blanks between the parts, parts that lack their zero,
// "24:00:00", a leap second, a date without a time, a month or a year alone. A month or day of
// zeros is how EXIF and IPTC write that it isn't known.
func parseCapture(s string) CaptureTime {
	r := dateReader{strings.Trim(s, " \t\r\n\x00")}
	year, ok := r.year()
	if !ok {
		return CaptureTime{}
	}
	month, ok := r.part(":-/. ")
	if !ok && r.rest != "" {
		return CaptureTime{}
	}
	if month == 0 {
		return day(year, 1, 1, library.ToYear)
	}
	d, ok := r.part(":-/. ")
	if !ok && r.rest != "" {
		return CaptureTime{}
	}
	if d == 0 {
		return day(year, month, 1, library.ToMonth)
	}
	c := day(year, month, d, library.ToDay)
	if !c.IsZero() {
		r.clock(&c)
	}
	return c
}

// day is a date that goes as far as p says. A date that no calendar has is none, and so are
// the far past and future, which are how cameras and programs write "unknown".
func day(year, month, day int, p library.Precision) CaptureTime {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1000 || year > 3000 || int(t.Month()) != month || t.Day() != day {
		return CaptureTime{}
	}
	return CaptureTime{Local: t, Precision: p}
}

// dateReader takes the parts of a date from the front of a text.
type dateReader struct{ rest string }

// year takes the four digits that a date begins with. The parts behind a year without
// separators ("20060102") have two digits each, which part knows from the digits there.
func (r *dateReader) year() (int, bool) {
	if len(r.rest) < 4 {
		return 0, false
	}
	n, ok := number(r.rest[:4])
	r.rest = r.rest[4:]
	return n, ok
}

// part takes one of the given separators, blanks that stand for a zero, and one or two digits.
// A part that isn't there leaves the text as it was.
func (r *dateReader) part(separators string) (int, bool) {
	s := r.rest
	if s != "" && strings.ContainsRune(separators, rune(s[0])) {
		s = s[1:]
	} else if s == "" || !isDigit(s[0]) {
		return 0, false
	}
	s = strings.TrimLeft(s, " ")
	width := 0
	for width < len(s) && width < 2 && isDigit(s[width]) {
		width++
	}
	if width == 0 {
		return 0, false
	}
	n, _ := number(s[:width])
	r.rest = s[width:]
	return n, true
}

// clock adds the time of day, if a valid one follows. A text behind the date that is no time
// leaves the date alone.
func (r *dateReader) clock(c *CaptureTime) {
	s := strings.TrimLeft(r.rest, "Tt ")
	if s == r.rest && s != "" && !isDigit(s[0]) {
		return
	}
	t := dateReader{s}
	hour, ok := t.part("")
	if !ok {
		return
	}
	minute, ok := t.part(":.")
	if !ok {
		return
	}
	second, hasSecond := t.part(":")
	if !hasSecond {
		second = 0
	}
	midnight := hour == 24 && minute == 0 && second == 0 // of the day behind, as ISO 8601 allows
	if hour > 23 && !midnight || minute > 59 || second > 60 {
		return
	}
	c.Local = c.Local.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second)
	c.Precision = library.ToSecond
	if after, ok := strings.CutPrefix(t.rest, "."); ok {
		n := 0
		for n < len(after) && isDigit(after[n]) {
			n++
		}
		c.SubSec, t.rest = text.Cut(after[:n], 9), after[n:]
	}
	c.setOffset(strings.TrimSpace(t.rest))
}

// setOffset reads "+01:00", "-03:30", "+0100", "+01" or "Z". Any other text states no offset.
func (c *CaptureTime) setOffset(s string) {
	if s == "Z" || s == "z" {
		c.HasOffset, c.OffsetSeconds = true, 0
		return
	}
	for _, layout := range []string{"-07:00", "-0700", "-07"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		const widest = 14 * 3600 // Kiribati
		if _, offset := t.Zone(); offset >= -widest && offset <= widest {
			c.HasOffset, c.OffsetSeconds = true, offset
		}
		return
	}
}

// digits returns s if s is a plausible fraction of a second, otherwise "".
func digits(s string) string {
	s = text.Cut(s, 9)
	if _, ok := number(s); !ok {
		return ""
	}
	return s
}

// number is the value of a text that is digits alone.
func number(s string) (n int, ok bool) {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, s != ""
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
