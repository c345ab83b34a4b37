// Package filesize writes sizes of files in decimal units, as file managers and download pages
// do, with three significant digits. What people read in their language is written by package
// descry/app/message, which takes units and decimals from here.
package filesize

import (
	"fmt"
	"slices"
	"strconv"
)

// Unit is what a size is counted in.
type Unit int

// The units, each a thousand times the one before.
const (
	Bytes Unit = iota
	Kilobytes
	Megabytes
	Gigabytes
	Terabytes
)

var units = [...]string{"bytes", "kB", "MB", "GB", "TB"}

// UnitNamed is the unit that Format writes so, -1 for none.
func UnitNamed(name string) Unit {
	if name == "byte" {
		return Bytes
	}
	return Unit(slices.Index(units[:], name))
}

// Size is a size in a unit.
type Size struct {
	Value    float64
	Decimals int // how many decimals of Value are written
	Unit     Unit
}

// Of is a number of bytes in the unit in which at most three digits stand before the point. A
// number that would be rounded to 1000 belongs to the next unit.
func Of(bytes int64) Size {
	if bytes < 1000 {
		return Size{Value: float64(bytes)}
	}
	s := Size{Value: float64(bytes)}
	for s.Unit < Terabytes {
		s.Unit++
		if s.Value /= 1000; s.Value < 999.5 {
			break
		}
	}
	switch {
	case s.Value < 9.995:
		s.Decimals = 2
	case s.Value < 99.95:
		s.Decimals = 1
	}
	return s
}

// Part is how many bytes of all there are, both in the unit of all with the same number of
// decimals. A done above all counts as all.
func Part(done, all int64) (part, whole Size) {
	done = min(done, all)
	whole = Of(all)
	if whole.Unit != Bytes {
		whole.Decimals = 0
		if whole.Value < 99.5 {
			whole.Decimals = 1
		}
	}
	part = whole
	if part.Value = float64(done); whole.Unit != Bytes {
		part.Value = float64(done) / float64(all) * whole.Value
	}
	return part, whole
}

// Format writes a number of bytes in English: "1 byte", "412 kB", "5.70 GB".
func Format(bytes int64) string {
	if bytes == 1 {
		return "1 byte"
	}
	s := Of(bytes)
	return fmt.Sprintf("%s %s", strconv.FormatFloat(s.Value, 'f', s.Decimals, 64), units[s.Unit])
}
