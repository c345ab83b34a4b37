package message

import (
	"time"

	"descry/library"
	"descry/library/metadata"
)

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

// FormatDate writes a date: "2 January 2006", in German "2. Januar 2006".
func FormatDate(t time.Time) string {
	return Text("date", Params{"Day": t.Day(), "Month": monthName(t.Month()), "Year": t.Year()})
}

// FormatWeekdayDate writes a date with its weekday: "Mon 2 January 2006".
func FormatWeekdayDate(t time.Time) string {
	return Text("date-with-weekday", Params{"Weekday": Text(shortWeekdays[t.Weekday()], nil),
		"Day": t.Day(), "Month": monthName(t.Month()), "Year": t.Year()})
}

// FormatMonth writes a month of a year: "January 2006".
func FormatMonth(t time.Time) string {
	return Text("month-of-year", Params{"Month": monthName(t.Month()), "Year": t.Year()})
}

// FormatFull writes a time with its date: "2 January 2006, 15:04".
func FormatFull(t time.Time) string {
	return Text("moment", Params{"Day": FormatDate(t), "Time": FormatClock(t)})
}

// FormatCaptured writes the time on the clock of a camera, to the second, with its date and
// weekday: "Mon 2 January 2006, 15:04:05".
func FormatCaptured(t time.Time) string {
	return Text("moment", Params{"Day": FormatWeekdayDate(t), "Time": Text("clock-with-seconds", Params{
		"Hour": t.Format("15"), "Minute": t.Format("04"), "Second": t.Format("05")})})
}

// FormatCapturedPart is FormatCaptured for a date that goes only as far as p: "Mon 2 January
// 2006", "January 2006", "2006".
func FormatCapturedPart(t time.Time, p library.Precision) string {
	switch p {
	case library.ToYear:
		return Text("year", Params{"Year": t.Year()})
	case library.ToMonth:
		return FormatMonth(t)
	case library.ToDay:
		return FormatWeekdayDate(t)
	case library.ToSecond:
	}
	return FormatCaptured(t)
}

// DateSource words where a capture time stands, as metadata.Source has it, "" where that is not known.
func DateSource(from string) string {
	switch metadata.Source(from) {
	case metadata.EXIF:
		return Text("date-source-exif", nil)
	case metadata.XMP:
		return Text("date-source-xmp", nil)
	case metadata.IPTC:
		return Text("date-source-iptc", nil)
	case metadata.PNG:
		return Text("date-source-png", nil)
	case metadata.Sidecar:
		return Text("date-source-sidecar", nil)
	case metadata.Takeout:
		return Text("date-source-takeout", nil)
	case metadata.Name:
		return Text("date-source-name", nil)
	}
	return ""
}

// FormatClock writes the time of a day: "15:04".
func FormatClock(t time.Time) string {
	return Text("clock", Params{"Hour": t.Format("15"), "Minute": t.Format("04")})
}

// MomentWords write a time within a sentence: "today, 12:45".
func MomentWords(t, now time.Time) string {
	return Text("moment", Params{"Day": FormatSince(t, now), "Time": FormatClock(t.In(now.Location()))})
}

// FormatMoment is MomentWords as a title: "Today, 12:45".
func FormatMoment(t, now time.Time) string { return Capital(MomentWords(t, now)) }
