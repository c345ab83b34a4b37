package query_test

import (
	"strings"
	"testing"

	"descry/library"
	"descry/library/query"
)

func tagTest(name string) library.Test { return library.TagTest{Name: name} }

// Each example does what its meaning says: it is one item of the kind, or none.
func TestHelp(t *testing.T) {
	kinds := map[string][]query.Kind{
		"the evening we grilled on the roof": nil,
		`"red lanterns"`:                     {query.PhraseItem},
		`"red lanterns"^2`:                   {query.PhraseItem},
		"a street without people":            {query.WithoutItem},
		`-people  -"parked cars"`:            {query.WithoutItem, query.WithoutItem},
		"like:sunset.jpg":                    {query.ExampleItem},
		"-like:sunset.jpg^0.5":               {query.ExampleItem},
	}
	entries := query.Help()
	if len(entries) > 24 {
		t.Errorf("%d lines are more than a screen", len(entries))
	}
	seen := map[string]bool{}
	for _, e := range entries {
		q := parse(t, e.Example)
		want, ok := kinds[e.Example]
		if !ok {
			want = []query.Kind{query.FilterItem}
			key, _, _ := strings.Cut(strings.TrimPrefix(e.Example, "-"), ":")
			seen[key] = true
		}
		if len(q.Items) != len(want) || len(q.Hints) > 0 || e.Meaning == "" {
			t.Errorf("%s: items %+v, hints %+v", e.Example, q.Items, q.Hints)
			continue
		}
		for i, item := range q.Items {
			if item.Kind != want[i] || item.Negative != (strings.HasPrefix(e.Example, "-") || item.Kind == query.WithoutItem) {
				t.Errorf("%s: %+v", e.Example, item)
			}
		}
	}
	for _, key := range []string{"date", "in", "folder", "name", "camera", "lens", "iso", "tag", "person", "rating", "near", "type", "orientation", "has"} {
		if !seen[key] {
			t.Errorf("%s: is not explained", key)
		}
	}
}

// What the meanings mention besides works too.
func TestHelpMentionsWhatWorks(t *testing.T) {
	for _, source := range []string{"date:2019", "date:2019-07-04", "date:july-2019", "date:<=2019", "date:>2019", "date:>=2019", "date:2019..",
		"date:..2019", "date:today", "date:yesterday", "date:this-week", "date:last-month", "date:last-year", "iso:800", "iso:100..400",
		"untagged", "tag:=dogs", "person:=Ann", "date:none", "undated", "rating:3", "rating:1..3", "rating:none", "rating:rejected", "type:jpeg,png,gif,webp,tiff,bmp,heic,avif",
		"orientation:landscape,square", "has:tag", "has:place", "has:date", "has:person", "has:rating", "has:camera"} {
		if q := parse(t, source); len(q.Items) != 1 || q.Items[0].Kind != query.FilterItem || q.Text != "" {
			t.Errorf("%s: %+v", source, q.Items)
		}
	}
}
