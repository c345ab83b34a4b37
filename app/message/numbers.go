package message

import (
	"fmt"
	"math"
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

// FormatTimeLeft writes the time that work still takes, no more precisely than an estimate
// allows. The text is "" when the time is not known.
func FormatTimeLeft(seconds float64) string {
	minutes := int(math.Ceil(seconds / 60))
	switch {
	case seconds <= 0 || math.IsNaN(seconds) || math.IsInf(seconds, 0):
		return ""
	case seconds < 10:
		return Text("time-left-moment", nil)
	case seconds < 60:
		return Text("time-left-seconds", Params{"Seconds": int(math.Ceil(seconds/5) * 5)})
	case minutes < 60:
		return Text("time-left-minutes", Params{"Minutes": minutes})
	case minutes < 10*60:
		return Text("time-left-hours-minutes", Params{"Hours": minutes / 60, "Minutes": minutes % 60 / 5 * 5})
	case minutes < 48*60:
		return Text("time-left-hours", Params{"Hours": (minutes + 59) / 60})
	}
	return Count("time-left-days", (minutes+24*60-1)/(24*60), nil)
}

// FormatThreeDigits writes a number with three digits that count, and never as a power.
func FormatThreeDigits(x float64) string {
	if x >= 100 {
		return FormatCount(int(math.Round(x)))
	}
	return fmt.Sprintf("%.3g", x)
}

// FormatRate writes photos per second, with one decimal for small rates.
func FormatRate(perSecond float64) string {
	switch {
	case perSecond <= 0:
		return ""
	case perSecond < 9.95:
		return Text("photos-per-second", Params{"Rate": fmt.Sprintf("%.1f", perSecond)})
	}
	return Text("photos-per-second", Params{"Rate": FormatCount(int(math.Round(perSecond)))})
}

// FormatSince writes a past day the way people say it: today, yesterday, or a weekday within
// the last week. Any other day is a date, with the year unless that is the year of now.
func FormatSince(t, now time.Time) string {
	days := daysAgo(t, now)
	there := t.In(now.Location())
	switch {
	case days <= 0:
		return Text("day-today", nil)
	case days == 1:
		return Text("day-yesterday", nil)
	case days < 7:
		return weekdayName(there.Weekday())
	case there.Year() == now.Year():
		return Text("date-this-year", Params{"Day": there.Day(), "Month": monthName(there.Month())})
	}
	return FormatDate(there)
}

// daysAgo is the number of midnights, in the time zone of now, between t and now.
func daysAgo(t, now time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(now).Sub(day(t.In(now.Location()))).Hours() / 24)
}

var (
	weekdays = [...]string{"weekday-sunday", "weekday-monday", "weekday-tuesday", "weekday-wednesday", "weekday-thursday",
		"weekday-friday", "weekday-saturday"}
	shortWeekdays = [...]string{"weekday-short-sunday", "weekday-short-monday", "weekday-short-tuesday", "weekday-short-wednesday",
		"weekday-short-thursday", "weekday-short-friday", "weekday-short-saturday"}
	months = [...]string{"month-january", "month-february", "month-march", "month-april", "month-may", "month-june",
		"month-july", "month-august", "month-september", "month-october", "month-november", "month-december"}
)

func weekdayName(day time.Weekday) string { return Text(weekdays[day], nil) }

func monthName(month time.Month) string { return Text(months[month-time.January], nil) }

// FormatDate writes a date: "2 January 2006".
func FormatDate(t time.Time) string {
	return Text("date", Params{"Day": t.Day(), "Month": monthName(t.Month()), "Year": t.Year()})
}

// FormatWeekdayDate writes a date with its weekday: "Mon 2 January 2006".
func FormatWeekdayDate(t time.Time) string {
	return Text("date-with-weekday", Params{"Weekday": Text(shortWeekdays[t.Weekday()], nil), "Date": FormatDate(t)})
}

// FormatMonth writes a month of a year: "January 2006".
func FormatMonth(t time.Time) string {
	return Text("month-of-year", Params{"Month": monthName(t.Month()), "Year": t.Year()})
}

// FormatFull writes a time with its date: "2 January 2006, 15:04".
func FormatFull(t time.Time) string {
	return Text("moment", Params{"Day": FormatDate(t), "Time": clock(t)})
}

// clock writes the time of a day: "15:04".
func clock(t time.Time) string { return t.Format("15:04") }

// MomentWords write a time within a sentence: "today, 12:45".
func MomentWords(t, now time.Time) string {
	return Text("moment", Params{"Day": FormatSince(t, now), "Time": clock(t.In(now.Location()))})
}

// FormatMoment is MomentWords as a title: "Today, 12:45".
func FormatMoment(t, now time.Time) string { return Capital(MomentWords(t, now)) }

// FormatSeconds writes a duration of s seconds as precisely as matters to people.
func FormatSeconds(s float64) string {
	var number string
	switch {
	case s < 0.095:
		number = fmt.Sprintf("%.2f", max(s, 0.01))
	case s < 9.95:
		number = fmt.Sprintf("%.1f", s)
	default:
		number = fmt.Sprintf("%.0f", s)
	}
	return Text("seconds", Params{"Seconds": number})
}

// Listed writes names as a sentence has them: "English, German and Norwegian".
func Listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return Text("enumeration-end", Params{"Before": joined("enumeration", names[:last]), "Next": names[last]})
}

// Enumerated writes texts with nothing but commas between them: "EXIF, XMP".
func Enumerated(texts []string) string { return joined("enumeration", texts) }

// FormatPercent writes how much of total is done, rounded down: "66 %".
func FormatPercent(done, total int64) string {
	return Text("percent", Params{"Percent": int(math.Floor(100 * min(max(float64(done)/float64(total), 0), 1)))})
}

// Photos is a number of photos: "1 photo", "1,240 photos".
func Photos(n int) string { return Count("photos", n, nil) }
