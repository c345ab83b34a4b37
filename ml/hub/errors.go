package hub

import (
	"errors"
	"fmt"

	"descry/internal/filesize"
)

// Kinds of failures, to be told apart with [errors.Is]. The errors themselves say in one
// sentence what happened and what to do. A cancelled call returns the context's error instead.
var (
	// ErrOffline: the server's address is unknown or nothing answers there.
	ErrOffline = errors.New("can't be reached")
	// ErrUnavailable: the server answered wrongly several times.
	ErrUnavailable = errors.New("does not answer as it should")
	// ErrInsecure: the connection is not encrypted, or not with the right server.
	ErrInsecure = errors.New("not a safe connection")
	// ErrNotFound: there is no such repository, revision or file.
	ErrNotFound = errors.New("not found")
	// ErrForbidden: the repository is private, or its licence has to be accepted.
	ErrForbidden = errors.New("not open to everybody")
	// ErrChecksum: what arrived is not what was promised, twice.
	ErrChecksum = errors.New("checksum does not match")
	// ErrDiskFull: see [DiskFullError].
	ErrDiskFull = errors.New("disk full")
	// ErrBusy: another download into the same folder is running.
	ErrBusy = errors.New("download running")
	// ErrUnsuitable: the repository, or the server's list of its files, is of no use to an
	// import.
	ErrUnsuitable = errors.New("not a usable repository")
)

// DiskFullError says how much a download needs. A DiskFullError is an [ErrDiskFull].
type DiskFullError struct {
	// Needed is what is still to be written, Free what the disk has left, both in bytes. Free
	// is -1 where the system doesn't tell.
	Needed, Free int64
}

// Error says both numbers.
func (e *DiskFullError) Error() string {
	if e.Free < 0 {
		return fmt.Sprintf("the disk is full: the download needs %s more", filesize.Format(e.Needed))
	}
	return fmt.Sprintf("the download needs %s more and the disk has %s free", filesize.Format(e.Needed), filesize.Format(e.Free))
}

// Is makes the error an [ErrDiskFull].
func (e *DiskFullError) Is(target error) bool { return target == ErrDiskFull }

// failure is an error of one sentence, with a kind and perhaps a cause.
type failure struct {
	kind     error
	sentence string
	cause    error
}

// Error is the sentence.
func (f *failure) Error() string { return f.sentence }

// Unwrap lets errors.Is find the kind and the cause.
func (f *failure) Unwrap() []error {
	if f.cause == nil {
		return []error{f.kind}
	}
	return []error{f.kind, f.cause}
}

// failure makes the errors that blame the server. Only errors of unavailability take a detail,
// which format gives.
func (c *Client) failure(kind, cause error, format string, args ...any) error {
	f := &failure{kind: kind, cause: cause}
	switch kind {
	case ErrOffline:
		f.sentence = c.base.Host + " can't be reached: is this machine online? Nothing was lost, the download goes on where it stopped"
	case ErrInsecure:
		f.sentence = "the connection to " + c.base.Host + " isn't safe, because its certificate can't be verified: nothing was downloaded over it"
	default:
		f.sentence = c.base.Host + " " + kind.Error() + " (" + fmt.Sprintf(format, args...) + "): what arrived is kept, try again later"
	}
	return f
}
