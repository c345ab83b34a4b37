package problem

import (
	"errors"

	"descry/app/notice"
)

// Error is an error that people read. Package descry/app/message words it.
type Error struct {
	// Notice is what the error tells. Its message may name Err as Cause besides the
	// parameters. The zero Notice tells what Err tells.
	notice.Notice
	// Advice is what to do about it in a sentence of its own, the zero Notice for none.
	Advice notice.Notice
	// Usage tells a mistake in the call from something that went wrong.
	Usage bool
	// Told tells what people have read already from what is still to be said.
	Told bool
	// Err is what lies behind it, nil for nothing.
	Err error
}

// Marks that errors.Is finds in each error that has one so marked in it.
var (
	ErrUsage = errors.New("a mistake in the call")
	ErrTold  = errors.New("people have read it")
)

// New is an error about its parameters, which may be nil.
func New(kind notice.Kind, params notice.Params) *Error {
	return &Error{Notice: notice.New(kind, params)}
}

// Wrap is an error that err is behind. Its message may name err as Cause.
func Wrap(kind notice.Kind, params notice.Params, err error) *Error {
	return &Error{Notice: notice.New(kind, params), Err: err}
}

// Usage is a mistake in the call.
func Usage(kind notice.Kind, params notice.Params) *Error {
	return &Error{Notice: notice.New(kind, params), Usage: true}
}

// WrapUsage is a mistake in the call that err is behind. Its message may name err as Cause.
func WrapUsage(kind notice.Kind, params notice.Params, err error) *Error {
	return &Error{Notice: notice.New(kind, params), Usage: true, Err: err}
}

// AsUsage makes an error a mistake in the call, which tells what it told before.
func AsUsage(err error) *Error { return &Error{Usage: true, Err: err} }

// AsTold marks an error as one that people have read already.
func AsTold(err error) *Error { return &Error{Told: true, Err: err} }

// Error is the error as a log has it, in no language: kind and parameters, and what lies
// behind it.
func (e *Error) Error() string {
	switch {
	case e.Err == nil:
		return e.String()
	case e.IsZero():
		return e.Err.Error()
	}
	return e.String() + ": " + e.Err.Error()
}

// Unwrap is what lies behind the error.
func (e *Error) Unwrap() error { return e.Err }

// Is finds the marks ErrUsage and ErrTold.
func (e *Error) Is(err error) bool {
	return err == ErrUsage && e.Usage || err == ErrTold && e.Told
}
