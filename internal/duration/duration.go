// Package duration writes lengths of time as "5 minutes", never "5m0s". What people read in
// their language is written by package descry/app/message, which takes the units from here.
package duration

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// most can be rounded up.
const most = math.MaxInt64 - 24*time.Hour

// Part is a number of a unit: days, hours, minutes, seconds or milliseconds.
type Part struct {
	Number float64 // whole, but for seconds that stand alone
	Unit   time.Duration
}

// Day is the longest unit.
const Day = 24 * time.Hour

// Of is a length of time, rounded, in its two largest units at most, the larger first. Seconds
// below ten have a decimal. A negative length counts as none.
func Of(d time.Duration) []Part {
	d = min(max(d, 0), most)
	switch {
	case d == 0:
		return []Part{{0, time.Second}}
	case d < time.Second-time.Millisecond/2:
		return []Part{{max(float64(d.Round(time.Millisecond)/time.Millisecond), 1), time.Millisecond}}
	case d < 10*time.Second-50*time.Millisecond:
		return []Part{{d.Round(100 * time.Millisecond).Seconds(), time.Second}}
	}
	if d = d.Round(time.Second); d >= time.Hour {
		d = d.Round(time.Minute)
	}
	if d >= Day {
		d = d.Round(time.Hour)
	}
	var parts []Part
	for _, unit := range []time.Duration{Day, time.Hour, time.Minute, time.Second} {
		if n := d / unit; n > 0 {
			parts = append(parts, Part{float64(n), unit})
		}
		d %= unit
	}
	return parts
}

// Format writes a length of time in English: "120 ms", "4.4 seconds", "5 minutes", "1 hour 12
// minutes", "3 days".
func Format(d time.Duration) string {
	text := ""
	for _, part := range Of(d) {
		if text != "" {
			text += " "
		}
		text += strconv.FormatFloat(part.Number, 'f', -1, 64) + " " + word(part)
	}
	return text
}

// Parse reads a length of time that Format wrote.
func Parse(text string) (d time.Duration, ok bool) {
	fields := strings.Fields(text)
	if len(fields) != 2 && len(fields) != 4 {
		return 0, false
	}
	for i := 0; i < len(fields); i += 2 {
		number, err := strconv.ParseFloat(fields[i], 64)
		unit, known := units[strings.TrimSuffix(fields[i+1], "s")]
		if err != nil || !known || !(number >= 0 && number <= mostOfUnit) {
			return 0, false
		}
		d += time.Duration(number * float64(unit))
	}
	return d, true
}

// mostOfUnit keeps the sum of two parts from overflowing.
const mostOfUnit = 50_000

// units are the units by their words, without the s of several.
var units = map[string]time.Duration{"m": time.Millisecond, "second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": Day}

func word(part Part) string {
	name := map[time.Duration]string{Day: "day", time.Hour: "hour", time.Minute: "minute", time.Second: "second"}[part.Unit]
	switch {
	case part.Unit == time.Millisecond:
		return "ms"
	case part.Number == 1:
		return name
	}
	return name + "s"
}
