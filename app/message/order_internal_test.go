package message

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/language"
)

func TestSortNames(t *testing.T) {
	for _, c := range []struct {
		tag  string
		want string
	}{
		{"en", "apfel|Apfel|Äpfel|ea|éb|Österreich|Zebra"},
		{"de", "apfel|Apfel|Äpfel|ea|éb|Österreich|Straße|Strassen|Zebra"},
		{"sv", "apfel|Zebra|Äpfel|Österreich"},
		{"en", "Reise 2|Reise 02a|Reise 2b|reise 3|Reise 10"},
		{"zh-Hans", "7|9|10|２０|apfel|Zebra|阿姨|安徽|北京|海滩|上海|重庆"},
		{"zh-Hans", "旅行 2|旅行 10"},
		{"en", "北京|海滩"},
		{"en", "Places|Places/Oslo|Places/Oslo/Old town|Places B|Places-C|PlacesD"},
		{"de", "a|a/ä|a/b|Ä|b"},
		{"en", "2019/2|2019/10|2019/a|2019-a"},
		{"en", "a|b|\xff"},
		{"en", "x|X|x1"},
		{"fr", "cote|coté|côte|côté"},
	} {
		in(language.MustParse(c.tag), func() {
			want := strings.Split(c.want, "|")
			got := slices.Clone(want)
			for range 20 {
				rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
				if SortNames(got); !slices.Equal(got, want) {
					t.Errorf("%s: %q, want %q", c.tag, got, want)
					break
				}
			}
		})
	}
}

func TestSortByNameKeepsEqual(t *testing.T) {
	list := []string{"b:1", "a:1", "b:2", "a:2", "b:0"}
	SortByName(list, func(s string) string { return s[:1] })
	if want := []string{"a:1", "a:2", "b:1", "b:2", "b:0"}; !slices.Equal(list, want) {
		t.Errorf("%q, want %q", list, want)
	}
}

func TestSortByCount(t *testing.T) {
	list := []string{"b", "a", "cc", "Ä"}
	SortByCount(list, func(s string) int { return len([]rune(s)) }, func(s string) string { return s })
	if want := []string{"cc", "a", "Ä", "b"}; !slices.Equal(list, want) {
		t.Errorf("%q, want %q", list, want)
	}
}

// TestSortNamesAtOnce is for the race detector.
func TestSortNamesAtOnce(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				names := []string{"c", "ä", "b", "Reise 10", "Reise 2"}
				if SortNames(names); names[0] != "ä" || names[4] != "Reise 10" {
					t.Errorf("%q", names)
				}
			}
		})
	}
	all.Wait()
}

// FuzzSortNames sorts three names: any order that they come in gives the same.
func FuzzSortNames(f *testing.F) {
	f.Add("a", "ä", "a/b")
	f.Add("10", "９", "\xff/")
	f.Add("é", "e\u0301", "00000000000000000000000000000000000000000001")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		want := []string{a, b, c}
		SortNames(want)
		for _, other := range [][]string{{a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}} {
			if SortNames(other); !slices.Equal(other, want) {
				t.Errorf("%q and %q", other, want)
			}
		}
	})
}

// BenchmarkSortNames sorts 10,000 tags and tells how many times as long as by bytes it takes.
func BenchmarkSortNames(b *testing.B) {
	names := make([]string, 10_000)
	for i, n := range rand.Perm(len(names)) {
		names[i] = fmt.Sprintf("%c%c Urlaub/Ort %d", 'a'+rune(n%26), 0x4e00+rune(n), n)
	}
	run := func(sort func([]string)) int64 {
		return testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				sort(slices.Clone(names))
			}
		}).NsPerOp()
	}
	bytewise := run(slices.Sort[[]string])
	for _, tag := range []language.Tag{language.English, language.MustParse("zh-Hans")} {
		in(tag, func() {
			took := run(SortNames)
			b.ReportMetric(float64(took)/1e6, tag.String()+"-ms")
			b.ReportMetric(float64(took)/float64(bytewise), tag.String()+"-ratio")
		})
	}
}
