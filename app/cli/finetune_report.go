package cli

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service/learning"
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

// reportName is how wide the names of rows are at least.
const reportName = 28

// print writes the report as a table and in words.
func (r finetuneReport) print(w io.Writer) error {
	from := []string{message.Photos(r.Photos)}
	if r.Captions > 0 {
		from = append(from, message.Count("cli-captions", r.Captions, nil))
	}
	fmt.Fprintln(w, message.Text("cli-training-done", message.Params{"Model": r.Model, "Examples": message.Listed(from), "Seconds": message.FormatDecimal(r.Seconds, 1)}))
	if r.Measured == "" {
		fmt.Fprintln(w, message.Text("cli-training-unmeasured", nil))
	} else {
		fmt.Fprintln(w)
		table := figureTable{name: message.OfNotice(learning.Measured(r.Report), time.Now()), nameWidth: reportName,
			groups: []figureGroup{{headings: []string{"mAP", "R@1", "R@5", "R@10"}}}}
		addFigures(&table, message.Text("cli-training-before", nil), r.Before)
		addFigures(&table, message.Text("cli-training-examples-alone", nil), r.Cache)
		addFigures(&table, message.Text("cli-training-after", nil), r.After)
		if err := table.write(w); err != nil {
			return err
		}
	}
	if err := printGuard(w, r.Guard); err != nil {
		return err
	}
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

func addFigures(table *figureTable, name string, f finetune.Figures) {
	if len(f.Tags) > 0 || f.Map > 0 {
		table.row(name, figures(f.Map, f.R1, f.R5, f.R10)...)
	}
	if c := f.Captions; c != nil {
		name = message.Text("cli-training-row-captions", message.Params{"Row": name})
		table.row(name, slices.Concat([]string{""}, figures(c.R1, c.R5, c.R10))...)
	}
}

func printGuard(w io.Writer, g finetune.GuardReport) error {
	if !g.Checked {
		_, err := fmt.Fprintln(w, "\n"+message.Text("cli-training-unguarded", nil))
		return err
	}
	table := figureTable{name: message.Text("cli-training-general", nil), nameWidth: reportName,
		groups: []figureGroup{{headings: []string{message.Text("cli-training-before", nil), message.Text("cli-training-after", nil)}}}}
	table.row(message.Text("cli-training-captions-find", nil), figures(g.Before.TextToImage, g.After.TextToImage)...)
	table.row(message.Text("cli-training-photos-find", nil), figures(g.Before.ImageToText, g.After.ImageToText)...)
	if g.Before.Neighbours > 0 {
		table.row(message.Text("cli-training-neighbours", nil), figures(g.Before.Neighbours, g.After.Neighbours)...)
	}
	fmt.Fprintln(w)
	return table.write(w)
}

// printStrength tells what the guard took away.
func (r finetuneReport) printStrength(w io.Writer) {
	left := r.Guard.Strength
	if r.Captions > 0 && !r.CaptionsDropped {
		left = r.Guard.Adapter
	}
	if r.Guard.Checked && left < 1 && r.Refused == "" {
		fmt.Fprintln(w, message.Text("cli-training-weakened", message.Params{"Percent": message.FormatDecimal(100*left, 0)}))
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
		"Precision": message.FormatDecimal(t.After.AveragePrecision, 0), "PrecisionBefore": message.FormatDecimal(t.Before.AveragePrecision, 0),
		"Examples": message.Count("cli-examples", t.Examples, nil)})
}
