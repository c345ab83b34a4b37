package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"descry/library"
)

// mostISO is far beyond what any camera offers.
const mostISO = 100_000_000

var isoScale = scale{least: 1, most: mostISO, write: strconv.Itoa, read: func(value string) (int, error) {
	n, err := strconv.ParseUint(value, 10, 32)
	if err != nil || n < 1 || n > mostISO {
		return 0, fmt.Errorf("%s is not an ISO speed", shown(value))
	}
	return int(n), nil
}}

func readISO(s segment, _ time.Time) (meaning, error) {
	low, high, text, label, err := isoScale.interval(strings.ToLower(s.text))
	if err != nil {
		return meaning{}, fmt.Errorf("%w; write iso:800, iso:100..400 or iso:>=1600", err)
	}
	t := library.ISOTest{Min: low, Max: high}
	if low == isoScale.least {
		t.Min = 0
	}
	if high == isoScale.most {
		t.Max = 0
	}
	return meaning{t, text, "ISO " + label}, nil
}

// The ratings that have a name.
const (
	rejected = -1
	unrated  = 0
)

// ratingScale leaves the rejected out of "less than": rejected photos are found by name.
var ratingScale = scale{least: unrated, most: 5, write: writeRating, read: func(value string) (int, error) {
	switch value {
	case "none":
		return unrated, nil
	case "rejected", "-1":
		return rejected, nil
	}
	if stars := strings.Trim(value, "★⭐\ufe0f"); stars == "" && value != "" {
		value = strconv.Itoa(strings.Count(value, "★") + strings.Count(value, "⭐"))
	}
	n, err := strconv.ParseUint(value, 10, 8)
	if err != nil || n > 5 {
		return 0, fmt.Errorf("%s is not a rating", shown(value))
	}
	return int(n), nil
}}

func writeRating(n int) string {
	switch n {
	case unrated:
		return "none"
	case rejected:
		return "rejected"
	}
	return strconv.Itoa(n)
}

func readRating(s segment, _ time.Time) (meaning, error) {
	low, high, text, label, err := ratingScale.interval(strings.ToLower(s.text))
	if err != nil {
		return meaning{}, fmt.Errorf("%w; write rating:3, rating:>=3, rating:1..3, rating:none or rating:rejected", err)
	}
	switch text {
	case "none":
		label = "not rated"
	case "rejected":
	default:
		label = "rating " + label
	}
	return meaning{library.RatingTest{Min: low, Max: high}, text, label}, nil
}
