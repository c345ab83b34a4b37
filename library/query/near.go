package query

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"descry/library"
)

const (
	// usualKilometres reaches over a town with its surroundings.
	usualKilometres = 10
	// mostKilometres is half way round the globe.
	mostKilometres = 20_040
)

func readNear(s segment, _ setting) (meaning, *Remark) {
	parts := strings.FieldsFunc(narrow(s.text), isComma)
	if len(parts) < 2 || len(parts) > 3 {
		return meaning{}, remark(NoPlace, nil)
	}
	latitude, err := degrees(parts[0], "n", "s", 90)
	if err != nil {
		return meaning{}, remark(NoLatitude, Params{"Value": shown(strings.TrimSpace(parts[0]))})
	}
	longitude, err := degrees(parts[1], "e", "w", 180)
	if err != nil {
		return meaning{}, remark(NoLongitude, Params{"Value": shown(strings.TrimSpace(parts[1]))})
	}
	reach := float64(usualKilometres)
	if len(parts) == 3 {
		if reach, err = kilometres(parts[2]); err != nil {
			return meaning{}, remark(NoDistance, Params{"Value": shown(strings.TrimSpace(parts[2])), "Most": mostKilometres})
		}
	}
	lat, lon, km := decimal(latitude), decimal(longitude), decimal(reach)
	return meaning{library.NearTest{Position: library.Position{Latitude: latitude, Longitude: longitude}, Kilometres: reach},
		Value{Parts: []string{lat, lon, km}}}, nil
}

// What is wrong is told by readNear.
var (
	errDegrees  = errors.New("no degrees")
	errDistance = errors.New("no distance")
)

// degrees reads -33.9, 33.9S or 33.9°S.
func degrees(value, positive, negative string, limit float64) (float64, error) {
	value = strings.ToLower(strings.TrimSpace(value))
	sign := 1.
	if rest, ok := cutLetter(value, negative); ok {
		value, sign = rest, -1
	} else if rest, ok := cutLetter(value, positive); ok {
		value = rest
	} else {
		value = strings.Replace(value, "−", "-", 1)
		if rest, ok := strings.CutPrefix(value, "-"); ok {
			value, sign = rest, -1
		} else {
			value = strings.TrimPrefix(value, "+")
		}
	}
	n, err := plainNumber(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "°")))
	if err != nil || n > limit {
		return 0, errDegrees
	}
	return sign*rounded(n) + 0, nil // no minus zero
}

// cutLetter takes the letter of a direction off either end.
func cutLetter(value, letter string) (string, bool) {
	if rest, ok := strings.CutSuffix(value, letter); ok {
		return rest, true
	}
	return strings.CutPrefix(value, letter)
}

func kilometres(value string) (float64, error) {
	number := strings.TrimSpace(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(value)), "km"))
	unit := 1.
	if rest, ok := strings.CutSuffix(number, "m"); ok && number == strings.ToLower(strings.TrimSpace(value)) {
		number, unit = strings.TrimSpace(rest), 1000
	}
	n, err := plainNumber(number)
	if n = rounded(n / unit); err != nil || n <= 0 || n > mostKilometres {
		return 0, errDistance
	}
	return n, nil
}

// plainNumber reads digits with a point, without sign or exponent.
func plainNumber(value string) (float64, error) {
	if value == "" || len(value) > 20 || strings.Trim(value, "0123456789.") != "" {
		return 0, strconv.ErrSyntax
	}
	n, err := strconv.ParseFloat(value, 64)
	if math.IsInf(n, 0) || math.IsNaN(n) {
		return 0, strconv.ErrRange
	}
	return n, err
}

// rounded keeps seven decimals, of degrees a centimetre.
func rounded(n float64) float64 { return math.Round(n*1e7) / 1e7 }

// decimal writes a number with as few digits as reading it back needs.
func decimal(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
