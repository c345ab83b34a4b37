package query_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"descry/library/query"
)

func TestErrors(t *testing.T) {
	for _, c := range []struct{ source, part, says string }{
		{"dog date:2019-13", "2019-13", "no-month (Value 2019-13, Year 2019)"},
		{"date:2019-02-30", "2019-02-30", "no-day (Days 28, Month {2019 2}, Value 2019-02-30)"},
		{"date:2019-00", "2019-00", "no-month (Value 2019-00, Year 2019)"},
		{"date:2019-01-00", "2019-01-00", "no-day (Days 31, Month {2019 1}, Value 2019-01-00)"},
		{"date:tomorrow x", "tomorrow", "no-date (Value tomorrow)"},
		{"date:july", "july", "month-alone (Number 07, Value july)"},
		{"date:4/7/2019", "4/7/2019", "no-date (Value 4/7/2019)"},
		{"date:19", "19", "no-date (Value 19)"},
		{"date:0019", "0019", "no-year (First 1800, Last 2199, Value 0019)"},
		{"date:2020..2019", "2020..2019", "dates-reversed (From 2019, To 2020)"},
		{"date:..", "..", "dates-without-ends"},
		{"date:last-0-days", "last-0-days", "too-long-ago (Most 9999, Value last-0-days)"},
		{"date:2019,foo", "foo", "no-date (Value foo)"},
		{`date:""`, `""`, "no-value (Filter date)"},
		{"iso:abc", "abc", "no-iso (Value abc)"},
		{"iso:400..100", "400..100", "iso-reversed (From 100, To 400)"},
		{"iso:..", "..", "iso-without-ends"},
		{"rating:..", "..", "rating-no-ends"},
		{"rating:3..1", "3..1", "rating-reversed (From 1, To 3)"},
		{"iso:<1", "<1", "iso-nothing (Value <1)"},
		{"rating:6", "6", "no-rating (Value 6)"},
		{"rating:>5", ">5", "rating-nothing (Value >5)"},
		{"near:59.9", "59.9", "no-place"},
		{"near:91,10", "91,10", "no-latitude (Value 91)"},
		{"near:9,181", "9,181", "no-longitude (Value 181)"},
		{"near:9,10,0", "9,10,0", "no-distance (Most 20040, Value 0)"},
		{"near:9,10,NaN", "9,10,NaN", "no-distance (Most 20040, Value NaN)"},
		{"near:1e1,10", "1e1,10", "no-latitude (Value 1e1)"},
		{"type:xyz", "xyz", "no-type (Value xyz)"},
		{"type:nef", "nef", "one-raw-type (Format nef)"},
		{"orientation:up", "up", "no-orientation (Value up)"},
		{"has:x", "x", "no-fact (Value x)"},
		{"is:x", "x", "no-state (Value x)"},
		{"date:none,2019", "none", "none-among-dates"},
		{"tag:none,cat", "none", "none-among-tags"},
		{`"red"^11`, "^11", "no-weight (Least 0.1, Most 10)"},
		{`"red"^`, "^", "no-weight (Least 0.1, Most 10)"},
		{`like:x^0`, "^0", "no-weight (Least 0.1, Most 10)"},
		{`like:""`, `""`, "no-photo"},
		{strings.Repeat("x", 65<<10), strings.Repeat("x", 1<<10), "too-long (Most 65536)"},
		{strings.Repeat("tag:x ", 65), "tag:x", "too-many-filters (Most 64)"},
		{strings.Repeat("-xy ", 65), "-xy", "too-many-parts (Most 52)"},
	} {
		_, err := query.Parse(c.source, thursday)
		var wrong *query.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%.40q: error %v", c.source, err)
			continue
		}
		if got := c.source[wrong.Span.Start:wrong.Span.End]; got != c.part || wrong.Error() != c.says {
			t.Errorf("%.40q: %q at %.40q", c.source, wrong.Error(), got)
		}
	}
}

func TestHints(t *testing.T) {
	for _, c := range []struct{ source, part, says string }{
		{"dog camra:canon", "camra:canon", "no-filter (Filter camera, Word camra)"},
		{"raiting:3", "raiting:3", "no-filter (Filter rating, Word raiting)"},
		{"-Tags:x", "Tags:x", "no-filter (Filter tag, Word tags)"},
		{"people:Anna", "people:Anna", "no-filter (Filter person, Word people)"},
		{"things I like: dogs", "like:", "nothing-behind (Filter like)"},
		{"dog camera:", "camera:", "no-value-yet (Filter camera)"},
		{`a "red lantern`, `"`, "unclosed"},
		{`in:"Norway trip`, `"`, "unclosed"},
		{"note:x 12:30 http://x https://y Mr:x", "", ""},
	} {
		q := parse(t, c.source)
		if c.says == "" {
			if len(q.Hints) > 0 {
				t.Errorf("%q: hints %+v", c.source, q.Hints)
			}
			continue
		}
		if len(q.Hints) != 1 {
			t.Errorf("%q: hints %+v", c.source, q.Hints)
			continue
		}
		h := q.Hints[0]
		if c.source[h.Span.Start:h.Span.End] != c.part || h.Remark.String() != c.says {
			t.Errorf("%q: %q at %q", c.source, h.Remark.String(), c.source[h.Span.Start:h.Span.End])
		}
	}
}

func TestErrorInTheTerminal(t *testing.T) {
	for _, c := range []struct {
		source string
		at     query.Span
		want   string
	}{
		{"dog date:x cat", query.Span{Start: 9, End: 10}, "no\n  dog date:x cat\n           ^"},
		{"a\ndog\tdate:xx\nb", query.Span{Start: 11, End: 13}, "no\n  dog date:xx\n           ^^"},
		{"雪 date:雪", query.Span{Start: 9, End: 12}, "no\n  雪 date:雪\n          ^^"},
		{"é", query.Span{Start: 2, End: 2}, "no\n  é\n   ^"},
		{"dog", query.Span{Start: 9, End: 12}, "no\n  dog\n     ^"},
		{"dog", query.Span{Start: -4, End: -2}, "no\n  dog\n  ^"},
	} {
		if got := c.at.At(c.source, "no"); got != c.want {
			t.Errorf("%q:\n%s\nwant\n%s", c.source, got, c.want)
		}
	}
}

// Of a long line the part around the mistake is shown, within a terminal's width.
func TestErrorInALongLine(t *testing.T) {
	source := strings.Repeat("word ", 50) + "date:xx" + strings.Repeat(" word", 50)
	got := query.Span{Start: 255, End: 257}.At(source, "no")
	lines := strings.Split(got, "\n")
	if len(lines) != 3 || len([]rune(lines[1])) > 80 || !strings.Contains(lines[1], "date:xx word") {
		t.Fatalf("got\n%s", got)
	}
	marked := []rune(lines[1])[len(lines[2])-2 : len(lines[2])]
	if string(marked) != "xx" || !strings.HasSuffix(lines[2], " ^^") {
		t.Errorf("got\n%s", got)
	}
}

func TestAllMistakesAreTold(t *testing.T) {
	source := `sunset rating:>=9 date:2o19,2019,2o20 "x"^11 tag:a has:x`
	_, err := query.Parse(source, thursday)
	var parts []string
	for _, one := range query.Mistakes(err) {
		parts = append(parts, source[one.Span.Start:one.Span.End])
	}
	if want := []string{">=9", "2o19", "2o20", "^11", "x"}; !slices.Equal(parts, want) {
		t.Errorf("mistakes %q, want %q", parts, want)
	}
	if _, err := query.Parse(strings.Repeat("has:x ", 1000), thursday); len(query.Mistakes(err)) > 20 {
		t.Errorf("%d mistakes are told", len(query.Mistakes(err)))
	}
	if query.Mistakes(nil) != nil {
		t.Error("a mistake in nothing")
	}
}
