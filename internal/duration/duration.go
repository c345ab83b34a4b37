// Package duration writes lengths of time for people, in the window, in the output of commands
// and in errors alike: "5 minutes", never "5m0s".
package duration

import (
	"math"
	"strconv"
	"time"
)

// most can be rounded up.
const most = math.MaxInt64 - 24*time.Hour

// Format writes a length of time in its two largest units at most, rounded: "120 ms", "4.4
// seconds", "5 minutes", "1 hour 12 minutes", "3 days". A negative length counts as none.
func Format(d time.Duration) string {
	d = min(max(d, 0), most)
	switch {
	case d == 0:
		return "0 seconds"
	case d < time.Second-time.Millisecond/2:
		return strconv.FormatInt(max(int64(d.Round(time.Millisecond)/time.Millisecond), 1), 10) + " ms"
	case d < 10*time.Second-50*time.Millisecond:
		d = d.Round(100 * time.Millisecond)
		return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " " + word("second", d == time.Second)
	}
	if d = d.Round(time.Second); d >= time.Hour {
		d = d.Round(time.Minute)
	}
	if d >= 24*time.Hour {
		d = d.Round(time.Hour)
	}
	text := ""
	for _, u := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		n := int64(d / u.length)
		d %= u.length
		if n == 0 {
			continue
		}
		if text != "" {
			text += " "
		}
		text += strconv.FormatInt(n, 10) + " " + word(u.name, n == 1)
	}
	return text
}

func word(unit string, one bool) string {
	if one {
		return unit
	}
	return unit + "s"
}
