package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"descry/library"
)

// period is a named span of time: From ≤ t < To.
type period struct {
	from, to    time.Time
	text, label string
}

// Photography begins in the 1820s. A year far ahead is a slip.
const (
	firstYear = 1800
	lastYear  = 2199
)

const dateForms = "write date:2019, date:2019-07 or date:2019-07-04"

func readDate(s segment, now time.Time) (meaning, error) {
	value := strings.ToLower(s.text)
	if value == "none" {
		return meaning{}, fmt.Errorf("none stands alone, as in date:none")
	}
	if op, rest := operator(value); op != "" {
		p, err := readPeriod(rest, now)
		return p.compared(op), err
	}
	from, to, ranged := cutRange(value)
	if !ranged {
		p, err := readPeriod(value, now)
		return meaning{library.DateTest{From: p.from, To: p.to}, p.text, p.label}, err
	}
	return readSpan(from, to, now)
}

// compared is the time on one side of a period.
func (p period) compared(op string) meaning {
	switch op {
	case "<":
		return meaning{library.DateTest{To: p.from}, "<" + p.text, "before " + p.label}
	case "<=":
		return meaning{library.DateTest{To: p.to}, "<=" + p.text, "up to " + p.label}
	case ">":
		return meaning{library.DateTest{From: p.to}, ">" + p.text, "after " + p.label}
	}
	return meaning{library.DateTest{From: p.from}, ">=" + p.text, "from " + p.label}
}

// readSpan reads A..B, A.. or ..B. Where the present time is not known, a range that begins or
// ends with a word like today can't be judged.
func readSpan(first, last string, now time.Time) (meaning, error) {
	if first == "" && last == "" {
		return meaning{}, fmt.Errorf("the range has neither beginning nor end; write date:2018..2019, date:2018.. or date:..2019")
	}
	var from, to period
	var err error
	if first != "" {
		if from, err = readPeriod(first, now); err != nil {
			return meaning{}, err
		}
	}
	if last != "" {
		if to, err = readPeriod(last, now); err != nil {
			return meaning{}, err
		}
	}
	test := library.DateTest{From: from.from, To: to.to}
	switch text := from.text + ".." + to.text; {
	case last == "":
		return meaning{test, text, "from " + from.label}, nil
	case first == "":
		return meaning{test, text, "up to " + to.label}, nil
	case !from.from.Before(to.to) && !now.IsZero():
		return meaning{}, fmt.Errorf("the range ends before it begins; write date:%s..%s", to.text, from.text)
	default:
		return meaning{test, text, from.label + " – " + to.label}, nil
	}
}

// readPeriod reads a year, a month, a day or a word like last-week.
func readPeriod(value string, now time.Time) (period, error) {
	words := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("-/. ,", r) })
	if p, ok, err := relative(words, now); ok || err != nil {
		return p, err
	}
	year, month, day, err := calendar(words)
	switch {
	case err != nil:
		return period{}, err
	case len(words) == 0 || year == 0:
		return period{}, fmt.Errorf("%s is not a date; %s", shown(value), dateForms)
	case year < firstYear || year > lastYear:
		return period{}, fmt.Errorf("%s has no year from %d to %d; %s", shown(value), firstYear, lastYear, dateForms)
	case month == 0:
		return years(year), nil
	case month > 12 || month < 1:
		return period{}, fmt.Errorf("%s has no such month; write date:%d-07 or date:%d-07..%d-09", shown(value), year, year, year)
	case day == 0:
		return months(year, month), nil
	}
	from := date(year, month, day)
	if from.Day() != day {
		return period{}, fmt.Errorf("%s has no such day; %s %d ends on the %dth", shown(value), time.Month(month), year, date(year, month+1, 0).Day())
	}
	return period{from, from.AddDate(0, 0, 1), from.Format("2006-01-02"), from.Format("2 January 2006")}, nil
}

func years(year int) period {
	text := strconv.Itoa(year)
	return period{date(year, 1, 1), date(year+1, 1, 1), text, text}
}

func months(year, month int) period {
	from := date(year, month, 1)
	return period{from, date(year, month+1, 1), from.Format("2006-01"), from.Format("January 2006")}
}

// date is midnight on the clock of the camera.
func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
