package metadata

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"descry/library"
)

// The forms in which names of photos tell when they were taken. Digits before or behind would
// make the date part of a longer number.
var (
	// exactName has date and time: IMG_20150607_080910.jpg, PXL_20210506_070809123.jpg,
	// 2018-12-24 18.30.00.jpg, signal-2021-03-04-151617.jpg, WhatsApp Image 2022-08-09 at
	// 10.11.12 PM.jpeg, Screenshot from 2020-02-29 10-11-12.png.
	exactName = regexp.MustCompile(`(?i)(?:^|\D)(\d{4})([-_.: ]?)(\d{2})([-_.: ]?)(\d{2})(?:[-_.,T ]+| at | um | à )?(\d{1,2})[-_.:h]?(\d{2})[-_.:m]?(\d{2})(?:[-_.]?(\d{3})\d{0,6})?(?:[ \x{202f}]?([ap])\.?m)?(?:$|\D)`)
	// dayName has a date alone: IMG-20190704-WA0001.jpg, 1985-07-04 Grandma.jpg.
	dayName = regexp.MustCompile(`(?:^|\D)(\d{4})([-_. ]?)(\d{2})([-_. ]?)(\d{2})(?:$|\D)`)
	// epochName has milliseconds since 1970: FB_IMG_1439876543210.jpg, mmexport1439876543210.jpg.
	epochName = regexp.MustCompile(`^(?:FB_IMG_|mmexport|wx_camera_|microMsg\.|received_)?(1\d{12})(?:$|\D)`)
)

// firstCompact is the earliest year that a number without separators is taken for. Phones and
// cameras that name their files by date are younger.
const firstCompact = 1995

// lastNamed is the latest year that a name is taken for. A later one is a number that looks
// like a date.
const lastNamed = 2099

// ReadName reads the date in a photo's file name, as phones, messengers and screen shots write
// it. A number that is no date, such as one with a month 13, is none.
func ReadName(name string) CaptureTime {
	base := filepath.Base(name)
	base = strings.TrimSuffix(base, filepath.Ext(base))
	for _, m := range exactName.FindAllStringSubmatch(base, -1) {
		if c := namedTime(m); !c.IsZero() {
			return c.from(Name)
		}
	}
	for _, m := range dayName.FindAllStringSubmatch(base, -1) {
		if c := namedDay(m); !c.IsZero() {
			return c.from(Name)
		}
	}
	if m := epochName.FindStringSubmatch(base); m != nil {
		ms, err := strconv.ParseInt(m[1], 10, 64)
		if err == nil {
			t := time.UnixMilli(ms).UTC()
			c := CaptureTime{Local: t.Truncate(time.Second), HasOffset: true}
			return c.from(Name)
		}
	}
	return CaptureTime{}
}

// namedDay is the date in the parts of a match: year, separator, month, separator, day. The
// separators are the same, or there are none.
func namedDay(m []string) CaptureTime {
	year, _ := number(m[1])
	first := 1826 // the first photograph
	if m[2] == "" {
		first = firstCompact
	}
	if m[2] != m[4] || year < first || year > lastNamed {
		return CaptureTime{}
	}
	month, _ := number(m[3])
	d, _ := number(m[5])
	return day(year, month, d, library.ToDay)
}

// namedTime adds the time of day: hour, minute, second, milliseconds, a or p.
func namedTime(m []string) CaptureTime {
	c := namedDay(m)
	if c.IsZero() {
		return c
	}
	hour, _ := number(m[6])
	if half := strings.ToLower(m[10]); half != "" {
		if hour < 1 || hour > 12 {
			return CaptureTime{}
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	minute, _ := number(m[7])
	second, _ := number(m[8])
	if hour > 23 || minute > 59 || second > 59 {
		return CaptureTime{}
	}
	c.Local = c.Local.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second)
	c.Precision, c.SubSec = library.ToSecond, m[9]
	return c
}
