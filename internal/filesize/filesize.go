// Package filesize writes sizes of files for people, in the window, in the output of commands
// and in errors alike: in decimal units, as file managers and download pages do, with three
// significant digits.
package filesize

import (
	"fmt"
	"strconv"
)

// Format writes a number of bytes: "1 byte", "412 kB", "5.70 GB".
func Format(bytes int64) string {
	if bytes < 1000 {
		return plain(bytes)
	}
	value, unit := scaled(bytes)
	digits := 0
	switch {
	case value < 9.995:
		digits = 2
	case value < 99.95:
		digits = 1
	}
	return strconv.FormatFloat(value, 'f', digits, 64) + " " + unit
}

// FormatPart writes how many bytes of all there are, both in one unit: "3.1 of 5.7 GB". A done
// above all counts as all.
func FormatPart(done, all int64) string {
	done = min(done, all)
	if all < 1000 {
		return fmt.Sprintf("%d of %s", done, plain(all))
	}
	value, unit := scaled(all)
	digits := 0
	if value < 99.5 {
		digits = 1
	}
	write := func(v float64) string { return strconv.FormatFloat(v, 'f', digits, 64) }
	return write(float64(done)/float64(all)*value) + " of " + write(value) + " " + unit
}

func plain(bytes int64) string {
	if bytes == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", bytes)
}

// scaled chooses the unit in which at most three digits stand before the point. A number that
// would be rounded to 1000 belongs to the next unit.
func scaled(bytes int64) (value float64, unit string) {
	value = float64(bytes)
	for _, unit = range []string{"kB", "MB", "GB", "TB"} {
		if value /= 1000; value < 999.5 {
			break
		}
	}
	return value, unit
}
