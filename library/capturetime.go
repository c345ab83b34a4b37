package library

import "time"

// CaptureTime is when a photo was taken, as the camera's clock showed the time. Local holds
// the clock time in the UTC location, with the fraction of the second where the file states
// one. Where the date goes only as far as a day, month or year, Local is the begin of that.
// Offset (seconds east of UTC) is valid only when HasOffset says that the file states an
// offset.
type CaptureTime struct {
	Local     time.Time
	Precision Precision
	HasOffset bool
	Offset    int
	From      string // where the date stands, as metadata.Source has it; "" where that was not noted
}

// IsZero reports that the photo doesn't say when it was taken.
func (c CaptureTime) IsZero() bool { return c.Local.IsZero() }

// End is the first moment that the date doesn't mean any more.
func (c CaptureTime) End() time.Time { return c.Precision.End(c.Local) }

// Precision is how far a date goes.
type Precision uint8

// The precisions, the finest first.
const (
	ToSecond Precision = iota // with a time of day
	ToDay
	ToMonth
	ToYear
)

// End is the first moment that a date of this precision doesn't mean any more. A date with a
// time of day means one second.
func (p Precision) End(begin time.Time) time.Time {
	switch p {
	case ToDay:
		return begin.AddDate(0, 0, 1)
	case ToMonth:
		return begin.AddDate(0, 1, 0)
	case ToYear:
		return begin.AddDate(1, 0, 0)
	case ToSecond:
	}
	return begin.Truncate(time.Second).Add(time.Second)
}

// Layout is that of package time for dates of this precision: ISO 8601, with a time of day
// where the date has one.
func (p Precision) Layout() string {
	switch p {
	case ToDay:
		return "2006-01-02"
	case ToMonth:
		return "2006-01"
	case ToYear:
		return "2006"
	case ToSecond:
	}
	return "2006-01-02T15:04:05"
}

// Future reports that a date can't be right: it lies more than two days, which no time zone
// explains, behind the moment at which the photo was found. Without that moment no date does.
func (c CaptureTime) Future(found time.Time) bool {
	return !found.IsZero() && c.Local.Unix() > found.Unix()+futureAfter
}

// futureAfter is in seconds. The catalogue's schema has the same number.
const futureAfter = 2 * 24 * 3600
