package library

import "context"

type progressKey struct{}

// WithProgress returns a context whose changes of very many photos call tell with the numbers
// of photos that are done and of all photos. tell is called on the goroutine that makes the
// change. A change of few photos tells nothing.
func WithProgress(ctx context.Context, tell func(done, all int)) context.Context {
	return context.WithValue(ctx, progressKey{}, tell)
}

// Progress tells the function of WithProgress how far a change is. Progress does nothing under
// other contexts.
func Progress(ctx context.Context, done, all int) {
	if tell, ok := ctx.Value(progressKey{}).(func(done, all int)); ok {
		tell(done, all)
	}
}
