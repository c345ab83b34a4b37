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

// parseQuery parses what a call asks for. Mistakes are errors of usage, each with its place.
func parseQuery(text string) (query.Query, error) {
	q, err := query.Parse(text, query.Now())
	return q, queryError(err, text)
}

// understand is Searcher.Understand with photos that are not to be had as errors of usage.
func understand(ctx context.Context, s *service.Searcher, q query.Query, scope library.Scope) (service.Request, error) {
	a, err := s.Understand(ctx, q, scope)
	return a, queryError(err, q.Source)
}

// queryError makes mistakes of the query language errors of usage, each with its place.
func queryError(err error, source string) error {
	if wrong := message.Mistakes(err); wrong != nil {
		return problem.Usage("as-it-is", notice.Params{"Text": wrong.At(source)})
	}
	return err
}

// dated takes a date that is all the query says for the time it names, as the window
// does: if there are photos of that time. Beside other words it says how to ask for it.
func dated(ctx context.Context, e *service.Library, s *service.Searcher, a service.Request, stderr io.Writer) (service.Request, error) {
	if len(a.Query.Dates) == 0 {
		return a, nil
	}
	d := a.Query.Dates[0]
	if !d.Alone {
		fmt.Fprintf(stderr, "“%s” counts as description; %s asks for photos of that time.\n", d.Words, d.Filter)
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
	fmt.Fprintf(stderr, "“%s” is understood as %s; in quotation marks it is looked for as a word.\n", d.Words, d.Filter)
	return taken, nil
}
