package query

import (
	"slices"
	"strings"
)

// Subject is what a query is about, whatever its filters, examples, weights and quotation
// marks: the description with the unwanted behind, in the query language. Feedback is kept by
// subject. Subject is "" for a query that describes nothing.
func (q Query) Subject() string {
	parts := make([]string, 0, len(q.Clauses)+1)
	for _, c := range q.Clauses {
		if part := "-" + quoted(oneSpaced(c.Text)); c.Negative && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	slices.Sort(parts) // the order in which the parts were typed changes nothing
	return strings.TrimSpace(q.Wanted() + " " + strings.Join(parts, " "))
}

// Wanted is the description of what an answer shows: the subject without the unwanted. Wanted
// is "" for a query of unwanted clauses alone.
func (q Query) Wanted() string {
	return strings.TrimRight(oneSpaced(q.Text), light+heavy+" ") // a full stop carries no meaning
}
