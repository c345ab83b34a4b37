package details

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"descry/app/message"
	"descry/internal/filesize"
	"descry/library"
	"descry/ui/kit"
)

// photoFacts lists the facts of a photo in the order of the details panel. Unknown facts are
// left out, and so are tags, people and the caption, which have a place of their own.
func photoFacts(p library.Photo) []kit.Fact {
	all := append(dateFacts(p),
		kit.Fact{Name: "Camera", Value: p.Camera.Name()},
		kit.Fact{Name: "Lens", Value: p.Camera.Lens},
		kit.Fact{Name: "Exposure", Value: formatExposure(p.Camera)},
		kit.Fact{Name: "Size", Value: formatDimensions(p.Width, p.Height)},
		kit.Fact{Name: "File", Value: formatFile(p)},
		kit.Fact{Name: "Title", Value: p.Title, Written: true},
		kit.Fact{Name: "Rating", Value: formatRating(p.Rating)},
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
	if !p.Captured.IsZero() || p.FileDate.IsZero() {
		return []kit.Fact{{Name: "Taken", Value: formatCaptured(p.Captured)}}
	}
	return []kit.Fact{
		{Name: "Taken", Value: "No date", Muted: true},
		{Name: "File date", Value: p.FileDate.Format("Mon 2 January 2006"), Muted: true},
	}
}

// formatCaptured writes the camera's clock and, where the file states the offset from UTC, the
// offset.
func formatCaptured(c library.CaptureTime) string {
	if c.IsZero() {
		return ""
	}
	s := c.Local.Format("Mon 2 January 2006, 15:04:05")
	if !c.HasOffset {
		return s
	}
	sign, offset := "+", c.Offset
	if offset < 0 {
		sign, offset = "-", -offset
	}
	return fmt.Sprintf("%s, UTC%s%02d:%02d", s, sign, offset/3600, offset%3600/60)
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
	return strings.Join(parts, " · ")
}

// formatShutter writes exposure times as cameras do: fractions below 0.3 s.
func formatShutter(seconds float64) string {
	if seconds < 0.3 {
		return fmt.Sprintf("1/%d s", int(math.Round(1/seconds)))
	}
	return shortFloat(seconds) + " s"
}

// shortFloat keeps at most one decimal, and none where the decimal is zero.
func shortFloat(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

func formatDimensions(width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	mega := float64(width) * float64(height) / 1e6
	if mega < 0.1 {
		return fmt.Sprintf("%d × %d", width, height)
	}
	return fmt.Sprintf("%d × %d · %.1f MP", width, height, mega)
}

func formatFile(p library.Photo) string {
	if p.Bytes <= 0 {
		return strings.ToUpper(p.Format)
	}
	return strings.TrimPrefix(strings.ToUpper(p.Format)+" · "+filesize.Format(p.Bytes), " · ")
}

func formatRating(rating int) string {
	switch {
	case rating < 0:
		return "rejected"
	case rating == 0 || rating > 5:
		return ""
	}
	return message.Plural(rating, "star", "stars") + " of 5"
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
		return fmt.Sprintf("%.4f° %s", math.Abs(v), side)
	}
	return degrees(p.Latitude, "N", "S") + ", " + degrees(p.Longitude, "E", "W")
}

// formatPosition writes a place as decimal degrees, the form that every map accepts. Five
// decimals are about a metre.
func formatPosition(p *library.Position) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("%.5f, %.5f", p.Latitude, p.Longitude)
}
