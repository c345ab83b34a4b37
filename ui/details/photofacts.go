package details

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
)

// photoFacts lists the facts of a photo in the order of the details panel. Unknown facts are
// left out, and so are tags, people and the caption, which have a place of their own.
func photoFacts(p library.Photo) []kit.Fact {
	all := append(dateFacts(p),
		kit.Fact{Name: message.Text("details-camera", nil), Value: p.Camera.Name()},
		kit.Fact{Name: message.Text("details-lens", nil), Value: p.Camera.Lens},
		kit.Fact{Name: message.Text("details-exposure", nil), Value: formatExposure(p.Camera)},
		kit.Fact{Name: message.Text("details-size", nil), Value: formatDimensions(p.Width, p.Height)},
		kit.Fact{Name: message.Text("details-file", nil), Value: formatFile(p)},
		kit.Fact{Name: message.Text("details-title", nil), Value: p.Title, Written: true},
		kit.Fact{Name: message.Text("details-rating", nil), Value: formatRating(p.Rating)},
	)
	known := all[:0]
	for _, f := range all {
		if f.Value != "" {
			known = append(known, f)
		}
	}
	return known
}

// dateFacts say when a photo was taken. The date of a file is no such date, but the only way
// to order undated photos.
func dateFacts(p library.Photo) []kit.Fact {
	if !p.Captured.IsZero() {
		taken := formatCaptured(p.Captured)
		if p.Captured.Future(p.Added) {
			taken = message.Text("details-taken-future", message.Params{"Date": taken})
		}
		return []kit.Fact{
			{Name: message.Text("details-taken", nil), Value: taken},
			{Name: message.Text("date-source", nil), Value: message.DateSource(p.Captured.From), Muted: true},
		}
	}
	if p.Added.IsZero() && p.FileDate.IsZero() { // nothing is known of the photo yet
		return nil
	}
	facts := []kit.Fact{{Name: message.Text("details-taken", nil), Value: message.Text("no-date", nil), Muted: true}}
	if !p.FileDate.IsZero() {
		facts = append(facts, kit.Fact{Name: message.Text("details-file-date", nil), Value: message.FormatWeekdayDate(p.FileDate), Muted: true})
	}
	return facts
}

// formatCaptured writes the camera's clock and, where the file states the offset from UTC, the
// offset.
func formatCaptured(c library.CaptureTime) string {
	if c.IsZero() {
		return ""
	}
	s := message.FormatCapturedPart(c.Local, c.Precision)
	if !c.HasOffset || c.Precision != library.ToSecond {
		return s
	}
	sign, offset := "+", c.Offset
	if offset < 0 {
		sign, offset = "-", -offset
	}
	return message.Text("moment-with-offset", message.Params{
		"Moment": s, "Offset": fmt.Sprintf("%s%02d:%02d", sign, offset/3600, offset%3600/60),
	})
}

// formatExposure writes what is known as "1/250 s · f/2.8 · ISO 400 · 35 mm".
func formatExposure(c library.Camera) string {
	var parts []string
	if c.ExposureSeconds > 0 {
		parts = append(parts, formatShutter(c.ExposureSeconds))
	}
	if c.FNumber > 0 {
		parts = append(parts, "f/"+shortFloat(c.FNumber))
	}
	if c.ISO > 0 {
		parts = append(parts, "ISO "+strconv.Itoa(c.ISO))
	}
	if c.FocalLength > 0 {
		parts = append(parts, shortFloat(c.FocalLength)+" mm")
	}
	return message.Phrases(parts)
}

// formatShutter writes exposure times as cameras do: fractions below 0.3 s.
func formatShutter(seconds float64) string {
	if seconds < 0.3 {
		return fmt.Sprintf("1/%d s", int(math.Round(1/seconds)))
	}
	return shortFloat(seconds) + " s"
}

// shortFloat keeps at most one decimal, and none where the decimal is zero.
func shortFloat(v float64) string { return message.FormatRounded(v, 1) }

func formatDimensions(width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	mega := float64(width) * float64(height) / 1e6
	if mega < 0.1 {
		return fmt.Sprintf("%d × %d", width, height)
	}
	return fmt.Sprintf("%d × %d · %s MP", width, height, message.FormatDecimal(mega, 1))
}

func formatFile(p library.Photo) string {
	if p.Bytes <= 0 {
		return strings.ToUpper(p.Format)
	}
	return strings.TrimPrefix(strings.ToUpper(p.Format)+" · "+message.FormatBytes(p.Bytes), " · ")
}

func formatRating(rating int) string {
	switch {
	case rating < 0:
		return message.Text("details-rejected", nil)
	case rating == 0 || rating > 5:
		return ""
	}
	return message.Count("details-stars", rating, nil)
}

// readablePosition writes a place for people: four decimals are ten metres.
func readablePosition(p *library.Position) string {
	if p == nil {
		return ""
	}
	degrees := func(v float64, positive, negative string) string {
		side := positive
		if v < 0 {
			side = negative
		}
		return message.Text(side, message.Params{"Degrees": message.FormatDecimal(math.Abs(v), 4)})
	}
	return message.Text("position", message.Params{
		"Latitude":  degrees(p.Latitude, "position-north", "position-south"),
		"Longitude": degrees(p.Longitude, "position-east", "position-west"),
	})
}

// formatPosition writes a place as decimal degrees, the form that every map accepts. Five
// decimals are about a metre.
func formatPosition(p *library.Position) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("%.5f, %.5f", p.Latitude, p.Longitude)
}
