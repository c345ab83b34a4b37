package duration_test

import (
	"regexp"
	"testing"
	"time"

	"descry/internal/duration"
)

func TestFormat(t *testing.T) {
	for _, test := range []struct {
		d    time.Duration
		want string
	}{
		{-time.Second, "0 seconds"}, {0, "0 seconds"}, {1, "1 ms"}, {120 * time.Millisecond, "120 ms"},
		{999600 * time.Microsecond, "1 second"}, {time.Second, "1 second"}, {4440 * time.Millisecond, "4.4 seconds"},
		{9960 * time.Millisecond, "10 seconds"}, {30 * time.Second, "30 seconds"}, {59700 * time.Millisecond, "1 minute"},
		{5 * time.Minute, "5 minutes"}, {61 * time.Second, "1 minute 1 second"}, {time.Hour, "1 hour"},
		{59*time.Minute + 59*time.Second + 800*time.Millisecond, "1 hour"},
		{72*time.Minute + 29*time.Second, "1 hour 12 minutes"}, {24*time.Hour - time.Second, "1 day"},
		{72*time.Hour + 20*time.Minute, "3 days"}, {30 * time.Hour, "1 day 6 hours"},
	} {
		if got := duration.Format(test.d); got != test.want {
			t.Errorf("%v: %q, want %q", test.d, got, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, text := range []string{"", "30", "30 s", "x seconds", "-1 seconds", "NaN days", "1e9 days", "1 day 1 hour 1 second", "1 day of 2 days"} {
		if d, ok := duration.Parse(text); ok {
			t.Errorf("%q is read as %v", text, d)
		}
	}
}

// FuzzParse reads any text without a number that overflows.
func FuzzParse(f *testing.F) {
	f.Add("1 hour 12 minutes")
	f.Add("49999 days 49999 days")
	f.Fuzz(func(t *testing.T, text string) {
		if d, _ := duration.Parse(text); d < 0 {
			t.Errorf("%q is read as %v", text, d)
		}
	})
}

// FuzzFormat holds for any length: one or two units, each with its number, which are read as
// they were written.
func FuzzFormat(f *testing.F) {
	f.Add(int64(time.Minute))
	f.Add(int64(-1))
	f.Add(int64(1<<63 - 1))
	shape := regexp.MustCompile(`^(\d+ ms|\d+(\.\d)? seconds?|\d+ (day|hour|minute)s?( \d+ (hour|minute|second)s?)?)$`)
	f.Fuzz(func(t *testing.T, ns int64) {
		if got := duration.Format(time.Duration(ns)); !shape.MatchString(got) {
			t.Errorf("%d ns: %q", ns, got)
		} else if d, ok := duration.Parse(got); time.Duration(ns) < 10_000*duration.Day && (!ok || duration.Format(d) != got) {
			t.Errorf("%q is read as %v, %v", got, d, ok)
		}
	})
}
