package service

import (
	"context"
	"fmt"
	"io"

	"descry/library"
)

// Dated takes a date that is all the query says for the time it names, as the window
// does: if there are photos of that time. Beside other words it says how to ask for it.
func (s *Searcher) Dated(ctx context.Context, a Request, said io.Writer) (Request, error) {
	if len(a.Query.Dates) == 0 {
		return a, nil
	}
	d := a.Query.Dates[0]
	if !d.Alone {
		fmt.Fprintf(said, "“%s” counts as description; %s asks for photos of that time.\n", d.Words, d.Filter)
		return a, nil
	}
	taken, err := s.Understand(ctx, a.Query.Take(d), a.Scope)
	if err != nil {
		return a, err
	}
	photos := 0
	err = s.e.Store.PhotosIn(ctx, taken.Scope, taken.Query.Filter, func(library.PhotoID) { photos++ })
	if err != nil || photos == 0 {
		return a, err
	}
	fmt.Fprintf(said, "“%s” is understood as %s; in quotation marks it is looked for as a word.\n", d.Words, d.Filter)
	return taken, nil
}
