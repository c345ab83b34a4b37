package cli

import (
	"fmt"
	"io"
	"math"

	"descry/app/message"
	"descry/finetune"
)

// finetuneReport is what "descry finetune --json" prints. Figures are in percent.
type finetuneReport struct {
	finetune.Report
	Model string `json:"model"`
	Shots int    `json:"shots,omitempty"` // photos of each tag, where few were drawn at random
	Seed  uint64 `json:"seed"`
	Head  string `json:"head,omitempty"` // path of the head's file
}

// print writes the report as a table and in words.
func (r finetuneReport) print(w io.Writer) error {
	fmt.Fprintf(w, "model %s, learned from %s", r.Model, message.Plural(r.Photos, "photo", "photos"))
	if r.Captions > 0 {
		fmt.Fprintf(w, " and %s", message.Plural(r.Captions, "caption", "captions"))
	}
	fmt.Fprintf(w, " in %.1f s\n", r.Seconds)
	if r.Measured == "" {
		fmt.Fprintln(w, "There were too few examples to hold any out, so nothing is measured.")
	} else {
		fmt.Fprintf(w, "\n%-28s   mAP    R@1    R@5   R@10\n", r.Measured)
		printFigures(w, "before", r.Before)
		printFigures(w, "examples alone (no training)", r.Cache)
		printFigures(w, "after", r.After)
	}
	printGuard(w, r.Guard)
	r.printStrength(w)
	printTags(w, r.Tags)
	if r.CaptionsDropped && len(r.Tags) > 0 {
		fmt.Fprintln(w, "\nThe captions taught nothing that helps with others, so only the tags were learned.")
	}
	if r.Refused != "" {
		fmt.Fprintf(w, "\nNo head is offered: %s.\n", r.Refused)
	}
	return nil
}

func printFigures(w io.Writer, name string, f finetune.Figures) {
	if len(f.Tags) > 0 || f.Map > 0 {
		fmt.Fprintf(w, "%-28s %6.1f %6.1f %6.1f %6.1f\n", name, f.Map, f.R1, f.R5, f.R10)
	}
	if c := f.Captions; c != nil {
		fmt.Fprintf(w, "%-28s        %6.1f %6.1f %6.1f\n", name+", captions", c.R1, c.R5, c.R10)
	}
}

func printGuard(w io.Writer, g finetune.GuardReport) {
	if !g.Checked {
		fmt.Fprintln(w, "\nGeneral search was not measured: this model has no general captions, and you have written none.")
		return
	}
	fmt.Fprintf(w, "\ngeneral search (R@10)        before  after\n%-28s %6.1f %6.1f\n%-28s %6.1f %6.1f\n",
		"captions find photos", g.Before.TextToImage, g.After.TextToImage,
		"photos find captions", g.Before.ImageToText, g.After.ImageToText)
	if g.Before.Neighbours > 0 {
		fmt.Fprintf(w, "%-28s %6.1f %6.1f\n", "untagged neighbours", g.Before.Neighbours, g.After.Neighbours)
	}
}

// printStrength tells what the guard took away.
func (r finetuneReport) printStrength(w io.Writer) {
	left := r.Guard.Strength
	if r.Captions > 0 && !r.CaptionsDropped {
		left = r.Guard.Adapter
	}
	if r.Guard.Checked && left < 1 && r.Refused == "" {
		fmt.Fprintf(w, "To keep it so, what was learned is used at %.0f %% of its strength.\n", 100*left)
	}
}

func printTags(w io.Writer, tags []finetune.TagReport) {
	if len(tags) == 0 {
		return
	}
	fmt.Fprintln(w)
	for _, t := range tags {
		fmt.Fprintln(w, tagSentence(t))
	}
}

// tagSentence tells in words how the figures of a tag changed.
func tagSentence(t finetune.TagReport) string {
	examples := message.Plural(t.Examples, "example", "examples")
	if t.Photos == 0 {
		return fmt.Sprintf("%q: learned from %s, too few to measure.", t.Tag, examples)
	}
	of := min(finetune.FirstRow, t.Photos)
	in := func(p finetune.TagPoint) int { return int(math.Round(p.FirstRow * float64(of) / 100)) }
	return fmt.Sprintf("%q: finds %d of %d photos in the first row, before %d (average precision %.0f, before %.0f; %s).",
		t.Tag, in(t.After), of, in(t.Before), t.After.AveragePrecision, t.Before.AveragePrecision, examples)
}
