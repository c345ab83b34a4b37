package query_test

import (
	"testing"
	"time"

	"descry/library/query"
)

func TestSubject(t *testing.T) {
	for source, want := range map[string]string{
		"a dog on the  beach":                             "a dog on the beach",
		"a dog on the beach date:2019 rating:>=3":         "a dog on the beach",
		"tag:x a dog on the beach like:0123456789abcdef":  "a dog on the beach",
		`"red lanterns"^2 at night`:                       "red lanterns at night",
		"a street without people":                         `a street -"people"`,
		"-people a street":                                `a street -"people"`,
		`a street -"parked cars" -people -people in:Rome`: `a street -"parked cars" -"people"`,
		`a street -people -"parked cars"`:                 `a street -"parked cars" -"people"`,
		`-people`:                                         `-"people"`,
		"date:2019":                                       "",
		"like:0123456789abcdef":                           "",
		"A dog. A cat. ":                                  "A dog. A cat",
		"":                                                "",
	} {
		q, err := query.Parse(source, time.Time{})
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got := q.Subject(); got != want {
			t.Errorf("the subject of %s is %q, want %q", source, got, want)
		}
	}
}

// FuzzSubject: whatever can be typed, a query is about something exactly when it
// describes something.
func FuzzSubject(f *testing.F) {
	for _, s := range []string{"a street without people date:2019", `"a \"b\"" -x`, "x -\"\\\\\"", "-a,-b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		q, err := query.Parse(source, time.Time{})
		if err != nil {
			return
		}
		subject := q.Subject()
		if (subject == "") != (len(q.Clauses) == 0) {
			t.Errorf("%q is about %q", source, subject)
		}
	})
}
