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
		{"dog date:2019-13", "2019-13", "2019-13 has no such month; write date:2019-07 or date:2019-07..2019-09"},
		{"date:2019-02-30", "2019-02-30", "no such day; February 2019 ends on the 28th"},
		{"date:2019-00", "2019-00", "no such month"},
		{"date:2019-01-00", "2019-01-00", "no such day"},
		{"date:tomorrow x", "tomorrow", "write date:2019"},
		{"date:july", "july", "July of which year? Write date:july-2019"},
		{"date:4/7/2019", "4/7/2019", "is not a date"},
		{"date:19", "19", "is not a date"},
		{"date:0019", "0019", "no year from 1800 to 2199"},
		{"date:2020..2019", "2020..2019", "write date:2019..2020"},
		{"date:..", "..", "neither beginning nor end"},
		{"date:last-0-days", "last-0-days", "between 1 and 9999"},
		{"date:2019,foo", "foo", "foo is not a date"},
		{`date:""`, `""`, "date: needs a value; write for instance date:2019-07"},
		{"iso:abc", "abc", "abc is not an ISO speed; write iso:800, iso:100..400 or iso:>=1600"},
		{"iso:400..100", "400..100", "ends before it begins"},
		{"iso:<1", "<1", "nothing below 1"},
		{"rating:6", "6", "6 is not a rating; write rating:3"},
		{"rating:>5", ">5", "nothing above 5"},
		{"near:59.9", "59.9", "write near:59.91,10.75,5"},
		{"near:91,10", "91,10", "91 is not a latitude"},
		{"near:9,181", "9,181", "181 is not a longitude"},
		{"near:9,10,0", "9,10,0", "0 is not a distance"},
		{"near:9,10,NaN", "9,10,NaN", "NaN is not a distance"},
		{"near:1e1,10", "1e1,10", "1e1 is not a latitude"},
		{"type:xyz", "xyz", "xyz is not a type of photo; write type:jpeg"},
		{"type:nef", "nef", "write type:raw, or name:.nef"},
		{"orientation:up", "up", "write orientation:landscape"},
		{"has:x", "x", "write has:caption"},
		{"is:x", "x", "write is:untagged"},
		{"date:none,2019", "none", "none stands alone"},
		{"tag:none,cat", "none", "none stands alone"},
		{`"red"^11`, "^11", "a weight is a number from 0.1 to 10"},
		{`"red"^`, "^", "a weight is"},
		{`like:x^0`, "^0", "a weight is"},
		{`like:""`, `""`, "like: needs a"},
		{strings.Repeat("x", 65<<10), strings.Repeat("x", 1<<10), "too long"},
		{strings.Repeat("tag:x ", 65), "tag:x", "more than 64 filters"},
		{strings.Repeat("-xy ", 65), "-xy", "more than"},
	} {
		_, err := query.Parse(c.source, thursday)
		var wrong *query.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%.40q: error %v", c.source, err)
			continue
		}
		if got := c.source[wrong.Span.Start:wrong.Span.End]; got != c.part || !strings.Contains(wrong.Text, c.says) {
			t.Errorf("%.40q: %q at %.40q", c.source, wrong.Text, got)
		}
		if strings.HasSuffix(wrong.Text, ".") || wrong.Error() != wrong.Text {
			t.Errorf("%.40q: %q", c.source, wrong.Text)
		}
	}
}

func TestHints(t *testing.T) {
	for _, c := range []struct{ source, part, says string }{
		{"dog camra:canon", "camra:canon", "camra: is not a filter; did you mean camera:?"},
		{"raiting:3", "raiting:3", "did you mean rating:?"},
		{"-Tags:x", "Tags:x", "did you mean tag:?"},
		{"people:Anna", "people:Anna", "did you mean person:?"},
		{"things I like: dogs", "like:", "like: has nothing right behind it"},
		{"dog camera:", "camera:", "camera: has no value yet; write for instance camera:canon."},
		{`a "red lantern`, `"`, "never closed"},
		{`in:"Norway trip`, `"`, "never closed"},
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
		if c.source[h.Span.Start:h.Span.End] != c.part || !strings.Contains(h.Text, c.says) {
			t.Errorf("%q: %q at %q", c.source, h.Text, c.source[h.Span.Start:h.Span.End])
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
		if got := (&query.Error{Span: c.at, Text: "no"}).At(c.source); got != c.want {
			t.Errorf("%q:\n%s\nwant\n%s", c.source, got, c.want)
		}
	}
}

// Of a long line the part around the mistake is shown, within a terminal's width.
func TestErrorInALongLine(t *testing.T) {
	source := strings.Repeat("word ", 50) + "date:xx" + strings.Repeat(" word", 50)
	got := (&query.Error{Span: query.Span{Start: 255, End: 257}, Text: "no"}).At(source)
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
	if text := query.Mistakes(err).At(source); strings.Count(text, "\n  sunset") != 5 || strings.Count(text, "\n") != 14 {
		t.Errorf("in a terminal:\n%s", text)
	}
	if _, err := query.Parse(strings.Repeat("has:x ", 1000), thursday); len(query.Mistakes(err)) > 20 {
		t.Errorf("%d mistakes are told", len(query.Mistakes(err)))
	}
	if query.Mistakes(nil) != nil {
		t.Error("a mistake in nothing")
	}
}
