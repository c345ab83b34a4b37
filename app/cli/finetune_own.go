package cli

import (
	"context"
	"fmt"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/learning"
)

// runFinetuneOwn learns from the tags, captions and feedback of the library.
func runFinetuneOwn(ctx context.Context, e *service.Library, r finetuneRequest, out output) error {
	wanted := learning.Request{EveryTag: len(r.tags) == 0, Captions: r.captions, Feedback: r.feedback}
	var err error
	if wanted.Tags, err = learning.TagsNamed(ctx, e.Store, r.tags); err != nil {
		return err
	}
	line := newProgressLine(out.stderr)
	t := e.Heads.Trainer(e.Searcher().Encoder, line.Tell)
	got, err := t.Train(ctx, wanted, r.options, line.training())
	line.end()
	if err != nil {
		return err
	}
	if got.Head != "" && r.use {
		if err := e.Searcher().Learned.UseHead(ctx, got.Head); err != nil {
			return err
		}
	}
	report := finetuneReport{Report: got.Report, Model: t.Model.Pack.ID, Seed: r.options.Seed, Head: got.Head}
	if out.json {
		return printJSON(out.stdout, report)
	}
	if err := report.print(out.stdout); err != nil {
		return err
	}
	return r.whatNext(got, out)
}

// whatNext prints the commands that use a head.
func (r finetuneRequest) whatNext(got learning.Result, out output) (err error) {
	switch {
	case got.Head == "":
	case r.use:
		_, err = fmt.Fprintln(out.stdout, "\n"+message.Text("cli-training-used", message.Params{"Head": got.Head}))
	default:
		_, err = fmt.Fprintln(out.stdout, "\n"+message.Text("cli-training-use", message.Params{"Head": got.Head}))
	}
	return err
}
