package metadata

import (
	"strings"
	"time"

	"descry/library/metadata/exif"
	"descry/library/metadata/iptc"
	"descry/library/metadata/text"
	"descry/library/metadata/xmp"
)

// captured takes the first valid date, in the order from the shutter to the desk. ModifyDate
// is the editor's and no capture date. The GPS clock is another zone's and often stale.
func (f *findings) captured() CaptureTime {
	x := f.xmp
	for _, c := range []CaptureTime{
		exifTime(f.exif.Original),
		xmpTime(x.Text(xmp.DateTimeOriginal)),
		xmpTime(x.Text(xmp.DateCreated)),
		iptcTime(f.iptc),
		exifTime(f.exif.Digitized),
		xmpTime(x.Text(xmp.CreateDate)),
	} {
		if !c.IsZero() {
			return c
		}
	}
	return CaptureTime{}
}

// exifTime reads "2006:01:02 15:04:05" and the tags for fraction and offset. exifTime also
// reads a fraction and an offset in the date itself, where some programs write them.
func exifTime(d exif.Date) CaptureTime {
	c := xmpTime(strings.TrimSpace(d.Time))
	if c.IsZero() {
		return c
	}
	if s := digits(strings.TrimSpace(d.SubSec)); s != "" {
		c.SubSec = s
	}
	c.setOffset(strings.TrimSpace(d.Offset))
	return c
}

// xmpTime reads ISO 8601 in the form of XMP, "2006-01-02T15:04[:05[.678]][+01:00]", and the
// EXIF form, "2006:01:02 15:04:05", which darktable writes into XMP. A date without time does
// not count.
func xmpTime(s string) CaptureTime {
	if len(s) < len("2006-01-02T15:04") {
		return CaptureTime{}
	}
	day, rest := s[:10], s[11:]
	if day[4] == ':' {
		day = strings.ReplaceAll(day, ":", "-")
	}
	if s[10] != 'T' && s[10] != ' ' {
		return CaptureTime{}
	}
	offset := ""
	if i := strings.IndexAny(rest, "Z+-"); i >= 0 {
		rest, offset = rest[:i], rest[i:]
	}
	rest, fraction, _ := strings.Cut(rest, ".")
	if len(rest) == len("15:04") {
		rest += ":00"
	}
	c := clock("2006-01-02 15:04:05", day+" "+rest)
	if c.IsZero() {
		return c
	}
	c.SubSec = digits(fraction)
	c.setOffset(offset)
	return c
}

// iptcTime reads "20060102" and "150405+0100".
func iptcTime(r iptc.Record) CaptureTime {
	if len(r.TimeCreated) < 6 {
		return CaptureTime{}
	}
	c := clock("20060102 150405", r.DateCreated+" "+r.TimeCreated[:6])
	if o := r.TimeCreated[6:]; !c.IsZero() && len(o) == 5 {
		c.setOffset(o[:3] + ":" + o[3:])
	}
	return c
}

// clock reads a date and time. Zeros, blanks and the far past or future are how
// cameras and programs write "unknown".
func clock(layout, s string) CaptureTime {
	t, err := time.Parse(layout, s)
	if err != nil || t.Nanosecond() != 0 || t.Year() < 1000 || t.Year() > 3000 {
		return CaptureTime{}
	}
	return CaptureTime{Local: t}
}

// setOffset reads "+01:00", "-03:30" or "Z". Any other text states no offset.
func (c *CaptureTime) setOffset(s string) {
	if s == "Z" {
		c.HasOffset = true
		return
	}
	t, err := time.Parse("-07:00", s)
	if err != nil {
		return
	}
	const widest = 14 * 3600 // Kiribati
	if _, offset := t.Zone(); offset >= -widest && offset <= widest {
		c.HasOffset, c.OffsetSeconds = true, offset
	}
}

// digits returns s if s is a plausible fraction of a second, otherwise "".
func digits(s string) string {
	s = text.Cut(s, 9)
	for _, r := range s {
		if r < '0' || r > '9' {
			return ""
		}
	}
	return s
}
