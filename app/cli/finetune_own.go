package cli

import (
	"context"
	"fmt"

	"descry/app/service"
)

// runFinetuneOwn learns from the tags, captions and feedback of the library.
func runFinetuneOwn(ctx context.Context, e *service.Library, r finetuneRequest, out output) error {
	w := service.Wish{Captions: r.captions, Feedback: r.feedback}
	var err error
	if w.Tags, err = e.TagsNamed(ctx, r.tags); err != nil {
		return err
	}
	line := newProgressLine(out.stderr)
	t := service.Teacher{E: e, M: e.Searcher().Encoder, Tell: line.Count}
	got, err := t.Teach(ctx, w, r.options, line.training())
	line.end()
	if err != nil {
		return err
	}
	if got.Id != "" && r.use {
		if err := e.UseHead(ctx, got.Id); err != nil {
			return err
		}
	}
	report := finetuneReport{Report: got.Report, Model: t.M.Pack.ID, Seed: r.options.Seed, Head: got.Id}
	if out.json {
		return printJSON(out.stdout, report)
	}
	if err := report.print(out.stdout); err != nil {
		return err
	}
	return r.whatNext(got, out)
}

// whatNext says what can be done with a head.
func (r finetuneRequest) whatNext(got service.Taught, out output) (err error) {
	switch {
	case got.Id == "":
	case r.use:
		_, err = fmt.Fprintf(out.stdout, "\nSearches use it from now on (%s). Back: descry head back\n", got.Id)
	default:
		_, err = fmt.Fprintf(out.stdout, "\nTo search with it: descry head use %s\n", got.Id)
	}
	return err
}
