package cli

import (
	"fmt"
	"io"
	"math"
	"time"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/internal/columns"
)

// finetuneReport is what "descry finetune --json" prints. Figures are in percent.
type finetuneReport struct {
	finetune.Report
	Model string `json:"model"`
	Shots int    `json:"shots,omitempty"` // photos of each tag, where few were drawn at random
	Seed  uint64 `json:"seed"`
	Head  string `json:"head,omitempty"` // path of the head's file
}

// reportColumn is how wide the names of rows are.
const reportColumn = 28

// print writes the report as a table and in words.
func (r finetuneReport) print(w io.Writer) error {
	from := []string{message.Photos(r.Photos)}
	if r.Captions > 0 {
		from = append(from, message.Count("cli-captions", r.Captions, nil))
	}
	fmt.Fprintln(w, message.Text("cli-training-done", message.Params{"Model": r.Model, "Examples": message.Listed(from), "Seconds": figure(r.Seconds, 1, 0)}))
	if r.Measured == "" {
		fmt.Fprintln(w, message.Text("cli-training-unmeasured", nil))
	} else {
		fmt.Fprintln(w, "\n"+columns.Left(message.OfNotice(learning.Measured(r.Report), time.Now()), reportColumn), "  mAP    R@1    R@5   R@10")
		printFigures(w, message.Text("cli-training-before", nil), r.Before)
		printFigures(w, message.Text("cli-training-examples-alone", nil), r.Cache)
		printFigures(w, message.Text("cli-training-after", nil), r.After)
	}
	printGuard(w, r.Guard)
	r.printStrength(w)
	printTags(w, r.Tags)
	if r.CaptionsDropped && len(r.Tags) > 0 {
		fmt.Fprintln(w, "\n"+message.Text("cli-training-captions-dropped", nil))
	}
	if r.Refused != "" {
		fmt.Fprintln(w, "\n"+message.Text("cli-training-refused", message.Params{"Reason": message.OfNotice(learning.Refusal(r.Report), time.Now())}))
	}
	return nil
}

func printFigures(w io.Writer, name string, f finetune.Figures) {
	if len(f.Tags) > 0 || f.Map > 0 {
		fmt.Fprintln(w, columns.Left(name, reportColumn), figure(f.Map, 1, 6), figure(f.R1, 1, 6), figure(f.R5, 1, 6), figure(f.R10, 1, 6))
	}
	if c := f.Captions; c != nil {
		name = message.Text("cli-training-row-captions", message.Params{"Row": name})
		fmt.Fprintln(w, columns.Left(name, reportColumn), figure(c.R1, 1, 13), figure(c.R5, 1, 6), figure(c.R10, 1, 6))
	}
}

func printGuard(w io.Writer, g finetune.GuardReport) {
	if !g.Checked {
		fmt.Fprintln(w, "\n"+message.Text("cli-training-unguarded", nil))
		return
	}
	row := func(name, before, after string) {
		fmt.Fprintln(w, columns.Left(name, reportColumn), columns.Right(before, 6), columns.Right(after, 6))
	}
	fmt.Fprintln(w)
	row(message.Text("cli-training-general", nil), message.Text("cli-training-before", nil), message.Text("cli-training-after", nil))
	figures := func(name string, before, after float64) { row(name, figure(before, 1, 0), figure(after, 1, 0)) }
	figures(message.Text("cli-training-captions-find", nil), g.Before.TextToImage, g.After.TextToImage)
	figures(message.Text("cli-training-photos-find", nil), g.Before.ImageToText, g.After.ImageToText)
	if g.Before.Neighbours > 0 {
		figures(message.Text("cli-training-neighbours", nil), g.Before.Neighbours, g.After.Neighbours)
	}
}

// printStrength tells what the guard took away.
func (r finetuneReport) printStrength(w io.Writer) {
	left := r.Guard.Strength
	if r.Captions > 0 && !r.CaptionsDropped {
		left = r.Guard.Adapter
	}
	if r.Guard.Checked && left < 1 && r.Refused == "" {
		fmt.Fprintln(w, message.Text("cli-training-weakened", message.Params{"Percent": figure(100*left, 0, 0)}))
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
	tag := problem.Quotable(t.Tag, len(t.Tag))
	if t.Photos == 0 {
		return message.Count("cli-training-tag-unmeasured", t.Examples, message.Params{"Tag": tag})
	}
	of := min(finetune.FirstRow, t.Photos)
	in := func(p finetune.TagPoint) int { return int(math.Round(p.FirstRow * float64(of) / 100)) }
	return message.Count("cli-training-tag", of, message.Params{"Tag": tag, "Found": in(t.After), "FoundBefore": in(t.Before),
		"Precision": figure(t.After.AveragePrecision, 0, 0), "PrecisionBefore": figure(t.Before.AveragePrecision, 0, 0),
		"Examples": message.Count("cli-examples", t.Examples, nil)})
}
