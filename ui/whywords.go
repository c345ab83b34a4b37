package ui

import (
	"descry/app/message"
	"descry/app/service"
	"descry/library"
)

// whyTitle says what a photo is worth as an answer, in the words of the heading that
// it stands under.
func whyTitle(m library.Match, a service.Answer) string {
	switch {
	case m == library.Good:
		return "good match"
	case m == library.Maybe && a.Good > 0:
		return "maybe"
	case m == library.Maybe:
		return "among the best"
	case a.Good+a.Maybe == 0:
		return "not close"
	}
	return "less certain"
}

// partName is what a part asks for: "red lanterns", "without people".
func partName(p service.Part) string {
	if p.Negative {
		return "without " + message.OneLine(p.Text)
	}
	return message.OneLine(p.Text)
}

// partWord says how much of a part is in the photo. It is about what is seen, never
// about how good an answer the photo is, which other parts have a say in. Of what is
// not wanted, little is good.
func partWord(p service.Part) string {
	words := [...]string{library.Good: "clearly", library.Maybe: "partly", library.Weak: "hardly"}
	if p.Negative {
		words = [...]string{library.Good: "some seen", library.Maybe: "perhaps some", library.Weak: "none seen"}
	}
	return words[min(max(p.Match, library.Good), library.Weak)]
}
