package app

import (
	"context"
	"fmt"
)

// runFinetuneOwn learns from the tags, captions and feedback of the library.
func runFinetuneOwn(ctx context.Context, e *engine, r finetuneRequest, out output) error {
	w := wish{captions: r.captions, feedback: r.feedback}
	var err error
	if w.tags, err = e.tagsNamed(ctx, r.tags); err != nil {
		return err
	}
	line := newProgressLine(out.stderr)
	t := teacher{e, e.searcher().model, line.count}
	got, err := t.teach(ctx, w, r.options, line.training())
	line.end()
	if err != nil {
		return err
	}
	if got.id != "" && r.use {
		if err := e.useHead(ctx, got.id); err != nil {
			return err
		}
	}
	report := finetuneReport{Report: got.report, Model: t.m.pack.ID, Seed: r.options.Seed, Head: got.id}
	if out.json {
		return printJSON(out.stdout, report)
	}
	if err := report.print(out.stdout); err != nil {
		return err
	}
	return r.whatNext(got, out)
}

// whatNext says what can be done with a head.
func (r finetuneRequest) whatNext(got taught, out output) (err error) {
	switch {
	case got.id == "":
	case r.use:
		_, err = fmt.Fprintf(out.stdout, "\nSearches use it from now on (%s). Back: descry head back\n", got.id)
	default:
		_, err = fmt.Fprintf(out.stdout, "\nTo search with it: descry head use %s\n", got.id)
	}
	return err
}
