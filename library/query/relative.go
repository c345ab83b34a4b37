package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// mostAgo is how many days, weeks, months or years back a date may reach.
const mostAgo = 9999

// relative reads today, last-week, last-30-days and their like. ok is false for other words. The
// zero period is one that reaches too far back.
func relative(words []string, now time.Time) (p period, ok bool) {
	today := date(now.Year(), int(now.Month()), now.Day())
	text := strings.Join(words, "-")
	switch {
	case text == "today":
		return period{today, today.AddDate(0, 0, 1), text}, true
	case text == "yesterday":
		return period{today.AddDate(0, 0, -1), today, text}, true
	case len(words) == 2 && (words[0] == "this" || words[0] == "last"):
		from, to, ok := current(words[1], today, words[0] == "last")
		return period{from, to, text}, ok
	case len(words) == 3 && words[0] == "last":
		return lastFew(words[1], words[2], today)
	}
	return period{}, false
}

// current is the present, or the last, week, month or year.
func current(unit string, today time.Time, last bool) (from, to time.Time, ok bool) {
	back := 0
	if last {
		back = 1
	}
	switch unit {
	case "week":
		monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7-7*back)
		return monday, monday.AddDate(0, 0, 7), true
	case "month":
		from = date(today.Year(), int(today.Month())-back, 1)
		return from, from.AddDate(0, 1, 0), true
	case "year":
		from = date(today.Year()-back, 1, 1)
		return from, from.AddDate(1, 0, 0), true
	}
	return from, to, false
}

// lastFew is the last so many days, weeks, months or years up to today, today included.
func lastFew(count, unit string, today time.Time) (period, bool) {
	n, err := strconv.ParseUint(count, 10, 32)
	unit = strings.TrimSuffix(unit, "s")
	back, known := ago(unit, int(n), today)
	if err != nil || !known {
		return period{}, false
	}
	if n < 1 || n > mostAgo {
		return period{}, true
	}
	if n > 1 {
		unit += "s"
	}
	text := fmt.Sprintf("last-%d-%s", n, unit)
	return period{back.AddDate(0, 0, 1), today.AddDate(0, 0, 1), text}, true
}

// ago is the same day n units before. Where there is no such day, ago is the last day of the
// month.
func ago(unit string, n int, today time.Time) (time.Time, bool) {
	switch unit {
	case "day":
		return today.AddDate(0, 0, -n), true
	case "week":
		return today.AddDate(0, 0, -7*n), true
	case "month":
		return monthsAgo(today, n), true
	case "year":
		return monthsAgo(today, 12*n), true
	}
	return today, false
}

func monthsAgo(today time.Time, n int) time.Time {
	first := date(today.Year(), int(today.Month())-n, 1)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(today.Day(), last)-1)
}
