// Package leave gets away from calls that may never return and can't be cut short, such as
// calls into the file system of a server that doesn't answer.
package leave

import "context"

// Behind returns what call returns, or ctx's error as soon as ctx ends. In the latter case
// call is left behind on its goroutine, and what call returns is lost. call must not touch
// anything that its caller goes on to use.
func Behind[T any](ctx context.Context, call func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	if err := ctx.Err(); err != nil {
		return *new(T), err
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := call()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		return *new(T), ctx.Err()
	}
}
