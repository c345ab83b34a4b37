package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/finetune"
)

// finetuneRequest is a call of "descry finetune".
type finetuneRequest struct {
	images, labels, pairs string
	shots                 int
	templates             []string
	save, model           string
	tags                  []string
	captions, feedback    bool
	use                   bool
	options               finetune.Options
}

func finetuneCommand() *cobra.Command {
	var asJSON bool
	var r finetuneRequest
	cmd := &cobra.Command{
		Use:   "finetune",
		Short: "Learn your own words from photos with tags or captions",
		Long: `Trains a head: a small addition to the text side of the model, so that searches know
what you call things. No photo is looked at again, training takes seconds, and the
figures before and after are printed. General search must not get worse: a head that
spoils it is weakened until it doesn't, or not offered.

From the library: your tags, of which three photos are the fewest and eight are good,
with --captions also what you wrote about photos, and what you said of answers to
searches. The head is kept; see descry head.

  descry finetune
  descry finetune --tags Bella,allotment --captions --use

From files, with the library left as it is:

  descry finetune --images DIR --labels FILE.tsv
  descry finetune --images DIR --labels FILE.tsv --shots 8 --seed 1 --save my.head --json
  descry finetune --images DIR --pairs CAPTIONS.tsv --save my.head

A labels file has a line for each photo and tag: image name, tab, tag, tab, train or
test; a first line of other words is a header. Without a line for test, photos are
held out of the training in turn to measure on. A captions file has a line for each
caption: image name, tab, caption.

A head is used with descry head import FILE and descry head use ID.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := r.check(); err != nil {
				return problem.WrapUsage("cli-see-help", notice.Params{"Command": "descry finetune"}, err)
			}
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runFinetune(cmd.Context(), e, r, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	r.flags(cmd)
	return cmd
}

func (r *finetuneRequest) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&r.images, "images", "", "`DIR` with the photos that a file names")
	f.StringVar(&r.labels, "labels", "", "`FILE` of images, tags, and train or test, tab-separated")
	f.StringVar(&r.pairs, "pairs", "", "`FILE` of images and captions, tab-separated")
	f.IntVar(&r.shots, "shots", 0, "learn from `N` photos of each tag, drawn by the seed")
	f.Uint64Var(&r.options.Seed, "seed", 0, "the `NUMBER` that all choices by chance depend on")
	f.StringArrayVar(&r.templates, "prompt", nil, "a `SENTENCE` with {} for the tag, instead of the usual ones (repeatable)")
	f.IntVar(&r.options.Steps, "steps", 0, "the `NUMBER` of steps of training at the most")
	f.IntVar(&r.options.Rank, "rank", 0, "the rank of what is learned from captions")
	f.StringVar(&r.model, "model", "", "the `ID` of an installed model, or a part of it")
	f.StringSliceVar(&r.tags, "tags", nil, "only these `TAGS`, parted by commas")
	f.BoolVar(&r.captions, "captions", false, "learn from your captions, too")
	f.BoolVar(&r.feedback, "feedback", true, "learn from what you said of answers to searches")
	f.BoolVar(&r.use, "use", false, "search with the head from now on, if one is offered")
	f.StringVar(&r.save, "save", "", "write the head to `FILE`")
}

// check reports mistakes in the call.
func (r *finetuneRequest) check() error {
	switch {
	case r.labels != "" && r.pairs != "":
		return problem.New("cli-finetune-either", nil)
	case r.images == "" != (r.labels == "" && r.pairs == ""):
		return problem.New("cli-finetune-images", nil)
	case r.images == "" && (r.shots > 0 || len(r.templates) > 0 || r.save != "" || r.model != ""):
		return problem.New("cli-finetune-with-images", nil)
	case r.images != "" && (len(r.tags) > 0 || r.captions || r.use):
		return problem.New("cli-finetune-library", nil)
	case r.shots < 0 || r.options.Steps < 0 || r.options.Rank < 0:
		return problem.New("cli-finetune-negative", nil)
	case r.pairs != "" && (r.shots > 0 || len(r.templates) > 0):
		return problem.New("cli-finetune-labels", nil)
	}
	return learning.CheckTemplates(r.templates)
}

func runFinetune(ctx context.Context, e *service.Library, r finetuneRequest, out output) error {
	if r.images == "" {
		return runFinetuneOwn(ctx, e, r, out)
	}
	m, err := e.Models.ModelNamed(r.model)
	if err != nil {
		return err
	}
	line := newProgressLine(out.stderr)
	t := e.Heads.Trainer(m, line.Tell)
	job, err := r.job(ctx, t)
	if err != nil {
		line.end()
		return err
	}
	result, err := learning.Learn(ctx, job, r.options, line.training())
	line.end()
	if err != nil {
		return err
	}
	report := finetuneReport{Report: result.Report, Model: m.Pack.ID, Shots: r.shots, Seed: r.options.Seed, Head: r.save}
	if result.Head == nil {
		report.Head = ""
	}
	if err := r.keep(result.Head); err != nil {
		return err
	}
	if out.json {
		err = printJSON(out.stdout, report)
	} else {
		err = report.print(out.stdout)
	}
	if err == nil && result.Head == nil && r.save != "" {
		err = problem.New("cli-finetune-not-written", notice.Params{"Path": r.save, "Reason": result.Report.Refused})
	}
	return err
}

// job reads the file that was named and encodes its photos and texts.
func (r *finetuneRequest) job(ctx context.Context, t learning.Trainer) (finetune.Job, error) {
	if r.pairs != "" {
		set, err := learning.ReadCaptionsFile(r.pairs)
		if err != nil {
			return finetune.Job{}, problem.AsUsage(err)
		}
		return t.PairJob(ctx, r.images, set)
	}
	set, err := learning.ReadLabelsFile(r.labels)
	if err != nil {
		return finetune.Job{}, problem.AsUsage(err)
	}
	return t.LabelJob(ctx, r.images, set, r.templates, r.shots, r.options.Seed)
}

// keep writes the head to the file of the call, as a whole or not at all.
func (r *finetuneRequest) keep(h *finetune.Head) error {
	if h == nil || r.save == "" {
		return nil
	}
	return learning.WriteHead(r.save, h)
}

// training shows how far a training is: "Learning 40 of 240 · 61 % found · 3 s left".
func (p *progressLine) training() func(finetune.Progress) {
	begun := time.Now()
	return func(now finetune.Progress) {
		p.update(func() string {
			text := fmt.Sprintf("Learning %s of %s", message.FormatCount(now.Step), message.FormatCount(now.Total))
			if now.HeldOut >= 0 {
				text += fmt.Sprintf(" · held-out photos %.0f %%", now.HeldOut)
			}
			if left := timeLeft(learning.Remaining(time.Since(begun), now)); left != "" {
				text += " · " + left
			}
			return text
		})
	}
}
