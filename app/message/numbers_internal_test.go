package message

import (
	"math"
	"testing"
	"time"
)

func TestNumbers(t *testing.T) {
	tests := []struct{ got, want string }{
		{FormatCount(0), "0"},
		{FormatCount(999), "999"},
		{FormatCount(18302), "18,302"},
		{FormatCount(-1234567), "-1,234,567"},
		{Plural(1, "photo", "photos"), "1 photo"},
		{Plural(1240, "photo", "photos"), "1,240 photos"},
		{Photos(1), "1 photo"},
		{Photos(1240), "1,240 photos"},
		{FormatTimeLeft(0), ""},
		{FormatTimeLeft(math.Inf(1)), ""},
		{FormatTimeLeft(4), "a few seconds left"},
		{FormatTimeLeft(42), "45 s left"},
		{FormatTimeLeft(281), "5 min left"},
		{FormatTimeLeft(2*3600 + 13*60), "2 h 10 min left"},
		{FormatTimeLeft(30 * 3600), "30 h left"},
		{FormatTimeLeft(100 * 3600), "5 days left"},
		{Listed(nil), ""},
		{Listed([]string{"a"}), "a"},
		{Listed([]string{"a", "b"}), "a and b"},
		{Listed([]string{"a", "b", "c", "d"}), "a, b, c and d"},
		{FormatMoment(thursday, thursday), "Today, 14:00"},
		{FormatFull(thursday), "16 May 2024, 14:00"},
		{FormatRate(0), ""},
		{FormatRate(0.42), "0.4 photos/s"},
		{FormatRate(52.3), "52 photos/s"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// thursday is when it is now.
var thursday = time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)

func TestSince(t *testing.T) {
	for hours, want := range map[int]string{
		0: "today", 13: "today", 15: "yesterday", 48: "Tuesday", 6 * 24: "Friday",
		7 * 24: "9 May", 24 * 400: "12 April 2023",
	} {
		if got := FormatSince(thursday.Add(-time.Duration(hours)*time.Hour), thursday); got != want {
			t.Errorf("%d hours ago is %q, want %q", hours, got, want)
		}
	}
}
func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"open: permission denied": "Open: permission denied.",
		"/a/b is not a folder":    "/a/b is not a folder.",
		"über allem":              "Über allem.",
		"Done.":                   "Done.",
		"":                        "Something went wrong.",
		"a\nb":                    "A b.",
		"is it installed?":        "Is it installed?",
	} {
		if got := AsSentence(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestFormatThreeDigits(t *testing.T) {
	for x, want := range map[float64]string{0.5126: "0.513", 9.999: "10", 21: "21", 99.96: "100", 100.4: "100", 2012.7: "2,013"} {
		if got := FormatThreeDigits(x); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
}
