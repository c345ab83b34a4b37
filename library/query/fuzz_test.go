package query_test

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"descry/library/query"
)

var seeds = []string{
	"", "a dog in snow", `"red lanterns"^2 without people, at night -cars -"a b"^0.5`, `in:"Norway trip" folder:"C:\x\" -tag:a,"b, c"`,
	"date:2019-07..2019-09 -date:>=july-2019 date:last-week iso:<200 rating:>=★★★", "near:59.9N,10.7E,5km. type:jpg,raw has:gps untagged",
	`like:0123abcd^2 -like:"a^2" camra:x date: "open`, "一只「红色」狗，tag:猫、狗。 without 人", "a and without b or without c but tag:x d (without e) f",
	`"a"^1"b" "a\"b\\" """ '' “x» \" -"" ("x"), tag:"a"b" tag:a" untagged" x`, "a and or without b", `-A" 0`, "0 「00」tAg:0 without 0", "without without tag:x without -y without", "\xff\"\xfe tag:\xff x:\x00",
}

// plain is a query without what a change of spelling changes.
func plain(q query.Query) query.Query {
	q.Source, q.Hints = "", nil
	q.Clauses, q.Items, q.Examples = slices.Clone(q.Clauses), slices.Clone(q.Items), slices.Clone(q.Examples)
	q.Dates = slices.Clone(q.Dates)
	for i := range q.Dates {
		q.Dates[i].Span = query.Span{}
	}
	for i := range q.Clauses {
		q.Clauses[i].Span = query.Span{}
	}
	for i := range q.Items {
		q.Items[i].Span = query.Span{}
	}
	for i := range q.Examples {
		q.Examples[i].Span = query.Span{}
	}
	return q
}

// fields is a query without methods, to be printed as it is.
type fields query.Query

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(check)
}

// scraps are what queries are made of, to be put together in any order.
var scraps = strings.Split("a|dog|in snow|and|but|or|without|ohne|untagged|-|-cat|\"|\"red ball\"|\"red\"^2|-\"x y\"|-\"x\"^0.5|“|”|«so»|「|」|"+
	"tag:|tag:a|-tag:\"a, b\"|tag:none|tag:x,y|date:2019|date:>=2019..|date:..2018|-date:last-week|iso:<200|rating:★|near:1,2|like:a^2|-like:abcdef01|"+
	"camra:x|like:|:|,|.|..|;|!|(|)|^2|^|\\|雪|犬が|，|。|\n|🚗|3.5|'|’|é|2015|july|summer|in|the|sans|comic|une|borders|has:x|\xff", "|")

// Queries put together at random, many of them nonsense, keep their properties.
func TestRandomQueries(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var source strings.Builder
		for range 1 + random.IntN(9) {
			source.WriteString(scraps[random.IntN(len(scraps))])
			if random.IntN(3) > 0 {
				source.WriteByte(' ')
			}
		}
		t.Run("", func(t *testing.T) { check(t, source.String()) })
	}
}

// check holds a query to what is promised of all of them.
func check(t *testing.T, source string) {
	q, err := query.Parse(source, thursday)
	if err != nil {
		checkError(t, source, err)
		return
	}
	checkSpans(t, q)
	checkItems(t, q)
	usual := q.String()
	again, err := query.Parse(usual, thursday)
	if err != nil {
		t.Fatalf("%q is %q: %v", source, usual, err)
	}
	if !reflect.DeepEqual(plain(again), plain(q)) {
		t.Fatalf("%q is %q:\n%+v\n%+v", source, usual, fields(plain(q)), fields(plain(again)))
	}
	if twice := again.String(); twice != usual {
		t.Errorf("%q is %q, then %q", source, usual, twice)
	}
	checkRemove(t, q)
}

func checkError(t *testing.T, source string, err error) {
	var wrong *query.Error
	if !errors.As(err, &wrong) || len(query.Mistakes(err)) == 0 {
		t.Fatalf("%q: %v", source, err)
	}
	for _, one := range query.Mistakes(err) {
		if one.Span.Start < wrong.Span.Start {
			t.Errorf("%q: %q is told late", source, one.Kind)
		}
	}
	if !slices.Contains(query.RemarkKinds(), wrong.Kind) || wrong.Span.Start >= wrong.Span.End || wrong.Span.Start < 0 || wrong.Span.End > len(source) {
		t.Errorf("%q: %v at %v", source, wrong, wrong.Span)
	}
	if at := wrong.Span.At(source, wrong.Error()); !strings.Contains(at, "^") || !utf8.ValidString(at) || strings.Count(at, "\n") != 2 {
		t.Errorf("%q: %q", source, at)
	}
}

func checkSpans(t *testing.T, q query.Query) {
	within := func(what string, s query.Span) {
		if s.Start < 0 || s.Start >= s.End || s.End > len(q.Source) {
			t.Fatalf("%q: %s at %v", q.Source, what, s)
		}
	}
	end := 0
	for _, item := range q.Items {
		within(item.Text, item.Span)
		if item.Span.Start < end {
			t.Fatalf("%q: %q begins at %d, before %d", q.Source, item.Text, item.Span.Start, end)
		}
		end = item.Span.End
	}
	for _, c := range q.Clauses {
		within(c.Text, c.Span)
		if c.Text == "" || !(c.Weight > 0) {
			t.Fatalf("%q: clause %+v", q.Source, c)
		}
	}
	for _, d := range q.Dates {
		within(d.Words, d.Span)
		if taken, err := query.Parse(q.Take(d), thursday); err != nil || !slices.Contains(texts(taken), d.Filter) {
			t.Fatalf("%q: with %s taken it is %q: %v", q.Source, d.Filter, q.Take(d), err)
		}
	}
	for _, h := range q.Hints {
		within(string(h.Kind), h.Span)
	}
}

// checkItems sees that each item alone means the same, and names what it is about.
func checkItems(t *testing.T, q query.Query) {
	for _, item := range q.Items {
		alone, err := query.Parse(item.Text, thursday)
		if err != nil || len(alone.Items) != 1 {
			t.Fatalf("%q: %q alone: %+v, %v", q.Source, item.Text, alone.Items, err)
		}
		got, want := plain(alone), plain(q)
		other := got.Items[0]
		if other.Kind != item.Kind || other.Text != item.Text || !reflect.DeepEqual(other.Values, item.Values) || other.Filter != item.Filter || other.Words != item.Words || other.Weight != item.Weight || other.Opener != item.Opener || other.Negative != item.Negative {
			t.Fatalf("%q: %q alone is %+v", q.Source, item.Text, other)
		}
		same := true
		switch item.Kind {
		case query.FilterItem:
			same = reflect.DeepEqual(got.Filter.Conditions[other.Index], want.Filter.Conditions[item.Index])
		case query.ExampleItem:
			same = got.Examples[other.Index] == want.Examples[item.Index]
		default:
			same = got.Clauses[other.Index] == want.Clauses[item.Index]
		}
		if !same {
			t.Fatalf("%q: %q alone is something else", q.Source, item.Text)
		}
	}
}

func texts(q query.Query) []string {
	var list []string
	for _, item := range q.Items {
		list = append(list, item.Text)
	}
	return list
}

func checkRemove(t *testing.T, q query.Query) {
	for i := range q.Items {
		rest := q.Remove(i)
		less, err := query.Parse(rest, thursday)
		if err != nil {
			t.Fatalf("%q without %q is %q: %v", q.Source, q.Items[i].Text, rest, err)
		}
		if want := slices.Delete(texts(q), i, i+1); !slices.Equal(texts(less), want) {
			t.Fatalf("%q without %q is %q: items %q, want %q", q.Source, q.Items[i].Text, rest, texts(less), want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"", "A dog. A cat, a bird; while Mr. Smith and the 3.5 m boat sail", "雪中的狗。猫、鳥！x", "a\xff. b", ". . ; a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		spans := query.Split(text)
		end := 0
		rest := func(part string) {
			switch strings.ToLower(strings.TrimFunc(part, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })) {
			case "and", "but", "or", "und", "aber", "oder", "et", "mais", "ou":
				return
			}
			if strings.ContainsFunc(part, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
				t.Fatalf("%q: %q is in none of %v", text, part, spans)
			}
		}
		for _, s := range spans {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%q: %v", text, spans)
			}
			rest(text[end:s.Start])
			end = s.End
		}
		rest(text[end:])
		if len(spans) > 12 {
			t.Errorf("%q: %d statements", text, len(spans))
		}
		words := query.Content(text)
		if len(words) == 0 && strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && utf8.ValidRune(r) }) {
			t.Errorf("%q has no content", text)
		}
	})
}

// Quote gives back any value that has no blanks around it.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"a", `C:\x\`, `\"\\"`, "a,b", "none", "“x”", "x^2", "a..b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if value == "" || !utf8.ValidString(value) || strings.TrimSpace(value) != value || strings.ContainsFunc(value, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }) {
			t.Skip()
		}
		if len(value) > 1000 {
			t.Skip()
		}
		got := firstTest(t, "tag:"+query.Quote(value), thursday)
		if got != tagTest(value) {
			t.Errorf("%q as %s comes back as %+v", value, query.Quote(value), got)
		}
	})
}
