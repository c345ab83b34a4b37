package app_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// savedQuery is a saved search as scripts read it.
type savedQuery struct{ Name, Query string }

// A search with the filters and a tag of another language finds what the English filters find,
// and is saved in English.
func TestSearchWithFiltersOfALanguage(t *testing.T) {
	dir := taggedFolder(t)
	mustDescry(t, "tag", "add", "海滩", dir+"/sunset.jpg")
	mustDescry(t, "tag", "add", "海滩", dir+"/stars.jpg")
	for _, c := range []struct {
		lang, query string
		want        []string
	}{
		{"en", "date:2019 tag:海滩", []string{"sunset"}},
		{"zh-Hans", "日期:2019 标签:海滩", []string{"sunset"}},
		{"zh-Hans", "日期：２０１９年，标签：「海滩」", []string{"sunset"}},
		{"zh-Hans", "标签:海滩 -date:2019", []string{"stars"}},
		{"zh-Hans", "类型:jpeg 评分:>=3 日期:2019", []string{"meadow", "sunset"}},
		{"de", "datum:juli-2019..august-2019 bewertung:<=3", []string{"meadow"}},
		{"de", "schlagwort:海滩 datum:20.7.2019", []string{"sunset"}},
	} {
		if got := searchNames(t, "--lang", c.lang, c.query); !slices.Equal(sorted(got), c.want) {
			t.Errorf("%s: %s finds %v, want %v", c.lang, c.query, got, c.want)
		}
	}
	mustDescry(t, "saved", "add", "--lang", "zh-Hans", "夏天", "日期:2019 标签:海滩")
	var saved []savedQuery
	if err := json.Unmarshal([]byte(mustDescry(t, "saved", "list", "--json", "--lang", "de")), &saved); err != nil {
		t.Fatal(err)
	}
	if len(saved) != 1 || saved[0].Query != "date:2019 tag:海滩" {
		t.Errorf("saved %+v", saved)
	}
	_, errs, code := descry(t, "search", "--lang", "zh-Hans", "日期:2019-13")
	if code != 2 || !strings.Contains(errs, "2019-13 没有这个月份") || !strings.Contains(errs, "日期:2019-07") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if _, errs, code = descry(t, "search", "--lang", "de", "kamra:x"); code != 0 || !strings.Contains(errs, "meinten Sie kamera:?") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
