package metadata

import (
	"strings"
	"time"
)

// creationForms are how programs write the text "Creation Time" of a PNG: as the PNG
// specification wants it (RFC 1123), as EXIF, as XMP, and as C's ctime.
var creationForms = []struct {
	layout string
	zoned  bool
}{
	{"Mon, 2 Jan 2006 15:04:05 -0700", true},
	{"Mon, 2 Jan 2006 15:04:05 MST", true},
	{"2 Jan 2006 15:04:05 -0700", true},
	{"2 Jan 2006 15:04:05 MST", true},
	{"2006-01-02T15:04:05Z07:00", true},
	{"2006-01-02T15:04:05", false},
	{"2006-01-02 15:04:05", false},
	{"2006:01:02 15:04:05", false},
	{"Mon Jan 2 15:04:05 2006", false},
}

// creationTime reads the text "Creation Time" of a PNG. Of named zones only Greenwich's counts,
// since a name such as CST stands for several.
func creationTime(s string) CaptureTime {
	s = strings.Join(strings.Fields(s), " ")
	for _, form := range creationForms {
		t, err := time.Parse(form.layout, s)
		if err != nil {
			continue
		}
		if t.Year() < 1000 || t.Year() > 3000 {
			return CaptureTime{}
		}
		zone, offset := t.Zone()
		c := CaptureTime{Local: t.Add(time.Duration(offset) * time.Second).UTC().Truncate(time.Second)}
		if form.zoned && (!strings.HasSuffix(form.layout, "MST") || zone == "GMT" || zone == "UTC") {
			c.HasOffset, c.OffsetSeconds = true, offset
		}
		return c
	}
	return CaptureTime{}
}
