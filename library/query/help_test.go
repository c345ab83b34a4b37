package query_test

import (
	"testing"

	"descry/library"
	"descry/library/query"
)

func tagTest(name string) library.Test { return library.TagTest{Name: name} }

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
