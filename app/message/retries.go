package message

import "time"

// RetryWords say when a file is tried again: "will be tried again at 14:32", on another day
// "will be tried again on Tuesday at 14:32", and "will be tried again soon" once the time has
// come. The text is "" for the zero time, of a file that is not tried again.
func RetryWords(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return Text("file-tried-again", Params{"At": FormatComing(at, now)})
}

// FormatComing writes a future time within a week: "at 14:32", "on Tuesday at 14:32".
func FormatComing(at, now time.Time) string {
	at = at.In(now.Location())
	switch {
	case !at.After(now):
		return Text("coming-soon", nil)
	case at.Format(time.DateOnly) == now.Format(time.DateOnly):
		return Text("coming-today", Params{"Time": FormatClock(at)})
	}
	return Text("coming-weekday", Params{"Weekday": weekdayName(at.Weekday()), "Time": FormatClock(at)})
}

// RetriesWords say when several files are tried again: "3 will be tried again, the first at
// 14:32". The text is "" for no files.
func RetriesWords(files int, first, now time.Time) string {
	if files == 0 {
		return ""
	}
	return Count("files-tried-again", files, Params{"At": FormatComing(first, now)})
}
