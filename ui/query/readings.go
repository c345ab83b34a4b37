package query

import (
	"slices"
	"time"

	"descry/app/message"
	"descry/library/query"
)

// keptReadings is how many parsed texts are kept: the query as typed, the query in the window's
// spelling, the query of the place where the user is, and the texts in between.
const keptReadings = 16

// readings parse texts of the query language. Bar, remarks, offers, navigator and result line all
// ask about the same text, which is parsed once. On the next day a text is parsed anew, since
// "yesterday" means another day by then.
type readings struct {
	now   func() time.Time
	parse func(source string, now time.Time) (query.Query, error) // with the names of filters in the window's language
	kept  []reading                                               // newest first
}

// reading is a text with its meaning on a day.
type reading struct {
	source string
	day    [2]int // year and day of it
	query  query.Query
	err    error
}

func newReadings(now func() time.Time) *readings {
	return &readings{now: now, parse: message.QueryWords().Parse}
}

// of parses a text. The query that of returns is shared and must not be changed.
func (r *readings) of(source string) (query.Query, error) {
	now := r.now()
	day := [2]int{now.Year(), now.YearDay()}
	at := slices.IndexFunc(r.kept, func(k reading) bool { return k.source == source && k.day == day })
	if at >= 0 {
		found := r.kept[at]
		copy(r.kept[1:at+1], r.kept[:at])
		r.kept[0] = found
		return found.query, found.err
	}
	q, err := r.parse(source, now)
	r.kept = slices.Insert(r.kept, 0, reading{source, day, q, err})
	r.kept = r.kept[:min(len(r.kept), keptReadings)]
	return q, err
}

// ranks reports whether text asks for anything but filters.
func (r *readings) ranks(text string) bool {
	q, err := r.of(text)
	return err != nil || q.Ranked()
}

// described is what text describes, without filters and examples.
func (r *readings) described(text string) string {
	q, err := r.of(text)
	if err != nil {
		return text
	}
	return q.Text
}

// sameSubject reports that two queries describe the same, whatever their filters.
func (r *readings) sameSubject(a, b string) bool {
	return a == b || r.described(a) != "" && r.described(a) == r.described(b)
}

// onlyExamples reports that text asks for nothing but photos like others.
func (r *readings) onlyExamples(text string) bool {
	q, err := r.of(text)
	return err == nil && len(q.Examples) > 0 && len(q.Clauses) == 0 && q.Filter.Empty()
}
