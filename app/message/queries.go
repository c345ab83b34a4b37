package message

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"

	"descry/app/notice"
	"descry/assets/languages"
	"descry/assets/translation"
	"descry/library/query"
)

// QueryWords are the names of filters in the language of queries, nil for English.
func QueryWords() *query.Words { return QueryWordsOf(QueryLanguage()) }

// QueryWordsOf are the names of filters in a language of languages.Spoken, nil for English.
func QueryWordsOf(tag language.Tag) *query.Words {
	if read, ok := queryWords[tag]; ok {
		return read()
	}
	return nil
}

// queryWords are read when they are first asked for.
var queryWords = func() map[language.Tag]func() *query.Words {
	all := make(map[language.Tag]func() *query.Words)
	for _, tag := range languages.Spoken() {
		if tag == language.English {
			continue
		}
		all[tag] = sync.OnceValue(func() *query.Words {
			var names map[string]map[string][]string
			if _, err := toml.DecodeFS(translation.Filters, "filters/"+tag.String()+".toml", &names); err != nil {
				panic(err) // the tables are part of the program, and a test reads them
			}
			words, err := query.NewWords(names)
			if err != nil {
				panic(err)
			}
			return words
		})
	}
	return all
}()

// ParseQuery understands a query that was typed, with the filters' names in English and in the
// language of queries.
func ParseQuery(source string) (query.Query, error) { return QueryWords().Parse(source, query.Now()) }

// LocalQuery is a query of English filters in the spelling of the language of texts. What can't
// be understood stays as it is.
func LocalQuery(source string) string {
	words := QueryWordsOf(Language())
	if words == nil {
		return source
	}
	q, err := query.Parse(source, time.Time{})
	if err != nil {
		return source
	}
	return q.In(words)
}

// remarks are the messages of the remarks on queries.
var remarks = map[query.RemarkKind]notice.Kind{
	query.TooLong:         "query-too-long",
	query.TooManyFilters:  "query-too-many-filters",
	query.TooManyParts:    "query-too-many-parts",
	query.NoValue:         "query-no-value",
	query.NoPhoto:         "query-no-photo",
	query.NoWeight:        "query-no-weight",
	query.NoState:         "query-no-state",
	query.NoneAmongTags:   "query-none-among-tags",
	query.NoneAmongDates:  "query-none-among-dates",
	query.NoType:          "query-no-type",
	query.OneRawType:      "query-one-raw-type",
	query.NoOrientation:   "query-no-orientation",
	query.NoFact:          "query-no-fact",
	query.NoPlace:         "query-no-place",
	query.NoLatitude:      "query-no-latitude",
	query.NoLongitude:     "query-no-longitude",
	query.NoDistance:      "query-no-distance",
	query.NoDate:          "query-no-date",
	query.NoYear:          "query-no-year",
	query.NoMonth:         "query-no-month",
	query.NoDay:           "query-no-day",
	query.MonthAlone:      "query-month-alone",
	query.TooLongAgo:      "query-too-long-ago",
	query.DatesWithoutEnd: "query-dates-without-ends",
	query.DatesReversed:   "query-dates-reversed",
	query.NoISO:           "query-no-iso",
	query.ISOWithoutEnds:  "query-iso-without-ends",
	query.ISOReversed:     "query-iso-reversed",
	query.ISONothing:      "query-iso-nothing",
	query.NoRating:        "query-no-rating",
	query.RatingNoEnds:    "query-rating-without-ends",
	query.RatingReversed:  "query-rating-reversed",
	query.RatingNothing:   "query-rating-nothing",
	query.NoValueYet:      "query-no-value-yet",
	query.NothingBehind:   "query-nothing-behind",
	query.NoFilter:        "query-no-filter",
	query.Unclosed:        "query-unclosed",
}

// filterSamples are messages that show how each filter is written.
var filterSamples = map[query.Filter]notice.Kind{
	"date": "query-sample-date", "in": "query-sample-in", "folder": "query-sample-folder", "name": "query-sample-name",
	"camera": "query-sample-camera", "lens": "query-sample-lens", "iso": "query-sample-iso", "tag": "query-sample-tag",
	"person": "query-sample-person", "rating": "query-sample-rating", "near": "query-sample-near", "type": "query-sample-type",
	"orientation": "query-sample-orientation", "has": "query-sample-has", "like": "query-sample-like", "is": "query-sample-is",
}

// FilterSample is a filter with a value, as an example in the language of texts.
func FilterSample(filter string) string {
	return Text(string(filterSamples[query.Filter(filter)]), nil)
}

// FilterName is the name of a filter in the language of texts.
func FilterName(filter string) string {
	return QueryWordsOf(Language()).Name(query.FilterNames, filter)
}

// OfRemark is the text of a remark on a query: a clause without a full stop, or a sentence.
func OfRemark(r query.Remark) string {
	params := make(Params, len(r.Params)+1)
	for name, value := range r.Params {
		switch v := value.(type) {
		case query.Filter:
			params["Example"] = FilterSample(string(v))
			value = FilterName(string(v))
		case query.Month:
			value = FormatMonth(time.Date(v.Year, time.Month(v.Month), 1, 0, 0, 0, 0, time.UTC))
		case int:
			value = FormatCount(v)
		case float64:
			value = fmt.Sprint(v)
		}
		params[name] = value
	}
	return Text(string(remarks[r.Kind]), params)
}

// Mistake is a mistake of a query in words.
type Mistake struct {
	Span query.Span
	Text string // a clause without a full stop
}

// Mistakes are the mistakes of the query language in an error, and nil for any other error.
func Mistakes(err error) []Mistake {
	var list []Mistake
	for _, e := range query.Mistakes(err) {
		m := Mistake{e.Span, ""}
		if e.Err != nil {
			m.Text = Explain(e.Err)
		} else {
			m.Text = OfRemark(e.Remark)
		}
		list = append(list, m)
	}
	return list
}

// MistakesIn is what Mistakes tells for a terminal, each with its place in the source.
func MistakesIn(source string, err error) string {
	var texts []string
	for _, m := range Mistakes(err) {
		texts = append(texts, m.Span.At(source, m.Text))
	}
	return strings.Join(texts, "\n")
}
