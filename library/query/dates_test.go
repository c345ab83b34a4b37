package query_test

import (
	"testing"
	"time"

	"descry/library"
)

func TestDates(t *testing.T) {
	for _, c := range []struct{ value, from, to, text string }{
		{"2019", "2019-01-01", "2020-01-01", "2019"},
		{"2019-07", "2019-07-01", "2019-08-01", "2019-07"},
		{"2019-12", "2019-12-01", "2020-01-01", "2019-12"},
		{"2019-7-4", "2019-07-04", "2019-07-05", "2019-07-04"},
		{"2020/02/29", "2020-02-29", "2020-03-01", "2020-02-29"},
		{"July-2019", "2019-07-01", "2019-08-01", "2019-07"},
		{`"4 jul 2019"`, "2019-07-04", "2019-07-05", "2019-07-04"},
		{`"Sept 2nd, 2019"`, "2019-09-02", "2019-09-03", "2019-09-02"},
		{"2019-07..2019-09", "2019-07-01", "2019-10-01", "2019-07..2019-09"},
		{`"July 2019".."Sep 2019"`, "2019-07-01", "2019-10-01", "2019-07..2019-09"},
		{`"July 2019 … 2020"`, "2019-07-01", "2021-01-01", "2019-07..2020"},
		{"2019..", "2019-01-01", "", "2019.."},
		{"..2019-07", "", "2019-08-01", "..2019-07"},
		{">=2019", "2019-01-01", "", ">=2019"},
		{">2019", "2020-01-01", "", ">2019"},
		{"<=2019-07", "", "2019-08-01", "<=2019-07"},
		{"<2019", "", "2019-01-01", "<2019"},
		{`>="July 2019"`, "2019-07-01", "", ">=2019-07"},
		{"today", "2019-07-04", "2019-07-05", "today"},
		{"Yesterday", "2019-07-03", "2019-07-04", "yesterday"},
		{"this-week", "2019-07-01", "2019-07-08", "this-week"},
		{"last-week", "2019-06-24", "2019-07-01", "last-week"},
		{"this-month", "2019-07-01", "2019-08-01", "this-month"},
		{`"last month"`, "2019-06-01", "2019-07-01", "last-month"},
		{"this-year", "2019-01-01", "2020-01-01", "this-year"},
		{"last-year", "2018-01-01", "2019-01-01", "last-year"},
		{"last-1-day", "2019-07-04", "2019-07-05", "last-1-day"},
		{"last-30-days", "2019-06-05", "2019-07-05", "last-30-days"},
		{"last-2-weeks", "2019-06-21", "2019-07-05", "last-2-weeks"},
		{"last-3-months", "2019-04-05", "2019-07-05", "last-3-months"},
		{"last-2-years", "2017-07-05", "2019-07-05", "last-2-years"},
		{"2019-06..yesterday", "2019-06-01", "2019-07-04", "2019-06..yesterday"},
		{">=last-week", "2019-06-24", "", ">=last-week"},
	} {
		q := parse(t, "date:"+c.value)
		if len(q.Items) != 1 {
			t.Errorf("%s: items %+v", c.value, q.Items)
			continue
		}
		test, _ := q.Filter.Conditions[0].Any[0].(library.DateTest)
		item := q.Items[0]
		if day(test.From) != c.from || day(test.To) != c.to || item.Text != "date:"+c.text {
			t.Errorf("%s: %s to %s, %q", c.value, day(test.From), day(test.To), item.Text)
		}
	}
}

// day is midnight of a day, "" for no limit.
func day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	if at.Location() != time.UTC || !at.Equal(at.Truncate(24*time.Hour)) {
		return at.String()
	}
	return at.Format("2006-01-02")
}

func TestDateAlternatives(t *testing.T) {
	q := parse(t, "-date:2018,2020-01")
	if c := q.Filter.Conditions[0]; !c.Not || len(c.Any) != 2 || q.Items[0].Text != "-date:2018,2020-01" {
		t.Errorf("%+v, %q", c, q.Items[0].Text)
	}
}

// A week begins on Monday, and the day some months ago exists.
func TestRelativeDatesAtTheEdges(t *testing.T) {
	for _, c := range []struct{ now, value, from, to string }{
		{"2019-07-07", "this-week", "2019-07-01", "2019-07-08"},
		{"2019-07-08", "this-week", "2019-07-08", "2019-07-15"},
		{"2019-07-07", "last-week", "2019-06-24", "2019-07-01"},
		{"2019-01-15", "last-month", "2018-12-01", "2019-01-01"},
		{"2019-05-31", "last-3-months", "2019-03-01", "2019-06-01"},
		{"2020-02-29", "last-1-year", "2019-03-01", "2020-03-01"},
	} {
		now, _ := time.Parse("2006-01-02", c.now)
		test := firstTest(t, "date:"+c.value, now).(library.DateTest)
		if day(test.From) != c.from || day(test.To) != c.to {
			t.Errorf("%s on %s: %s to %s", c.value, c.now, day(test.From), day(test.To))
		}
	}
}
