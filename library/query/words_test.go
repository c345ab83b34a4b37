package query_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"descry/library/query"
)

// invented are names in the style of two languages.
func invented(t *testing.T) *query.Words {
	t.Helper()
	w, err := query.NewWords(map[string]map[string][]string{
		query.FilterNames: {"date": {"datum", "日期"}, "tag": {"schlagwort", "标签"}, "in": {"in"}, "is": {"是", "ist"}, "has": {"hat"}, "rating": {"评分"}, "like": {"wie"}, "camera": {"相机"}},
		"date": {"today": {"heute", "今天"}, "none": {"ohne", "无"}, "last-week": {"letzte-woche"}, "last-N-days": {"letzte-N-tage", "最近N天"},
			"Y-M-D": {"D.M.Y", "Y年M月D日"}, "Y-M": {"Y年M月"}},
		"season": {"summer": {"sommer"}},
		"month":  {"march": {"märz"}, "december": {"dezember", "十二月"}},
		"has":    {"tag": {"schlagwort"}},
		"rating": {"none": {"无"}},
		"is":     {"untagged": {"unverschlagwortet", "无标签"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWords(t *testing.T) {
	w := invented(t)
	for _, c := range []struct{ source, english, local, text string }{
		{"datum:2019 hund", "date:2019 hund", "datum:2019 hund", "hund"},
		{"DATUM:Heute", "date:today", "datum:heute", ""},
		{"-date:today", "-date:today", "-datum:heute", ""},
		{"日期：２０１９，", "date:2019 ，", "datum:2019 ，", ""},
		{"海滩，标签：猫，日期:2019年7月4日", "海滩， tag:猫 ， date:2019-07-04", "海滩， schlagwort:猫 ， datum:2019-07-04", "海滩"},
		{"标签:猫、狗", "tag:猫,狗", "schlagwort:猫,狗", ""},
		{"标签：「大 狗」　评分：＞＝３", `tag:"大 狗" rating:>=3`, `schlagwort:"大 狗" 评分:>=3`, ""},
		{"－标签:＝狗", "-tag:=狗", "-schlagwort:=狗", ""},
		{"标签:海滩（夏）", `tag:"海滩（夏）"`, `schlagwort:"海滩（夏）"`, ""},
		{"（标签:海滩）", "（标签:海滩）", "（标签:海滩）", "（标签:海滩）"},
		{"datum:4.3.2019..heute", "date:2019-03-04..today", "datum:2019-03-04..heute", ""},
		{`datum:"4. März 2019"`, "date:2019-03-04", "datum:2019-03-04", ""},
		{"datum:dez-2019", "date:2019-12", "datum:2019-12", ""},
		{`datum:"letzte 30 Tage"`, "date:last-30-days", "datum:letzte-30-tage", ""},
		{"日期:<=最近2天", "date:<=last-2-days", "datum:<=letzte-2-tage", ""},
		{"datum:letzte-woche,last-week", "date:last-week,last-week", "datum:letzte-woche,letzte-woche", ""},
		{"ein Hund, unverschlagwortet", "ein Hund, tag:none", "ein Hund, 是:unverschlagwortet", "ein Hund"},
		{"无标签 -ist:untagged", "tag:none has:tag", "是:unverschlagwortet hat:schlagwort", ""},
		{"日期:无 -日期:无", "date:none has:date", "datum:ohne hat:date", ""},
		{"schlagwort:无,ohne", "tag:无,ohne", "schlagwort:无,ohne", ""},
		{`schlagwort:"none"`, `tag:"none"`, `schlagwort:"none"`, ""},
		{"评分:无", "rating:none", "评分:无", ""},
		{`-wie:"a b.jpg"^2`, `-like:"a b.jpg"^2`, `-wie:"a b.jpg"^2`, ""},
		{"zeit:2019 Datum", "zeit:2019 Datum", "zeit:2019 Datum", "zeit:2019 Datum"},
		{"日期 datum :x", "日期 datum :x", "日期 datum :x", "日期 datum :x"},
		{"in:x camera:y", "in:x camera:y", "in:x 相机:y", ""},
	} {
		q, err := w.Parse(c.source, thursday)
		if err != nil {
			t.Errorf("%q: %v", c.source, err)
			continue
		}
		if q.String() != c.english || q.In(w) != c.local || q.Text != c.text {
			t.Errorf("%q: %q, %q, text %q", c.source, q.String(), q.In(w), q.Text)
		}
	}
}

// A month and a season in a description are offered by their names.
func TestBareDatesWithWords(t *testing.T) {
	w := invented(t)
	for source, want := range map[string]string{
		"Hunde im März 2018": "Hunde  date:2018-03", "Hunde im Sommer 2018": "Hunde  date:2018-06..2018-08",
		"Hunde im Sommer": "", "Hunde im Mär 2018": "",
	} {
		q, err := w.Parse(source, thursday)
		got := ""
		if len(q.Dates) > 0 && q.Dates[0].Words != "2018" {
			got = q.Take(q.Dates[0])
		}
		if err != nil || got != want {
			t.Errorf("%q: %q, want %q: %v", source, got, want, err)
		}
	}
}

// Without the names of a language, its words stay description.
func TestEnglishWordsAlone(t *testing.T) {
	for _, source := range []string{"datum:2019", "日期：2019", "unverschlagwortet", "标签：猫"} {
		if q := parse(t, source); len(q.Items) > 0 || q.Text != source {
			t.Errorf("%q: %+v", source, q.Items)
		}
	}
}

func TestHintsWithWords(t *testing.T) {
	w := invented(t)
	for source, want := range map[string]string{
		"schlagwrt:x": "no-filter (Filter tag, Word schlagwrt)", "tga:x": "no-filter (Filter tag, Word tga)",
		"datum: 2019": "nothing-behind (Filter date)", "hund 日期：": "no-value-yet (Filter date)", "日子:x": "",
	} {
		q, err := w.Parse(source, thursday)
		var got []string
		for _, h := range q.Hints {
			got = append(got, h.Remark.String())
		}
		if err != nil || strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, %v", source, got, err)
		}
	}
}

func TestNewWordsRefuses(t *testing.T) {
	for _, table := range []map[string]map[string][]string{
		{query.FilterNames: {"colour": {"farbe"}}},
		{"colour": {"red": {"rot"}}},
		{query.FilterNames: {"date": {"zeit"}, "tag": {"zeit"}}},
		{query.FilterNames: {"date": {"tag"}}},
		{query.FilterNames: {"date": {"Datum"}}},
		{query.FilterNames: {"date": {"auf genommen"}}},
		{query.FilterNames: {"date": {"datum2"}}},
		{"date": {"today": {""}}},
		{"date": {"last-N-days": {"letzte-tage"}}},
		{"date": {"Y-M-D": {"D.M"}}},
	} {
		if _, err := query.NewWords(table); err == nil {
			t.Errorf("%v is taken", table)
		}
	}
}

// FuzzWords holds queries in another language to the same promises as English ones.
func FuzzWords(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	for _, s := range []string{"日期：２０１９，标签:猫、狗 海滩", `schlagwort:"a b" -datum:4.3.2019..heute wie:x^2`, "，，标签:a，－标签:b，c", "无标签，未 ist:无标签 hat:schlagwort", "无标签\"000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		w := invented(t)
		q, err := w.Parse(source, thursday)
		if err != nil {
			checkError(t, source, err)
			return
		}
		checkSpans(t, q)
		for _, spelled := range []string{q.String(), q.In(w)} {
			again, err := w.Parse(spelled, thursday)
			if err != nil || again.String() != q.String() {
				t.Fatalf("%q is %q, which is %q: %v", source, spelled, again.String(), err)
			}
			if !reflect.DeepEqual(again.Filter, q.Filter) || !reflect.DeepEqual(again.Examples, examplesAt(q, again)) || again.Text != q.Text {
				t.Fatalf("%q is %q:\n%+v\n%+v", source, spelled, fields(again), fields(q))
			}
		}
		for i := range q.Items {
			less, err := w.Parse(q.Remove(i), thursday)
			if want := slices.Delete(texts(q), i, i+1); err != nil || !slices.Equal(texts(less), want) {
				t.Fatalf("%q without %q is %q: %q, %v", source, q.Items[i].Text, q.Remove(i), texts(less), err)
			}
		}
	})
}

// examplesAt are the examples of a query at the places of another's.
func examplesAt(q, places query.Query) []query.Example {
	list := slices.Clone(q.Examples)
	for i := range list[:min(len(list), len(places.Examples))] {
		list[i].Span = places.Examples[i].Span
	}
	return list
}
