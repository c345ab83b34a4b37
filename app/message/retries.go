package message

import "time"

// RetryWords say when a file is tried again by itself: "will be tried again at 14:32", of
// another day "will be tried again on Tuesday at 14:32", "will be tried again soon" once
// the time has come. They are "" for the zero time, of a file that isn't.
func RetryWords(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return "will be tried again " + whenWords(at, now)
}

// whenWords are a time to come, within a week.
func whenWords(at, now time.Time) string {
	at = at.In(now.Location())
	switch {
	case !at.After(now):
		return "soon"
	case at.Format(time.DateOnly) == now.Format(time.DateOnly):
		return at.Format("at 15:04")
	}
	return at.Format("on Monday at 15:04")
}

// RetriesWords tell of several files at once: "3 will be tried again, the first at 14:32".
// They are "" for none.
func RetriesWords(files int, first, now time.Time) string {
	switch files {
	case 0:
		return ""
	case 1:
		return "1 " + RetryWords(first, now)
	}
	return FormatCount(files) + " will be tried again, the first " + whenWords(first, now)
}
