package query

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Remark is what there is to tell about a part of a query: a kind with what it is about.
// Package descry/app/message words remarks.
type Remark struct {
	Kind   RemarkKind
	Params Params
}

// Params are the values that a remark is about: parts of the source as strings, numbers, a
// Filter and a Month.
type Params map[string]any

// Filter is the English name of a filter among Params.
type Filter string

// Month is a month of a year among Params.
type Month struct{ Year, Month int }

// RemarkKind tells remarks apart.
type RemarkKind string

// The kinds of mistakes, with their Params.
const (
	TooLong         RemarkKind = "too-long"           // Most
	TooManyFilters  RemarkKind = "too-many-filters"   // Most
	TooManyParts    RemarkKind = "too-many-parts"     // Most
	NoValue         RemarkKind = "no-value"           // Filter
	NoPhoto         RemarkKind = "no-photo"           // like: with "" for a value
	NoWeight        RemarkKind = "no-weight"          // Least, Most
	NoState         RemarkKind = "no-state"           // Value of is:
	NoneAmongTags   RemarkKind = "none-among-tags"    // none is one of several tags
	NoneAmongDates  RemarkKind = "none-among-dates"   // none is one of several dates
	NoType          RemarkKind = "no-type"            // Value
	OneRawType      RemarkKind = "one-raw-type"       // Format
	NoOrientation   RemarkKind = "no-orientation"     // Value
	NoFact          RemarkKind = "no-fact"            // Value of has:
	NoPlace         RemarkKind = "no-place"           // near: has not two or three parts
	NoLatitude      RemarkKind = "no-latitude"        // Value
	NoLongitude     RemarkKind = "no-longitude"       // Value
	NoDistance      RemarkKind = "no-distance"        // Value, Most
	NoDate          RemarkKind = "no-date"            // Value
	NoYear          RemarkKind = "no-year"            // Value, First, Last
	NoMonth         RemarkKind = "no-month"           // Value, Year
	NoDay           RemarkKind = "no-day"             // Value, Month, Days of it
	MonthAlone      RemarkKind = "month-alone"        // Value, Number of the month in two digits
	TooLongAgo      RemarkKind = "too-long-ago"       // Value, Most
	DatesWithoutEnd RemarkKind = "dates-without-ends" // date:..
	DatesReversed   RemarkKind = "dates-reversed"     // From, To as they have to be
	NoISO           RemarkKind = "no-iso"             // Value
	ISOWithoutEnds  RemarkKind = "iso-without-ends"   // iso:..
	ISOReversed     RemarkKind = "iso-reversed"       // From, To as they have to be
	ISONothing      RemarkKind = "iso-nothing"        // Value, which nothing fits
	NoRating        RemarkKind = "no-rating"          // Value
	RatingNoEnds    RemarkKind = "rating-no-ends"     // rating:..
	RatingReversed  RemarkKind = "rating-reversed"    // From, To as they have to be
	RatingNothing   RemarkKind = "rating-nothing"     // Value, which nothing fits
)

// The kinds of hints, with their Params.
const (
	NoValueYet    RemarkKind = "no-value-yet"   // Filter
	NothingBehind RemarkKind = "nothing-behind" // Filter, which counts as description
	NoFilter      RemarkKind = "no-filter"      // Word, and the Filter that may be meant
	Unclosed      RemarkKind = "unclosed"       // the quotation has no end
)

// RemarkKinds are all kinds.
func RemarkKinds() []RemarkKind {
	return []RemarkKind{TooLong, TooManyFilters, TooManyParts, NoValue, NoPhoto, NoWeight, NoState, NoneAmongTags, NoneAmongDates,
		NoType, OneRawType, NoOrientation, NoFact, NoPlace, NoLatitude, NoLongitude, NoDistance, NoDate, NoYear, NoMonth, NoDay,
		MonthAlone, TooLongAgo, DatesWithoutEnd, DatesReversed, NoISO, ISOWithoutEnds, ISOReversed, ISONothing, NoRating,
		RatingNoEnds, RatingReversed, RatingNothing, NoValueYet, NothingBehind, NoFilter, Unclosed}
}

func remark(kind RemarkKind, params Params) *Remark { return &Remark{kind, params} }

// String is the remark as a log has it: "no-date (Value 2019-13)".
func (r Remark) String() string {
	if len(r.Params) == 0 {
		return string(r.Kind)
	}
	var about []string
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		about = append(about, fmt.Sprint(name, " ", r.Params[name]))
	}
	return string(r.Kind) + " (" + strings.Join(about, ", ") + ")"
}
