package message

import (
	"slices"
	"testing"
	"time"

	"golang.org/x/text/language"

	"descry/assets/languages"
)

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

// TestDates compares the shapes of dates and times.
func TestDates(t *testing.T) {
	later := thursday.Add(3*24*time.Hour + 5*time.Minute)
	for tag, want := range map[string][]string{
		"en": {"16 May 2024", "Thu 16 May 2024", "May 2024", "16 May 2024, 14:00", "Today, 14:00", "9 May", "at 14:00", "on Sunday at 14:05",
			"Thu 16 May 2024, 14:00:00", "14:00"},
		"de": {"16. Mai 2024", "Do, 16. Mai 2024", "Mai 2024", "16. Mai 2024, 14:00", "Heute, 14:00", "9. Mai", "um 14:00 Uhr", "am Sonntag um 14:05 Uhr",
			"Do, 16. Mai 2024, 14:00:00", "14:00"},
		"zh-Hans": {"2024年5月16日", "2024年5月16日 周四", "2024年5月", "2024年5月16日 14:00", "今天 14:00", "5月9日", "14:00", "星期日 14:05",
			"2024年5月16日 周四 14:00:00", "14:00"},
	} {
		tag := language.MustParse(tag)
		if !slices.Contains(languages.Spoken(), tag) {
			continue
		}
		in(tag, func() {
			got := []string{FormatDate(thursday), FormatWeekdayDate(thursday), FormatMonth(thursday), FormatFull(thursday), FormatMoment(thursday, thursday),
				FormatSince(thursday.AddDate(0, 0, -7), thursday), FormatComing(thursday, thursday.Add(-time.Minute)), FormatComing(later, thursday),
				FormatCaptured(thursday), FormatClock(thursday)}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%v: %q, want %q", tag, got[i], want[i])
				}
			}
		})
	}
}
