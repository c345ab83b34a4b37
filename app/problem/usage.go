package problem

// UsageError is a mistake in the call, as opposed to something that went wrong.
type UsageError struct{ Err error }

// Error is the mistake.
func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap is the error itself.
func (e *UsageError) Unwrap() error { return e.Err }

// Is makes it ErrUsage.
func (e *UsageError) Is(err error) bool { return err == ErrUsage }
