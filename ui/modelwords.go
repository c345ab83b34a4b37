package ui

import (
	"fmt"
	"strconv"
	"strings"

	"descry/app/message"
	"descry/app/service/models"
	"descry/internal/filesize"
)

// modelFacts says how large a pack is, under which licence, and what it looks at.
func modelFacts(m models.Model) string {
	var parts []string
	if m.BuiltIn {
		parts = append(parts, "Comes with Descry")
	}
	if m.Bytes > 0 {
		parts = append(parts, filesize.Format(m.Bytes))
	}
	if m.Licence != "" {
		parts = append(parts, m.Licence)
	}
	if m.ImageSize > 0 {
		parts = append(parts, "sees "+strconv.Itoa(m.ImageSize)+" px")
	}
	if m.MaxTokens > 0 {
		parts = append(parts, "reads up to "+message.FormatCount(m.MaxTokens)+" tokens")
	}
	return strings.Join(parts, " · ")
}

// modelQuality says how well the pack finds photos and in which languages; what it
// was measured on is in the JSON of "descry model list" for those who ask.
func modelQuality(m models.Model) string {
	if len(m.Languages) == 0 && len(m.Measured) == 0 {
		return "Not measured: how well it finds photos is not known."
	}
	var parts []string
	if len(m.Measured) > 0 {
		r := m.Measured[0]
		parts = append(parts, fmt.Sprintf("Finds the right photo first in %.0f %% of tests, in the first ten in %.0f %%.", r.R1, r.R10))
	}
	if len(m.Languages) > 0 {
		parts = append(parts, "Tested in "+message.Listed(m.Languages)+".")
	}
	return strings.Join(parts, " ")
}

// modelSpeed says how fast the pack is on this machine and how many photos it
// knows.
func modelSpeed(m models.Model) string {
	var parts []string
	if m.Photos > 0 || m.Vectors > 0 {
		s := "Knows " + message.FormatCount(m.Vectors) + " of " + message.Plural(max(m.Photos, m.Vectors), "photo", "photos")
		if m.VectorBytes > 0 {
			s += ", " + filesize.Format(m.VectorBytes)
		}
		parts = append(parts, s)
	}
	var speed []string
	if rate := message.FormatRate(m.ImagesPerSecond); rate != "" {
		speed = append(speed, rate)
	}
	if m.TextMillis > 0 {
		speed = append(speed, message.FormatSeconds(m.TextMillis/1000)+" a query")
	}
	if len(speed) > 0 {
		parts = append(parts, strings.Join(speed, ", ")+" on this machine")
	}
	return strings.Join(parts, " · ")
}
