package ui

import (
	"descry/library"
)

// whyTitle says what a photo is worth as an answer.
func whyTitle(m library.Match) string {
	switch m {
	case library.Good:
		return "good match"
	case library.Maybe:
		return "maybe"
	}
	return "no good match"
}

// partName is what a part asks for: "red lanterns", "without people".
func partName(p Part) string {
	if p.Negative {
		return "without " + oneLine(p.Text)
	}
	return oneLine(p.Text)
}

// partWord says how much of a part is in the photo. Of what is not wanted, little
// is good.
func partWord(p Part) string {
	words := [...]string{library.Good: "good", library.Maybe: "partly", library.Weak: "not seen"}
	if p.Negative {
		words = [...]string{library.Good: "some seen", library.Maybe: "perhaps some", library.Weak: "none seen"}
	}
	return words[min(max(p.Match, library.Good), library.Weak)]
}
