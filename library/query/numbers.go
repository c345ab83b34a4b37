package query

import (
	"strconv"
	"strings"

	"descry/library"
)

// mostISO is far beyond what any camera offers.
const mostISO = 100_000_000

var isoScale = scale{least: 1, most: mostISO, write: strconv.Itoa, read: readSpeed,
	unread: NoISO, endless: ISOWithoutEnds, reversed: ISOReversed, nothing: ISONothing}

func readSpeed(value string) (int, bool) {
	n, err := strconv.ParseUint(value, 10, 32)
	return int(n), err == nil && n >= 1 && n <= mostISO
}

func readISO(s segment, _ setting) (meaning, *Remark) {
	low, high, v, wrong := isoScale.interval(strings.ToLower(narrow(s.text)))
	if wrong != nil {
		return meaning{}, wrong
	}
	t := library.ISOTest{Min: low, Max: high}
	if low == isoScale.least {
		t.Min = 0
	}
	if high == isoScale.most {
		t.Max = 0
	}
	return meaning{t, v}, nil
}

// The ratings that have a name.
const (
	rejected = -1
	unrated  = 0
)

// ratingScale leaves the rejected out of "less than": rejected photos are found by name.
func ratingScale(w *Words) scale {
	return scale{least: unrated, most: 5, write: writeRating, read: func(value string) (int, bool) { return readStars(w.english("rating", value)) },
		local:  func(n int) string { return w.word("rating", writeRating(n)) },
		unread: NoRating, endless: RatingNoEnds, reversed: RatingReversed, nothing: RatingNothing}
}

func readStars(value string) (int, bool) {
	switch value {
	case "none":
		return unrated, true
	case "rejected", "-1":
		return rejected, true
	}
	if stars := strings.Trim(value, "★⭐\ufe0f"); stars == "" && value != "" {
		value = strconv.Itoa(strings.Count(value, "★") + strings.Count(value, "⭐"))
	}
	n, err := strconv.ParseUint(value, 10, 8)
	return int(n), err == nil && n <= 5
}

func writeRating(n int) string {
	switch n {
	case unrated:
		return "none"
	case rejected:
		return "rejected"
	}
	return strconv.Itoa(n)
}

func readRating(s segment, in setting) (meaning, *Remark) {
	low, high, v, wrong := ratingScale(in.words).interval(strings.ToLower(narrow(s.text)))
	if wrong != nil {
		return meaning{}, wrong
	}
	return meaning{library.RatingTest{Min: low, Max: high}, v}, nil
}
