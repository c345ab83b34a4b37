package message

import (
	"math"
	"time"

	"descry/internal/duration"
)

// FormatTimeLeft writes the time that work still takes, no more precisely than an estimate
// allows. The text is "" when the time is not known.
func FormatTimeLeft(seconds float64) string {
	minutes := int(math.Ceil(seconds / 60))
	switch {
	case seconds <= 0 || math.IsNaN(seconds) || math.IsInf(seconds, 0):
		return ""
	case seconds < 10:
		return Text("time-left-moment", nil)
	case seconds < 60:
		return Text("time-left-seconds", Params{"Seconds": int(math.Ceil(seconds/5) * 5)})
	case minutes < 60:
		return Text("time-left-minutes", Params{"Minutes": minutes})
	case minutes < 10*60:
		return Text("time-left-hours-minutes", Params{"Hours": minutes / 60, "Minutes": minutes % 60 / 5 * 5})
	case minutes < 48*60:
		return Text("time-left-hours", Params{"Hours": (minutes + 59) / 60})
	}
	return Count("time-left-days", (minutes+24*60-1)/(24*60), nil)
}

// FormatSeconds writes a duration of s seconds as precisely as matters to people.
func FormatSeconds(s float64) string {
	decimals := 0
	switch {
	case s < 0.095:
		decimals = 2
	case s < 9.95:
		decimals = 1
	}
	return Text("seconds", Params{"Seconds": FormatDecimal(max(s, 0.01), decimals)})
}

// FormatDuration writes a length of time in its two largest units at most: "120 ms", "4.4
// seconds", "5 minutes", "1 hour 12 minutes", "3 days".
func FormatDuration(d time.Duration) string {
	parts := duration.Of(d)
	text := durationPart(parts[0])
	if len(parts) > 1 {
		text = Text("duration-pair", Params{"Larger": text, "Smaller": durationPart(parts[1])})
	}
	return text
}

func durationPart(part duration.Part) string {
	n := int(part.Number)
	switch {
	case part.Unit == duration.Day:
		return Count("duration-days", n, nil)
	case part.Unit == time.Hour:
		return Count("duration-hours", n, nil)
	case part.Unit == time.Minute:
		return Count("duration-minutes", n, nil)
	case part.Unit == time.Millisecond:
		return Text("duration-milliseconds", Params{"Milliseconds": FormatCount(n)})
	case part.Number != math.Trunc(part.Number):
		return Text("duration-seconds-decimal", Params{"Seconds": FormatDecimal(part.Number, 1)})
	}
	return Count("duration-seconds", n, nil)
}
