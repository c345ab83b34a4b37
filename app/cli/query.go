package cli

import (
	"context"
	"fmt"
	"io"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

// parseQuery parses the query of a call. Mistakes are errors of usage, each with its place in
// the text.
func parseQuery(text string) (query.Query, error) {
	q, err := message.ParseQuery(text)
	return q, queryError(err, text)
}

// understand is Searcher.Understand. Photos that can't be found are errors of usage.
func understand(ctx context.Context, s *service.Searcher, q query.Query, scope library.Scope) (service.Request, error) {
	a, err := s.Understand(ctx, q, scope)
	return a, queryError(err, q.Source)
}

// queryError makes mistakes of the query language errors of usage, each with its place.
func queryError(err error, source string) error {
	if query.Mistakes(err) != nil {
		return problem.Usage("as-it-is", notice.Params{"Text": message.MistakesIn(source, err)})
	}
	return err
}

// dated replaces a description that is only a date by a filter with that date, as the window
// does, if there are photos of that time. Where the description has other words, dated prints
// how to write the filter.
func dated(ctx context.Context, e *service.Library, s *service.Searcher, a service.Request, stderr io.Writer) (service.Request, error) {
	if len(a.Query.Dates) == 0 {
		return a, nil
	}
	d := a.Query.Dates[0]
	if !d.Alone {
		fmt.Fprintln(stderr, message.Text("date-is-description", message.Params{"Words": d.Words, "Filter": message.LocalQuery(d.Filter)}))
		return a, nil
	}
	q, err := parseQuery(a.Query.Take(d))
	if err != nil {
		return a, err
	}
	taken, err := understand(ctx, s, q, a.Scope)
	if err != nil {
		return a, err
	}
	photos := 0
	err = e.Store.PhotosIn(ctx, taken.Scope, taken.Query.Filter, func(library.PhotoID) { photos++ })
	if err != nil || photos == 0 {
		return a, err
	}
	fmt.Fprintln(stderr, message.Text("date-is-filter", message.Params{"Words": d.Words, "Filter": message.LocalQuery(d.Filter)}))
	return taken, nil
}
