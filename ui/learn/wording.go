package learn

import (
	"math"
	"time"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/finetune"
)

// examplesText says how many photos a tag has and what would help.
func examplesText(t learning.TagExamples, enough int) string {
	if !t.Advice.IsZero() {
		return message.OfNotice(t.Advice, time.Now())
	}
	without := message.Params{"Without": message.FormatCount(t.Not)}
	switch full := enough > 0 && t.Examples >= enough; {
	case full && t.Not > 0:
		return message.Count("learn-enough-photos-and-without", t.Examples, without)
	case full:
		return message.Count("learn-enough-photos", t.Examples, nil)
	case t.Not > 0:
		return message.Count("learn-photos-and-without", t.Examples, without)
	}
	return message.Photos(t.Examples)
}

// learnButton names what pressing the button learns from.
func learnButton(r learning.Request) string {
	what := requestText(r)
	if what == "" {
		return message.Text("learn", nil)
	}
	return message.Text("learn-from", message.Params{"What": what})
}

// learnedText says what was learned from.
func learnedText(r learning.Request) string {
	what := requestText(r)
	if what == "" {
		return message.Text("learned", nil)
	}
	return message.Text("learned-from", message.Params{"What": what})
}

// requestText lists what is learned from, "" for nothing.
func requestText(r learning.Request) string {
	var parts []string
	if n := len(r.Tags); n > 0 {
		parts = append(parts, message.Count("learn-from-tags", n, nil))
	}
	if r.Captions {
		parts = append(parts, message.Text("learn-from-captions", nil))
	}
	if r.Feedback {
		parts = append(parts, message.Text("learn-from-feedback", nil))
	}
	return message.Listed(parts)
}

// formatScore writes a score in percent with the significant digits.
func formatScore(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return message.FormatDecimal(v, 1)
}

// formatPoints writes a difference of scores with its sign.
func formatPoints(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.Abs(v) < 0.05:
		return "±0"
	case v < 0:
		return "-" + message.FormatDecimal(-v, 1)
	}
	return "+" + message.FormatDecimal(v, 1)
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
		return message.Text("learned-unmeasured-search", nil)
	}
	best, worst, better := tested[0], tested[len(tested)-1], 0
	for _, t := range tested {
		if gain(t) >= tellingGain {
			better++
		}
	}
	var text string
	of := message.Params{"Better": message.FormatCount(better), "Best": rightText(best), "Worst": rightText(worst)}
	switch worse := gain(worst) <= -tellingGain; {
	case better > 0 && len(tested) == 1:
		text = message.Text("learned-one", message.Params{"Tag": rightText(best)})
	case better > 0 && worse:
		text = message.Count("learned-better-and-worse", len(tested), of)
	case better > 0:
		text = message.Count("learned-better", len(tested), of)
	case worse:
		text = message.Text("learned-same-and-worse", of)
	default:
		text = message.Text("learned-same", nil)
	}
	if r.Guard.Checked && generalGain(r) >= -finetune.MaxFall {
		text = message.Text("sentences", message.Params{"Before": text, "Next": message.Text("learned-others-stay", nil)})
	}
	return text
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
	row := min(finetune.FirstRow, t.Photos)
	right := func(at finetune.TagPoint) int { return int(math.Round(at.FirstRow * float64(row) / 100)) } // a mean over the checks
	before, after := right(t.Before), right(t.After)
	switch {
	case before != after:
		return message.Text("learned-tag-right", message.Params{"Tag": t.Tag, "Before": message.FormatCount(before),
			"After": message.FormatCount(after), "Of": message.FormatCount(row)})
	case gain(t) > 0:
		return message.Text("learned-tag-earlier", message.Params{"Tag": t.Tag})
	}
	return message.Text("learned-tag-later", message.Params{"Tag": t.Tag})
}

// generalText says how searches in other words changed. For an offered head the text also says
// what the guard took away.
func generalText(r finetune.Report, offered bool) string {
	if !r.Guard.Checked {
		return message.Text("general-unchecked", nil)
	}
	change, strength := generalGain(r), r.Guard.Strength
	if len(r.Tags) == 0 {
		strength = r.Guard.Adapter
	}
	of := message.Params{"Points": message.FormatDecimal(math.Abs(change), 1), "Allowed": message.FormatRounded(finetune.MaxFall, 2), "Share": message.FormatDecimal(100*strength, 0)}
	switch weakened := offered && strength > 0 && strength < 0.995; {
	case math.Abs(change) < 0.05 && weakened:
		return message.Text("general-unchanged-weakened", of)
	case math.Abs(change) < 0.05:
		return message.Text("general-unchanged", nil)
	case change < 0 && weakened:
		return message.Text("general-fell-weakened", of)
	case change < 0:
		return message.Text("general-fell", of)
	case weakened:
		return message.Text("general-rose-weakened", of)
	}
	return message.Text("general-rose", of)
}

// refusedText says why nothing is offered.
func refusedText(r finetune.Report) string {
	if r.Refused == "" {
		return message.Text("learned-no-better", nil)
	}
	return message.Text("learned-refused", message.Params{"Reason": message.OfNotice(learning.Refusal(r), time.Now())})
}

// measuredText says what the figures stand on.
func measuredText(r finetune.Report) string {
	if r.Measured == "" {
		return message.Text("learned-unmeasured-searches", nil)
	}
	return message.Text("learned-measured-on", message.Params{"Photos": message.OfNotice(learning.Measured(r), time.Now())})
}

// mapText says what a version gained in a few words.
func mapText(r finetune.Report) string {
	if r.Measured == "" {
		return message.Text("version-not-measured", nil)
	}
	return message.Text("version-map", message.Params{"After": formatScore(r.After.Map), "Before": formatScore(r.Before.Map)})
}

// reliabilityText says how far confidences can be believed.
func reliabilityText(bins []finetune.Bin) string {
	if len(bins) == 0 {
		return message.Text("suggestions-reliability-unknown", nil)
	}
	off, photos := 0.0, 0
	for _, b := range bins {
		off += math.Abs(b.Confidence-b.Right) * float64(b.Photos)
		photos += b.Photos
	}
	if photos == 0 {
		return ""
	}
	return message.Text("suggestions-reliability", message.Params{"Points": message.FormatDecimal(100*off/float64(photos), 0)})
}

// confidenceText is what stands on a suggested photo.
func confidenceText(c float32) string {
	return message.Percent(int(math.Floor(100 * float64(min(max(c, 0), 1)))))
}

// refusedHelp says what would help where nothing is offered.
func refusedHelp(page learning.Page) string {
	var few []string
	for _, t := range page.Tags {
		if !t.Ready {
			few = append(few, message.Text("quoted", message.Params{"Name": t.Tag.Name}))
		}
	}
	if len(few) == 0 {
		return message.Text("learned-nothing-help", nil)
	}
	if len(few) > 3 {
		few = few[:3]
	}
	return message.Text("learned-nothing-help-tags", message.Params{"Tags": message.Listed(few)})
}
