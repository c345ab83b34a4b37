package learn

import (
	"fmt"
	"math"
	"time"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/finetune"
)

// aboutTraining is what the user should know before the first time.
const aboutTraining = "Descry learns what your tags and captions mean from the photos that have them, so that descriptions with your own words find more. It takes seconds. Nothing leaves this computer, no photo is changed, and you compare before you use it."

// noTags says how to begin.
const noTags = "There is nothing to learn from yet: select photos and press t to tag them, eight or more of each tag are a good start."

// examplesText says how many photos a tag has and what would help.
func examplesText(t learning.TagExamples, enough int) string {
	if !t.Advice.IsZero() {
		return message.OfNotice(t.Advice, time.Now())
	}
	text := message.Plural(t.Examples, "photo", "photos")
	if t.Not > 0 {
		text += ", " + message.FormatCount(t.Not) + " without"
	}
	if enough > 0 && t.Examples >= enough {
		text += "; more change little"
	}
	return text
}

// learnButton names what pressing the button learns from.
func learnButton(r learning.Request) string {
	var parts []string
	if n := len(r.Tags); n > 0 {
		parts = append(parts, message.Plural(n, "tag", "tags"))
	}
	if r.Captions {
		parts = append(parts, "captions")
	}
	if r.Feedback {
		parts = append(parts, "feedback")
	}
	if len(parts) == 0 {
		return "Learn"
	}
	return "Learn from " + message.Listed(parts)
}

// formatScore writes a score in percent with the significant digits.
func formatScore(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.1f", v)
}

// formatPoints writes a difference of scores with its sign.
func formatPoints(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.Abs(v) < 0.05:
		return "±0"
	case v < 0:
		return fmt.Sprintf("-%.1f", -v)
	}
	return fmt.Sprintf("+%.1f", v)
}

// tellingGain is the change of a tag's average precision, in points, from which on the tag is
// called better or worse. A smaller change is within what a few photos more or less would
// make.
const tellingGain = 1

// outcomeText says in a sentence what the training gained: the number of better tags, how many
// of the first photos are right for the tag that gained most, the same for the tag that lost
// most, and that other searches did not suffer.
func outcomeText(r finetune.Report) string {
	tested := byGain(r.Tags)
	if len(tested) == 0 {
		return "There were too few photos to measure it; look at the search below before you use it."
	}
	best, worst, better := tested[0], tested[len(tested)-1], 0
	for _, t := range tested {
		if gain(t) >= tellingGain {
			better++
		}
	}
	text := "The tags are found as well as before"
	switch {
	case better > 0 && len(tested) == 1:
		text = rightText(best)
	case better > 0:
		text = "Better for " + message.FormatCount(better) + " of " + message.Plural(len(tested), "tag", "tags") + ", most for " + rightText(best)
	}
	if gain(worst) <= -tellingGain {
		text += "; less well for " + rightText(worst)
	}
	if r.Guard.Checked && generalGain(r) >= -finetune.MaxFall {
		text += ". Other searches stay as good as they were"
	}
	return text + "."
}

// gain is how much a tag's average precision rose, in points.
func gain(t finetune.TagReport) float64 { return t.After.AveragePrecision - t.Before.AveragePrecision }

// generalGain is by how many points general descriptions find their photos better within the
// first ten.
func generalGain(r finetune.Report) float64 {
	return r.Guard.After.TextToImage - r.Guard.Before.TextToImage
}

// rightText says how many of the first photos found for a tag are right, or, where that number
// is the same, that the tag's photos come earlier or later.
func rightText(t finetune.TagReport) string {
	name := "“" + t.Tag + "”: "
	row := min(finetune.FirstRow, t.Photos)
	right := func(at finetune.TagPoint) int { return int(math.Round(at.FirstRow * float64(row) / 100)) } // a mean over the checks
	before, after, of := right(t.Before), right(t.After), message.FormatCount(row)
	switch {
	case before != after:
		return name + message.FormatCount(before) + " of " + of + " right before, " + message.FormatCount(after) + " of " + of + " now"
	case gain(t) > 0:
		return name + "its photos come earlier than before"
	}
	return name + "its photos come later than before"
}

// generalText says how searches in other words changed. For an offered head the text also says
// what the guard took away.
func generalText(r finetune.Report, offered bool) string {
	if !r.Guard.Checked {
		return "General search: there was nothing to check it with."
	}
	text, change := "General search: ", generalGain(r)
	switch {
	case math.Abs(change) < 0.05:
		text += "unchanged"
	case change < 0:
		text += fmt.Sprintf("fell by %.1f points, allowed are %g", -change, finetune.MaxFall)
	default:
		text += fmt.Sprintf("rose by %.1f points", change)
	}
	strength := r.Guard.Strength
	if len(r.Tags) == 0 {
		strength = r.Guard.Adapter
	}
	if offered && strength > 0 && strength < 0.995 {
		text += fmt.Sprintf("; to keep it so, what was learned counts for %.0f %%", 100*strength)
	}
	return text + "."
}

// refusedText says why nothing is offered.
func refusedText(r finetune.Report) string {
	if r.Refused == "" {
		return "What was learned is no better than what was before."
	}
	return "No better version is offered: " + r.Refused + "."
}

// measuredText says what the figures stand on.
func measuredText(r finetune.Report) string {
	if r.Measured == "" {
		return "There were too few photos to measure it; look at the searches below before you use it."
	}
	return "Measured on " + r.Measured + ", which it didn't learn from."
}

// mapText says what a version gained in a few words.
func mapText(r finetune.Report) string {
	if r.Measured == "" {
		return "Not measured"
	}
	return "Mean average precision " + formatScore(r.After.Map) + ", before " + formatScore(r.Before.Map)
}

// reliabilityText says how far confidences can be believed.
func reliabilityText(bins []finetune.Bin) string {
	if len(bins) == 0 {
		return "There were too few photos to say how reliable suggestions are."
	}
	off, photos := 0.0, 0
	for _, b := range bins {
		off += math.Abs(b.Confidence-b.Right) * float64(b.Photos)
		photos += b.Photos
	}
	if photos == 0 {
		return ""
	}
	return fmt.Sprintf("How sure it says it is was off by %.0f points on average.", 100*off/float64(photos))
}

// confidenceText is what stands on a suggested photo.
func confidenceText(c float32) string {
	return fmt.Sprintf("%.0f %%", math.Floor(100*float64(min(max(c, 0), 1))))
}

// refusedHelp says what would help where nothing is offered.
func refusedHelp(page learning.Page) string {
	var few []string
	for _, t := range page.Tags {
		if !t.Ready {
			few = append(few, "“"+t.Tag.Name+"”")
		}
	}
	if len(few) == 0 {
		return "More photos of the tags that look alike would help, and so does saying of photos that they don't have a tag. Everything is as it was."
	}
	if len(few) > 3 {
		few = few[:3]
	}
	return "More photos of " + message.Listed(few) + " would help. Everything is as it was."
}
