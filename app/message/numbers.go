package message

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"descry/internal/digits"
)

// FormatCount writes a number with thousands separators: 18,302.
func FormatCount(n int) string { return digits.Group(n) }

// Plural writes a count with its noun: "1 photo", "1,240 photos".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return FormatCount(n) + " " + many
}

// FormatTimeLeft writes how long something still takes, no more precisely than
// an estimate deserves; "" when it is not known.
func FormatTimeLeft(seconds float64) string {
	minutes := int(math.Ceil(seconds / 60))
	switch {
	case seconds <= 0 || math.IsNaN(seconds) || math.IsInf(seconds, 0):
		return ""
	case seconds < 10:
		return "a few seconds left"
	case seconds < 60:
		return fmt.Sprintf("%.0f s left", math.Ceil(seconds/5)*5)
	case minutes < 60:
		return fmt.Sprintf("%d min left", minutes)
	case minutes < 10*60:
		return fmt.Sprintf("%d h %d min left", minutes/60, minutes%60/5*5)
	case minutes < 48*60:
		return fmt.Sprintf("%d h left", (minutes+59)/60)
	}
	return fmt.Sprintf("%d days left", (minutes+24*60-1)/(24*60))
}

// FormatRate writes photos per second, with one digit where that matters.
func FormatRate(perSecond float64) string {
	switch {
	case perSecond <= 0:
		return ""
	case perSecond < 9.95:
		return fmt.Sprintf("%.1f photos/s", perSecond)
	}
	return fmt.Sprintf("%s photos/s", FormatCount(int(math.Round(perSecond))))
}

// FormatSince writes a past day the way people say it: today, yesterday, a
// weekday within the last week, otherwise the date, with the year if it is another.
func FormatSince(t, now time.Time) string {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	days := int(day(now).Sub(day(t.In(now.Location()))).Hours() / 24)
	switch {
	case days <= 0:
		return "today"
	case days == 1:
		return "yesterday"
	case days < 7:
		return t.In(now.Location()).Weekday().String()
	}
	if there := t.In(now.Location()); there.Year() == now.Year() {
		return there.Format("2 January")
	}
	return t.In(now.Location()).Format("2 January 2006")
}

// MomentWords say within a sentence when something was made: "today, 12:45".
func MomentWords(t, now time.Time) string {
	return FormatSince(t, now) + t.In(now.Location()).Format(", 15:04")
}

// FormatMoment is MomentWords as a title: "Today, 12:45".
func FormatMoment(t, now time.Time) string {
	words := MomentWords(t, now)
	return strings.ToUpper(words[:1]) + words[1:]
}

// FormatSeconds writes a duration with the precision people feel.
func FormatSeconds(s float64) string {
	switch {
	case s < 0.095:
		return fmt.Sprintf("%.2f s", max(s, 0.01))
	case s < 9.95:
		return fmt.Sprintf("%.1f s", s)
	}
	return fmt.Sprintf("%.0f s", s)
}

// Listed writes names as a sentence has them: "English, German and Norwegian".
func Listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// FormatPercent writes how much of total is done, rounded down: "66 %".
func FormatPercent(done, total int64) string {
	return strconv.Itoa(int(math.Floor(100*min(max(float64(done)/float64(total), 0), 1)))) + " %"
}

// AndLeft goes on with what is left, if anything.
func AndLeft(n int) string {
	if n == 0 {
		return ""
	}
	return ", " + LeftText(n)
}

// LeftText says how many are left.
func LeftText(n int) string { return FormatCount(n) + " left" }

// Photos writes how many photos: "1 photo", "1,240 photos".
func Photos(n int) string { return Count("photos", n, nil) }
