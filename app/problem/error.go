package problem

import (
	"errors"

	"descry/app/notice"
)

// Error is an error that people read. Package descry/app/message words it.
type Error struct {
	// Notice is what the error tells. Its message may name Err as Cause besides the
	// parameters. With the zero Notice the error tells what Err tells.
	notice.Notice
	// Advice is what to do about the error, in a sentence of its own. The zero Notice is no
	// advice.
	Advice notice.Notice
	// Usage marks a mistake in the call, and no failure of the program.
	Usage bool
	// Told marks an error that people have read already.
	Told bool
	// Err is the cause of the error, nil for none.
	Err error
}

// Marks that errors.Is finds in an error that is, or wraps, an *Error with that mark.
var (
	ErrUsage = errors.New("a mistake in the call")
	ErrTold  = errors.New("people have read it")
)

// New is an error of a kind. params may be nil.
func New(kind notice.Kind, params notice.Params) *Error {
	return &Error{Notice: notice.New(kind, params)}
}

// Wrap is an error of a kind that err is the cause of. Its message may name err as Cause.
func Wrap(kind notice.Kind, params notice.Params, err error) *Error {
	return &Error{Notice: notice.New(kind, params), Err: err}
}

// Usage is a mistake in the call.
func Usage(kind notice.Kind, params notice.Params) *Error {
	return &Error{Notice: notice.New(kind, params), Usage: true}
}

// WrapUsage is a mistake in the call that err is the cause of. Its message may name err as
// Cause.
func WrapUsage(kind notice.Kind, params notice.Params, err error) *Error {
	return &Error{Notice: notice.New(kind, params), Usage: true, Err: err}
}

// AsUsage marks an error as a mistake in the call. The text of the error stays.
func AsUsage(err error) *Error { return &Error{Usage: true, Err: err} }

// AsTold marks an error as one that people have read already.
func AsTold(err error) *Error { return &Error{Told: true, Err: err} }

// Error is the error in a log, in no language: the kind and its parameters, and the cause.
func (e *Error) Error() string {
	switch {
	case e.Err == nil:
		return e.String()
	case e.IsZero():
		return e.Err.Error()
	}
	return e.String() + ": " + e.Err.Error()
}

// Unwrap is the cause of the error.
func (e *Error) Unwrap() error { return e.Err }

// Is reports the marks ErrUsage and ErrTold.
func (e *Error) Is(err error) bool {
	return err == ErrUsage && e.Usage || err == ErrTold && e.Told
}
