package ui

import "strings"

// adviceByReason maps a phrase in a problem's reason to what to do. The first
// that occurs counts, so the particular stand before the general.
var adviceByReason = []struct{ phrase, advice string }{
	{"permission", "Allow yourself to read this file, then retry."},
	{"denied", "Allow yourself to read this file, then retry."},
	{"not a photo", "Give it the ending of what it really is, or move it elsewhere."},
	{"not supported", "Convert it to JPEG, or keep it as it is: Descry leaves it alone."},
	{"too large", "Save a smaller copy beside it to have it found."},
	{"too slow", "Retry when the computer is less busy."},
	{"too long", "Retry when the computer is less busy."},
	{"memory", "Close other programs, then retry."},
	{"empty", "Copy it again from the camera or a backup; this file holds nothing."},
	{"input/output", "Its disk may be failing: copy what matters elsewhere soon."},
	{"no such file", "It has been moved or deleted; the next scan forgets it."},
}

// adviceFor says what the owner can do about a file that could not be read.
func adviceFor(reason string) string {
	reason = strings.ToLower(reason)
	for _, a := range adviceByReason {
		if strings.Contains(reason, a.phrase) {
			return a.advice
		}
	}
	return "Copy it again from the camera or a backup; it is read anew when it changes."
}
