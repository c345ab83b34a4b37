package query_test

import (
	"slices"
	"testing"
	"time"

	"descry/library/query"
)

func TestBareDates(t *testing.T) {
	for _, c := range []struct {
		source string
		filter string // "" for none
		words  string
		left   string // when it is taken
	}{
		{"2015", "date:2015", "2015", ""},
		{"July 2019", "date:2019-07", "July 2019", ""},
		{"jul 2019", "date:2019-07", "jul 2019", ""},
		{"july of 2019", "date:2019-07", "july of 2019", ""},
		{"summer  2018", "date:2018-06..2018-08", "summer 2018", ""},
		{"Fall 2018", "date:2018-09..2018-11", "Fall 2018", ""},
		{"spring 2018", "date:2018-03..2018-05", "spring 2018", ""},
		{"winter 2018", "date:2018-12..2019-02", "winter 2018", ""},
		{"beach 2015", "date:2015", "2015", "beach"},
		{"2015 beach", "date:2015", "2015", "beach"},
		{"sunset, summer 2018, two dogs", "date:2018-06..2018-08", "summer 2018", "sunset, two dogs"},
		{"a dog (2015)", "date:2015", "2015", "a dog"},
		{"a dog in 2015.", "date:2015", "2015", "a dog."},
		{"marching band in march 2018", "date:2018-03", "march 2018", "marching band"},
		{"in the summer of 2018 we grilled", "date:2018-06..2018-08", "summer of 2018", "we grilled"},
		{"a dog taken in may 2018", "date:2018-05", "may 2018", "a dog"},
		{"photos from summer 2018", "date:2018-06..2018-08", "summer 2018", ""},
		{"all my pictures of 2015", "date:2015", "2015", ""},
		{"my photos of Bella from 2015", "date:2015", "2015", "my photos of Bella"},
		{"tag:beach 2015", "date:2015", "2015", "tag:beach"},
		{"1826", "date:1826", "1826", ""},
		{"2020", "date:2020", "2020", ""}, // next year

		{"1825", "", "", ""},
		{"2021", "", "", ""},
		{"1080", "", "", ""},
		{"2 dogs", "", "", ""},
		{"0815", "", "", ""},
		{"summer", "", "", ""},
		{"july", "", "", ""},
		{"mar 2019 marc 2019", "", "", ""}, // two
		{"2015 and 2016", "", "", ""},
		{"before 2015", "", "", ""},
		{"since the summer of 2015", "", "", ""},
		{"from 2015 to today", "", "", ""},
		{"a girl in a summer dress", "", "", ""},
		{"2000 candles", "", "", ""},
		{"1920 pixels", "", "", ""},
		{"a 2015 toyota", "", "", ""},
		{"toyota 2015 corolla", "", "", ""},
		{"route 2015", "", "", ""},
		{"iso 1900", "", "", ""},
		{"$2000 2015s 2015/2016 v2015 no.2015 2015-2016 12:2015", "", "", ""},
		{`"2015"`, "", "", ""},
		{`"summer 2018" written on a banner`, "", "", ""},
		{"a street without 2015", "", "", ""},
		{"tag:2015 name:2015 -2015", "", "", ""},
		{`summer "2018"`, "", "", ""},
		{"summer camera:canon 2018", "date:2018", "2018", "summer camera:canon"},
	} {
		q := parse(t, c.source)
		if c.filter == "" {
			if len(q.Dates) > 0 {
				t.Errorf("%q: %+v", c.source, q.Dates)
			}
			continue
		}
		if len(q.Dates) != 1 || q.Dates[0].Filter != c.filter || q.Dates[0].Words != c.words {
			t.Errorf("%q: %+v, want %s of %q", c.source, q.Dates, c.filter, c.words)
			continue
		}
		taken := parse(t, q.Take(q.Dates[0]))
		i := slices.IndexFunc(taken.Items, func(it query.Item) bool { return it.Text == c.filter })
		if i < 0 || taken.Remove(i) != c.left {
			t.Errorf("%q: taken it is %q, want %q beside", c.source, taken.Source, c.left)
		}
	}
}

// Only what is nothing but a date may be taken for one unasked.
func TestDatesThatStandAlone(t *testing.T) {
	for source, alone := range map[string]bool{
		"2015": true, " july 2019 ": true, "(2015).": true, "tag:beach 2015": true,
		"photos from 2015": false, "in 2015": false, "beach 2015": false, "2015 without people": false,
		"like:0123456789ab 2015": false, `"red" 2015`: false,
	} {
		q := parse(t, source)
		if len(q.Dates) != 1 || q.Dates[0].Alone != alone {
			t.Errorf("%q: %+v", source, q.Dates)
		}
	}
}

func TestDatesNeedAToday(t *testing.T) {
	if q, err := query.Parse("2015", time.Time{}); err != nil || len(q.Dates) > 0 {
		t.Errorf("%+v, %v", q.Dates, err)
	}
}
