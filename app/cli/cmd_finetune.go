package cli

import (
	"context"
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
		Short: message.Text("command-finetune-short", nil),
		Long:  message.Text("command-finetune-long", nil),
		Args:  noArgs,
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
	f.StringVar(&r.images, "images", "", message.Text("command-finetune-flag-images", nil))
	f.StringVar(&r.labels, "labels", "", message.Text("command-finetune-flag-labels", nil))
	f.StringVar(&r.pairs, "pairs", "", message.Text("command-finetune-flag-pairs", nil))
	f.IntVar(&r.shots, "shots", 0, message.Text("command-finetune-flag-shots", nil))
	f.Uint64Var(&r.options.Seed, "seed", 0, message.Text("command-finetune-flag-seed", nil))
	f.StringArrayVar(&r.templates, "prompt", nil, message.Text("command-finetune-flag-prompt", nil))
	f.IntVar(&r.options.Steps, "steps", 0, message.Text("command-finetune-flag-steps", nil))
	f.IntVar(&r.options.Rank, "rank", 0, message.Text("command-finetune-flag-rank", nil))
	f.StringVar(&r.model, "model", "", message.Text("command-finetune-flag-model", nil))
	f.StringSliceVar(&r.tags, "tags", nil, message.Text("command-finetune-flag-tags", nil))
	f.BoolVar(&r.captions, "captions", false, message.Text("command-finetune-flag-captions", nil))
	f.BoolVar(&r.feedback, "feedback", true, message.Text("command-finetune-flag-feedback", nil))
	f.BoolVar(&r.use, "use", false, message.Text("command-finetune-flag-use", nil))
	f.StringVar(&r.save, "save", "", message.Text("command-finetune-flag-save", nil))
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
		err = problem.New("cli-finetune-not-written", notice.Params{"Path": r.save, "Reason": learning.Refusal(result.Report)})
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
			parts := []string{message.Text("cli-training-steps", message.Params{"Done": message.FormatCount(now.Step), "Total": message.FormatCount(now.Total)})}
			if now.HeldOut >= 0 {
				parts = append(parts, message.Text("cli-training-held-out", message.Params{"Percent": message.FormatDecimal(now.HeldOut, 0)}))
			}
			if left := timeLeft(learning.Remaining(time.Since(begun), now)); left != "" {
				parts = append(parts, left)
			}
			return message.Phrases(parts)
		})
	}
}
