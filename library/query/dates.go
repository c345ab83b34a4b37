package query

import (
	"strconv"
	"strings"
	"time"

	"descry/library"
)

// period is a named span of time: From ≤ t < To.
type period struct {
	from, to time.Time
	text     string
}

// Photography begins in the 1820s. A year far ahead is a slip.
const (
	firstYear = 1800
	lastYear  = 2199
)

func readDate(s segment, in setting) (meaning, *Remark) {
	value := strings.ToLower(narrow(s.text))
	if in.words.none("date", value) {
		return meaning{}, remark(NoneAmongDates, nil)
	}
	if op, rest := operator(value); op != "" {
		p, wrong := in.period(rest)
		return p.compared(op), wrong
	}
	from, to, ranged := cutRange(value)
	if !ranged {
		p, wrong := in.period(value)
		return meaning{library.DateTest{From: p.from, To: p.to}, Value{Parts: []string{p.text}}}, wrong
	}
	return in.span(from, to)
}

// compared is the time on one side of a period.
func (p period) compared(op string) meaning {
	v := Value{Op: op, Parts: []string{p.text}}
	switch op {
	case "<":
		return meaning{library.DateTest{To: p.from}, v}
	case "<=":
		return meaning{library.DateTest{To: p.to}, v}
	case ">":
		return meaning{library.DateTest{From: p.to}, v}
	}
	return meaning{library.DateTest{From: p.from}, v}
}

// span reads A..B, A.. or ..B. Where the present time is not known, a range that begins or
// ends with a word like today can't be judged.
func (in setting) span(first, last string) (meaning, *Remark) {
	if first == "" && last == "" {
		return meaning{}, remark(DatesWithoutEnd, nil)
	}
	var from, to period
	var wrong *Remark
	if first != "" {
		if from, wrong = in.period(first); wrong != nil {
			return meaning{}, wrong
		}
	}
	if last != "" {
		if to, wrong = in.period(last); wrong != nil {
			return meaning{}, wrong
		}
	}
	test := library.DateTest{From: from.from, To: to.to}
	switch {
	case last != "" && first != "" && !from.from.Before(to.to) && !in.now.IsZero():
		return meaning{}, remark(DatesReversed, Params{"From": in.words.word("date", to.text), "To": in.words.word("date", from.text)})
	default:
		return meaning{test, Value{Op: "..", Parts: []string{from.text, to.text}}}, nil
	}
}

// period reads a year, a month, a day or a word like last-week.
func (in setting) period(value string) (period, *Remark) {
	words := dateParts(in.words.date(value))
	if p, ok := relative(words, in.now); ok {
		if p.text == "" {
			return period{}, remark(TooLongAgo, Params{"Value": shown(value), "Most": mostAgo})
		}
		return p, nil
	}
	year, month, day := in.words.calendar(words)
	switch {
	case year == 0 && month > 0 && in.words.namedMonth(words) >= 0:
		return period{}, remark(MonthAlone, Params{"Value": shown(value), "Number": date(firstYear, month, 1).Format("01")})
	case len(words) == 0 || year == 0:
		return period{}, remark(NoDate, Params{"Value": shown(value)})
	case year < firstYear || year > lastYear:
		return period{}, remark(NoYear, Params{"Value": shown(value), "First": strconv.Itoa(firstYear), "Last": strconv.Itoa(lastYear)})
	case month == 0:
		return years(year), nil
	case month > 12 || month < 1:
		return period{}, remark(NoMonth, Params{"Value": shown(value), "Year": strconv.Itoa(year)})
	case day == 0:
		return months(year, month), nil
	}
	from := date(year, month, day)
	if from.Day() != day {
		return period{}, remark(NoDay, Params{"Value": shown(value), "Month": Month{year, month}, "Days": date(year, month+1, 0).Day()})
	}
	return period{from, from.AddDate(0, 0, 1), from.Format("2006-01-02")}, nil
}

// dateParts are the numbers and words of a date.
func dateParts(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("-/. ,", r) })
}

func years(year int) period {
	text := strconv.Itoa(year)
	return period{date(year, 1, 1), date(year+1, 1, 1), text}
}

func months(year, month int) period {
	from := date(year, month, 1)
	return period{from, date(year, month+1, 1), from.Format("2006-01")}
}

// date is midnight on the clock of the camera.
func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
