// Package metadata reads the metadata of a photo file: when, where and with what the photo was
// taken, its orientation, rating, keywords, people, title and description, from EXIF, XMP
// (embedded and sidecar) and IPTC.
//
// The subpackages find the blocks in the file (embedded) and read the blocks (exif, xmp,
// iptc). This package decides which of several values wins. Containers and tags are read by
// the program's own code rather than bep/imagemeta, which (v1.0.1) reads no XMP in PNG and
// GIF, no EXIF in PNG text chunks, no structures (face regions) and no language alternatives
// in XMP, and only the first IPTC segment of a JPEG.
package metadata

import (
	"strconv"
	"time"

	"descry/library"
)

// Version is the version of the reading: of this package, and of what package index makes of
// its results. A change by which more, or something else, is read of files that are
// indexed already counts the version up, so that all of them are read anew once.
const Version = 1

// Metadata is the metadata of a photo file, or of its sidecar. Fields are zero where the file
// has no value.
type Metadata struct {
	Captured            CaptureTime
	Make, Model, Lens   string
	Orientation         int     // EXIF number as stored, valid or not, else XMP's; 0 = absent
	Latitude, Longitude float64 // degrees, north and east positive
	HasGPS              bool
	Rating              float64 // 0 to 5 stars, fractions occur; -1 = rejected
	HasRating           bool
	Keywords            []string // union of all sources, sorted
	Hierarchical        []string // "A|B|C", sorted
	People              []string // names in face regions, sorted
	Title, Description  string
	ISO                 int
	FNumber             float64
	ExposureSeconds     float64
	FocalLength         float64 // millimetres, not converted to 35 mm film
}

// CaptureTime is when a photo was taken, as the camera's clock showed the time.
type CaptureTime struct {
	Local         time.Time // clock time as written, whole seconds, in UTC; the begin of what Precision leaves open
	Precision     library.Precision
	HasOffset     bool   // whether the file states the distance to UTC
	OffsetSeconds int    // local minus UTC
	SubSec        string // digits behind the decimal point, "" when absent
	From          Source // "" for no date
}

// covers reports that another date lies within what this one leaves open.
func (c CaptureTime) covers(other CaptureTime) bool {
	return !other.IsZero() && !other.Local.Before(c.Local) && other.Local.Before(c.Precision.End(c.Local))
}

// from notes where a date stands.
func (c CaptureTime) from(s Source) CaptureTime {
	if !c.IsZero() {
		c.From = s
	}
	return c
}

// IsZero reports that there is no capture time.
func (c CaptureTime) IsZero() bool { return c.Local.IsZero() }

// Clock is what the camera's clock showed, with the fraction of the second.
func (c CaptureTime) Clock() time.Time {
	t := c.Local
	if f, err := strconv.ParseFloat("0."+c.SubSec, 64); err == nil && f < 1 {
		t = t.Add(time.Duration(f * float64(time.Second)))
	}
	return t
}

// Time returns the moment with its fraction of a second, in the zone of the
// stated offset, or in UTC when none is stated.
func (c CaptureTime) Time() time.Time {
	t := c.Clock()
	if !c.HasOffset {
		return t
	}
	shift := time.Duration(c.OffsetSeconds) * time.Second
	return t.Add(-shift).In(time.FixedZone("", c.OffsetSeconds))
}
