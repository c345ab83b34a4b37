package metadata

import (
	"strings"

	"descry/library"
	"descry/library/metadata/exif"
	"descry/library/metadata/iptc"
	"descry/library/metadata/xmp"
)

// captured takes the first valid date, in the order from the shutter to the desk. ModifyDate
// is the editor's and no capture date. The GPS clock is another zone's and often stale. A date
// that goes only as far as the day, month or year is made exact by a later one within it.
func (f *findings) captured() (best CaptureTime) {
	x := f.xmp
	for _, c := range []CaptureTime{
		exifTime(f.exif.Original).from(EXIF),
		parseCapture(x.Text(xmp.DateTimeOriginal)).from(XMP),
		parseCapture(x.Text(xmp.DateCreated)).from(XMP),
		iptcTime(f.iptc).from(IPTC),
		exifTime(f.exif.Digitized).from(EXIF),
		parseCapture(x.Text(xmp.CreateDate)).from(XMP),
	} {
		if best.IsZero() || c.Precision < best.Precision && best.covers(c) {
			best = c
		}
	}
	return best
}

// exifTime reads a date of EXIF and the tags for fraction and offset, which outweigh what some
// programs write into the date itself.
func exifTime(d exif.Date) CaptureTime {
	c := parseCapture(d.Time)
	if c.Precision != library.ToSecond || c.IsZero() {
		return c
	}
	if s := digits(strings.TrimSpace(d.SubSec)); s != "" {
		c.SubSec = s
	}
	c.setOffset(strings.TrimSpace(d.Offset))
	return c
}

// iptcTime reads "20060102" and "150405+0100".
func iptcTime(r iptc.Record) CaptureTime {
	c := parseCapture(r.DateCreated)
	t := strings.TrimSpace(r.TimeCreated)
	if c.Precision != library.ToDay || len(t) < 6 {
		return c
	}
	exact := parseCapture(c.Local.Format("2006-01-02T") + t[:2] + ":" + t[2:4] + ":" + t[4:])
	if exact.Precision != library.ToSecond {
		return c
	}
	return exact
}
