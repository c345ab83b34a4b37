package library

import "context"

type progressKey struct{}

// WithProgress has a change of very many photos that is made under a context tell how
// far it is, on the goroutine that makes it: of all photos, so many are done. A change of
// few tells nothing.
func WithProgress(ctx context.Context, tell func(done, all int)) context.Context {
	return context.WithValue(ctx, progressKey{}, tell)
}

// Progress tells whoever wants to know.
func Progress(ctx context.Context, done, all int) {
	if tell, ok := ctx.Value(progressKey{}).(func(done, all int)); ok {
		tell(done, all)
	}
}
