package query

import (
	"slices"
	"strings"
)

// Subject is what a query is about, whatever its filters, examples, weights and
// quotation marks: its description with what is unwanted behind it, in the query
// language. What the user says of answers is remembered by it. It is "" for a
// query that describes nothing.
func (q Query) Subject() string {
	parts := make([]string, 0, len(q.Clauses)+1)
	for _, c := range q.Clauses {
		if part := "-" + quoted(oneSpaced(c.Text)); c.Negative && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	slices.Sort(parts) // the order in which they were typed changes nothing
	return strings.TrimSpace(q.Wanted() + " " + strings.Join(parts, " "))
}

// Wanted is the description of what an answer shows: the subject without what is
// unwanted, which is "" for a query that only says what is not to be seen.
func (q Query) Wanted() string {
	return strings.TrimRight(oneSpaced(q.Text), light+heavy+" ") // a full stop says nothing
}
