package message_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"descry/app/message"
	"descry/assets/languages"
	"descry/library/query"
)

// thursday is when these queries are asked.
var thursday = time.Date(2019, 7, 4, 15, 30, 0, 0, time.UTC)

// speaking runs f in a language.
func speaking(t *testing.T, tag language.Tag, f func(t *testing.T)) {
	t.Helper()
	t.Run(tag.String(), func(t *testing.T) {
		defer message.Use(message.Language())
		message.Use(tag)
		f(t)
	})
}

func parsed(t *testing.T, source string) query.Query {
	t.Helper()
	q, err := message.QueryWords().Parse(source, thursday)
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return q
}

func TestItemLabels(t *testing.T) {
	for _, c := range []struct {
		source string
		labels []string
	}{
		{`a "red lanterns" b`, []string{"“red lanterns”"}},
		{`"red  lanterns"^2`, []string{"“red lanterns” × 2"}},
		{`„rot“^0.5, b`, []string{"“rot” × 0.5"}},
		{`-"a crowd"`, []string{"without a crowd"}},
		{`-"a crowd"^0.5`, []string{"without a crowd × 0.5"}},
		{"dog -people, -well-lit x", []string{"without people", "without well-lit"}},
		{"a street Without  many\npeople and some cars", []string{"without many people"}},
		{"a beach without people and cars at night", []string{"without people and cars"}},
		{"a beach without people and a boat", []string{"without people"}},
		{"a beach without people and snow falls", []string{"without people"}},
		{"without but", []string{"without but"}},
		{"a without cats without dogs", []string{"without cats", "without dogs"}},
		{"a without cats or without dogs", []string{"without cats", "without dogs"}},
		{`a without "cats and dogs"^2 b`, []string{"without cats and dogs × 2"}},
		{"ohne Menschen, x", []string{"ohne Menschen"}},
		{"没有 without 人，狗", []string{"without 人"}},
		{"like:0123ABCD", []string{"like 0123abcd"}},
		{`-like:"my dog, 1.jpg"^0.5`, []string{"not like my dog, 1.jpg × 0.5"}},
		{"like:a/b,c.jpg^2", []string{"like b,c.jpg × 2"}},
		{`like:"x^2"`, []string{"like x^2"}},
		{"untagged", []string{"untagged"}},
		{"is:untagged", []string{"untagged"}},
		{"tag:none", []string{"untagged"}},
		{"-has:tag", []string{"untagged"}},
		{"-is:untagged", []string{"has a tag"}},
		{"undated", []string{"no date"}},
		{"is:Undated", []string{"no date"}},
		{"date:none", []string{"no date"}},
		{"-has:date", []string{"no date"}},
		{"-date:none", []string{"has a date"}},
		{"tag:=dogs", []string{"tag: dogs"}},
		{`person:"=Ann Lee"`, []string{"person: Ann Lee"}},
		{`tag:=`, []string{"tag: ="}},
		{`tag:"none"`, []string{"tag: none"}},
		{"-tag:beach,", []string{"not tag: beach"}},
		{`tag:cat,"big dog, brown"`, []string{"tag: cat or big dog, brown"}},
		{"tag:猫、狗 x", []string{"tag: 猫 or 狗"}},
		{"CAMERA:canon,nikon", []string{"camera: canon or nikon"}},
		{"camera：canon", []string{"camera: canon"}},
		{`in:„Norway trip“.`, []string{"in: Norway trip"}},
		{`folder:"C:\My photos\" tag:x`, []string{`folder: C:\My photos\`, "tag: x"}},
		{"folder:~/Pictures", []string{"folder: ~/Pictures"}},
		{"name:a(b).jpg)", []string{"name: a(b).jpg"}},
		{"lens:50mm person:Anna", []string{"lens: 50mm", "person: Anna"}},
		{"near:59.91,10.75,5", []string{"within 5 km of 59.91, 10.75"}},
		{`-near:"33.9 S, 18.4°E"`, []string{"not within 10 km of -33.9, 18.4"}},
		{"near:0,-0,500m", []string{"within 0.5 km of 0, 0"}},
		{"type:JPG,.png,heif", []string{"type: JPEG, PNG or HEIC"}},
		{"-orientation:portrait", []string{"not portrait"}},
		{"has:caption,gps", []string{"has a caption or a place"}},
		{"-has:people", []string{"has no person"}},
		{"iso:800", []string{"ISO 800"}},
		{"iso:100..400", []string{"ISO 100 – 400"}},
		{"iso:1600..", []string{"ISO 1600 or more"}},
		{"iso:>=1600", []string{"ISO 1600 or more"}},
		{"iso:>1600", []string{"ISO above 1600"}},
		{"iso:<200", []string{"ISO below 200"}},
		{"iso:≤200", []string{"ISO 200 or less"}},
		{"rating:3", []string{"rating 3"}},
		{"rating:>=3", []string{"rating 3 or more"}},
		{"rating:1..3", []string{"rating 1 – 3"}},
		{"rating:<3", []string{"rating below 3"}},
		{"rating:none", []string{"not rated"}},
		{"rating:0", []string{"not rated"}},
		{"-rating:none", []string{"rated"}},
		{"rating:rejected", []string{"rejected"}},
		{"rating:★★★", []string{"rating 3"}},
		{"rating:>=★★", []string{"rating 2 or more"}},
		{"rating:⭐️⭐️", []string{"rating 2"}},
		{"near:59.91,10.75", []string{"within 10 km of 59.91, 10.75"}},
		{"near:33.9S,70.6W,5km", []string{"within 5 km of -33.9, -70.6"}},
		{"near:-33.9,+18.4,2.5", []string{"within 2.5 km of -33.9, 18.4"}},
		{"type:tif", []string{"type: TIFF"}},
		{"type:raw", []string{"type: raw"}},
		{"orientation:landscape", []string{"landscape"}},
		{"orientation:square", []string{"square"}},
		{"has:date", []string{"has a date"}},
		{"has:rating", []string{"has a rating"}},
		{"has:camera", []string{"has a camera"}},
		{"in:Norway", []string{"in: Norway"}},
		{"folder:2019/Norway", []string{"folder: 2019/Norway"}},
		{"name:IMG_20", []string{"name: IMG_20"}},
		{"tag:a/b", []string{"tag: a/b"}},
		{"lens:\"EF 50mm\"", []string{"lens: EF 50mm"}},
		{`folder:"C:\Photos\"`, []string{`folder: C:\Photos\`}},
		{`folder:"\\server\share"`, []string{`folder: \\server\share`}},
		{`tag:"a \"b\""`, []string{`tag: a "b"`}},
		{`date:2019`, []string{"2019"}},
		{`date:2019-07`, []string{"July 2019"}},
		{`date:2019-12`, []string{"December 2019"}},
		{`date:2019-7-4`, []string{"4 July 2019"}},
		{`date:2020/02/29`, []string{"29 February 2020"}},
		{`date:July-2019`, []string{"July 2019"}},
		{`date:"4 jul 2019"`, []string{"4 July 2019"}},
		{`date:"Sept 2nd, 2019"`, []string{"2 September 2019"}},
		{`date:2019-07..2019-09`, []string{"July 2019 – September 2019"}},
		{`date:"July 2019".."Sep 2019"`, []string{"July 2019 – September 2019"}},
		{`date:"July 2019 … 2020"`, []string{"July 2019 – 2020"}},
		{`date:2019..`, []string{"from 2019"}},
		{`date:..2019-07`, []string{"up to July 2019"}},
		{`date:>=2019`, []string{"from 2019"}},
		{`date:>2019`, []string{"after 2019"}},
		{`date:<=2019-07`, []string{"up to July 2019"}},
		{`date:<2019`, []string{"before 2019"}},
		{`date:>="July 2019"`, []string{"from July 2019"}},
		{`date:today`, []string{"today"}},
		{`date:Yesterday`, []string{"yesterday"}},
		{`date:this-week`, []string{"this week"}},
		{`date:last-week`, []string{"last week"}},
		{`date:this-month`, []string{"this month"}},
		{`date:"last month"`, []string{"last month"}},
		{`date:this-year`, []string{"this year"}},
		{`date:last-year`, []string{"last year"}},
		{`date:last-1-day`, []string{"last 1 day"}},
		{`date:last-30-days`, []string{"last 30 days"}},
		{`date:last-2-weeks`, []string{"last 2 weeks"}},
		{`date:last-3-months`, []string{"last 3 months"}},
		{`date:last-2-years`, []string{"last 2 years"}},
		{`date:2019-06..yesterday`, []string{"June 2019 – yesterday"}},
		{`date:>=last-week`, []string{"from last week"}},
		{"-date:2018,2020-01", []string{"not 2018 or January 2020"}},
	} {
		var got []string
		for _, item := range parsed(t, c.source).Items {
			got = append(got, message.ItemLabel(item))
		}
		if !slices.Equal(got, c.labels) {
			t.Errorf("%q: %q, want %q", c.source, got, c.labels)
		}
	}
}

func TestItemLabelsInOtherLanguages(t *testing.T) {
	for tag, cases := range map[language.Tag]map[string]string{
		language.German: {
			"kamera:canon,nikon": "Kamera: canon oder nikon", "datum:<juli-2019": "vor: Juli 2019", "ohne-datum": "ohne Datum",
			"datum:letzte-30-tage": "letzte 30 Tage", "-hat:bildtext,ort": "ohne Bildtext oder Ort", "bewertung:>=3": "Bewertung 3 oder mehr",
			"-wie:foto.jpg^2": "nicht wie foto.jpg × 2", "ausrichtung:hochformat": "Hochformat", "-schlagwort:strand": "nicht Schlagwort: strand",
			"bewertung:ohne..3": "nicht bewertet oder bis 3", "bewertung:<1": "Bewertung unter 1",
		},
		language.MustParse("zh-Hans"): {
			"标签:海滩、狗": "标签：海滩或狗", "日期:2019年7月": "2019年7月", "日期:>=2019": "从 2019年起", "日期:<去年": "早于去年", "无标签": "无标签", "日期：最近30天": "最近 30 天",
			"有:说明": "有说明", "评分:无": "未评分", "附近:59.91,10.75,5": "59.91, 10.75 周围 5 公里以内",
		},
	} {
		speaking(t, tag, func(t *testing.T) {
			for source, want := range cases {
				q := parsed(t, source)
				if len(q.Items) != 1 || message.ItemLabel(q.Items[0]) != want {
					t.Errorf("%q: %+v, want %q", source, q.Items, want)
				}
			}
		})
	}
}

// mistakeCases are queries that can't be understood, with a part of what is said in English.
var mistakeCases = []struct{ source, says string }{
	{"dog date:2019-13", "there is no month 2019-13; write date:2019-07 or date:2019-07..2019-09"},
	{"date:2019-02-30", "there is no day 2019-02-30; February 2019 has 28 days"},
	{"date:2019-00", "there is no month 2019-00"},
	{"date:2019-01-00", "there is no day 2019-01-00"},
	{"date:tomorrow x", "write date:2019"},
	{"date:july", "july of which year? Write date:2019-07"},
	{"date:4/7/2019", "is not a date"},
	{"date:19", "is not a date"},
	{"date:0019", "the year in 0019 must be from 1800 to 2199"},
	{"date:2020..2019", "write date:2019..2020"},
	{"date:..", "neither beginning nor end"},
	{"date:last-0-days", "between 1 and 9,999"},
	{"date:2019,foo", "foo is not a date"},
	{`date:""`, "date: needs a value; write for instance date:2019-07"},
	{"iso:abc", "abc is not an ISO speed; write iso:800, iso:100..400 or iso:>=1600"},
	{"iso:400..100", "ends before it begins"},
	{"iso:..", "neither beginning nor end"},
	{"rating:..", "neither beginning nor end"},
	{"rating:3..1", "write rating:1..3"},
	{"iso:<1", "no number is <1 there"},
	{"rating:6", "6 is not a rating; write rating:3"},
	{"rating:>5", "no rating is >5"},
	{"near:59.9", "write near:59.91,10.75,5"},
	{"near:91,10", "91 is not a latitude"},
	{"near:9,181", "181 is not a longitude"},
	{"near:9,10,0", "0 is not a distance"},
	{"near:9,10,NaN", "NaN is not a distance"},
	{"near:1e1,10", "1e1 is not a latitude"},
	{"type:xyz", "xyz is not a type of photo; write type:jpeg"},
	{"type:nef", "write type:raw, or name:.nef"},
	{"orientation:up", "write orientation:landscape"},
	{"has:x", "write has:caption"},
	{"is:x", "write is:untagged"},
	{"date:none,2019", "none stands alone"},
	{"tag:none,cat", "none stands alone"},
	{`"red"^11`, "a weight is a number from 0.1 to 10"},
	{`"red"^`, "a weight is"},
	{`like:x^0`, "a weight is"},
	{`like:""`, "like: needs a"},
	{strings.Repeat("x", 65<<10), "too long"},
	{strings.Repeat("tag:x ", 65), "more than 64 filters"},
	{strings.Repeat("-xy ", 65), "more than"},
}

// hintCases are queries with one hint, with a part of what is said in English.
var hintCases = []struct{ source, says string }{
	{"dog camra:canon", "camra: is not a filter; did you mean camera:?"},
	{"raiting:3", "did you mean rating:?"},
	{"-Tags:x", "did you mean tag:?"},
	{"people:Anna", "did you mean person:?"},
	{"things I like: dogs", "like: has nothing right behind it"},
	{"dog camera:", "camera: has no value yet; write for instance camera:canon."},
	{`a "red lantern`, "never closed"},
	{`in:"Norway trip`, "never closed"},
}

func TestNumbersOfRemarksAreLocal(t *testing.T) {
	for tag, cases := range map[language.Tag]map[string]string{
		language.German:               {"bewertung:<ohne": "ist <ohne", "bewertung:>5": "ist >5", "iso:<1": "<1"},
		language.MustParse("zh-Hans"): {"评分:<无": "<无"},
		language.English:              {"rating:<none": "is <none"},
	} {
		speaking(t, tag, func(t *testing.T) {
			for source, want := range cases {
				_, err := message.QueryWords().Parse(source, thursday)
				if list := message.Mistakes(err); len(list) != 1 || !strings.Contains(list[0].Text, want) {
					t.Errorf("%q: %v, want %q", source, list, want)
				}
			}
		})
	}
}

func TestRemarks(t *testing.T) {
	said := map[query.RemarkKind]bool{}
	for _, tag := range languages.Spoken() {
		speaking(t, tag, func(t *testing.T) {
			for _, c := range mistakeCases {
				_, err := query.Parse(c.source, thursday)
				list := message.Mistakes(err)
				if len(list) == 0 {
					t.Errorf("%.40q is understood", c.source)
					continue
				}
				said[query.Mistakes(err)[0].Kind] = true
				checkRemark(t, c.source, list[0].Text, c.says, tag)
				if strings.HasSuffix(list[0].Text, ".") && !strings.HasSuffix(list[0].Text, "..") {
					t.Errorf("%.40q: %q ends in a full stop", c.source, list[0].Text)
				}
			}
			for _, c := range hintCases {
				q, err := query.Parse(c.source, thursday)
				if err != nil || len(q.Hints) != 1 {
					t.Fatalf("%q: %+v, %v", c.source, q.Hints, err)
				}
				said[q.Hints[0].Kind] = true
				checkRemark(t, c.source, message.OfRemark(q.Hints[0].Remark), c.says, tag)
			}
		})
	}
	for _, kind := range query.RemarkKinds() {
		if !said[kind] {
			t.Errorf("nothing says %s", kind)
		}
	}
}

func checkRemark(t *testing.T, source, text, says string, tag language.Tag) {
	t.Helper()
	if text == "" || strings.Contains(text, "{{") || strings.Contains(text, "<no value>") || strings.HasPrefix(text, "query-") {
		t.Errorf("%.40q: %q", source, text)
	}
	if tag == language.English && !strings.Contains(text, says) {
		t.Errorf("%.40q: %q, want %q", source, text, says)
	}
}

// What is wrong is told with the source below.
func TestMistakesIn(t *testing.T) {
	source := `sunset rating:>=9 date:2o19,2019,2o20 "x"^11 tag:a has:x`
	_, err := query.Parse(source, thursday)
	if text := message.MistakesIn(source, err); strings.Count(text, "\n  sunset") != 5 || strings.Count(text, "\n") != 14 {
		t.Errorf("in a terminal:\n%s", text)
	}
	if text := message.Explain(err); !strings.Contains(text, "2o19 is not a date") || strings.Contains(text, "..") && !strings.Contains(text, "1..3") {
		t.Errorf("in a sentence: %s", text)
	}
}

// Each name of each filter, and of each word of it, reads as the English one, and what is
// written in a language reads as the same.
func TestFiltersInOtherLanguages(t *testing.T) {
	for _, tag := range languages.Spoken() {
		words := message.QueryWordsOf(tag)
		if words == nil && tag != language.English {
			t.Errorf("%s has no names of filters", tag)
		}
		for _, filter := range query.Filters() {
			if tag != language.English && len(words.Names(query.FilterNames, filter)) == 0 {
				t.Errorf("%s: %s has no name", tag, filter)
			}
			english := parsed(t, message.FilterSample(filter))
			for _, name := range append(words.Names(query.FilterNames, filter), filter) {
				_, value, _ := strings.Cut(message.FilterSample(filter), ":")
				for _, colon := range []string{":", "："} {
					checkSame(t, words, name+colon+value, english)
				}
			}
		}
		for group, list := range query.Vocabulary() {
			for _, word := range list {
				filter, names := group, words.Names(group, word)
				source := filter + ":" + word
				switch {
				case group == query.FilterNames:
					continue
				case group == "season":
					for _, name := range append(names, word) {
						q, err := words.Parse(name+" 2018", thursday)
						if err != nil || len(q.Dates) != 1 || q.Dates[0].Filter != parsed(t, word+" 2018").Dates[0].Filter {
							t.Errorf("%s: %s 2018 is %+v, %v", tag, name, q.Dates, err)
						}
					}
					continue
				case group == "month":
					source = "date:" + word + "-2019"
				}
				if tag != language.English && len(names) == 0 && group != "type" && !strings.ContainsAny(word, "YMDN") {
					t.Errorf("%s: %s of %s has no name", tag, word, group)
				}
				for _, name := range names {
					filled := strings.NewReplacer("Y", "2019", "M", "07", "D", "04", "N", "30")
					local := strings.Replace(source, word, name, 1)
					if group == "date" {
						source, local = filled.Replace(source), filled.Replace(local)
					}
					checkSame(t, words, local, parsed(t, source))
				}
			}
		}
	}
}

// checkSame reads a source with the names of a language, and back in its spelling.
func checkSame(t *testing.T, words *query.Words, source string, want query.Query) {
	t.Helper()
	q, err := words.Parse(source, thursday)
	if err != nil || q.String() != want.String() || len(q.Items) != 1 {
		t.Errorf("%q is %q, want %q: %v", source, q.String(), want.String(), err)
		return
	}
	local := q.In(words)
	again, err := words.Parse(local, thursday)
	if err != nil || again.String() != want.String() || again.In(words) != local {
		t.Errorf("%q is written %q, which is %q, then %q: %v", source, local, again.String(), again.In(words), err)
	}
	canonical, err := query.Parse(q.String(), thursday)
	if err != nil || canonical.String() != q.String() || canonical.In(words) != local {
		t.Errorf("%q in English is %q: %v", source, q.String(), err)
	}
}

func TestLocalQuery(t *testing.T) {
	for tag, cases := range map[language.Tag]map[string]string{
		language.English: {"date:last-30-days a dog": "date:last-30-days a dog"},
		language.German: {
			"a dog date:>=last-30-days -tag:beach": "a dog datum:>=letzte-30-tage -schlagwort:beach",
			"tag:none":                             "ist:unverschlagwortet", "date:none": "datum:ohne", "date:2019-07..today": "datum:2019-07..heute",
			`like:"a b"^2`: `wie:"a b"^2`, "rating:none..3": "bewertung:ohne..3", "date:20": "date:20", "tag:=a": "schlagwort:=a",
		},
		language.MustParse("zh-Hans"): {"-has:tag has:place": "是:无标签 有:地点", "camera:canon": "相机:canon", "date:last-2-weeks": "日期:最近2周"},
	} {
		speaking(t, tag, func(t *testing.T) {
			for source, want := range cases {
				if got := message.LocalQuery(source); got != want {
					t.Errorf("%q: %q, want %q", source, got, want)
				}
			}
		})
	}
}

// Examples in the help mean what they say, whatever the language: an English example and a
// translated one are items of the same kinds and filters.
func TestQueryHelp(t *testing.T) {
	english := message.QueryHelp()
	if len(english) > 24 {
		t.Errorf("%d lines are more than a screen", len(english))
	}
	seen := map[string]bool{}
	for _, tag := range languages.Spoken() {
		speaking(t, tag, func(t *testing.T) {
			for i, e := range message.QueryHelp() {
				q, want := parsed(t, e.Example), parsed(t, english[i].Example)
				if len(q.Items) != len(want.Items) || len(q.Hints) > 0 || e.Meaning == "" {
					t.Errorf("%s: items %+v, hints %+v", e.Example, q.Items, q.Hints)
					continue
				}
				for n, item := range q.Items {
					if other := want.Items[n]; item.Kind != other.Kind || item.Filter != other.Filter || item.Negative != other.Negative {
						t.Errorf("%s: %+v, want %+v", e.Example, item, other)
					}
					seen[item.Filter] = true
				}
			}
			for _, filter := range query.Filters() {
				if q := parsed(t, message.FilterSample(filter)); len(q.Items) != 1 || len(q.Hints) > 0 || filter != "is" && q.Items[0].Filter != filter {
					t.Errorf("%s: %+v", message.FilterSample(filter), q.Items)
				}
			}
		})
	}
	for _, filter := range query.Filters() {
		if !seen[filter] && filter != "is" {
			t.Errorf("%s: is not explained", filter)
		}
	}
}

// What a mistake advises to write can be read in the language of the advice.
func TestAdviceCanBeRead(t *testing.T) {
	for _, tag := range languages.Spoken() {
		speaking(t, tag, func(t *testing.T) {
			for _, c := range mistakeCases {
				_, err := query.Parse(c.source, thursday)
				for _, word := range strings.FieldsFunc(message.Mistakes(err)[0].Text, func(r rune) bool { return strings.ContainsRune(" ，；、", r) }) {
					name, value, ok := strings.Cut(strings.TrimRight(word, ","), ":")
					if !ok || value == "" || len(c.source) > 100 {
						continue
					}
					q, err := message.QueryWords().Parse(name+":"+value, thursday)
					if err != nil || len(q.Items) != 1 {
						t.Errorf("%q advises %q: %+v, %v", c.source, word, q.Items, err)
					}
				}
			}
		})
	}
}
