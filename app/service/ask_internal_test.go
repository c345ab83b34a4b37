package service

import (
	"testing"

	"descry/library/query"
)

// parsed is a query as the one who asks parses it.
func parsed(t testing.TB, text string) query.Query {
	t.Helper()
	q, err := query.Parse(text, query.Now())
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return q
}

// asking asks for a query in the whole library.
func asking(t testing.TB, text string) Ask {
	t.Helper()
	return Ask{Query: parsed(t, text)}
}
