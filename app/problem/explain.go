package problem

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"descry/internal/atomicfile"
	"descry/library"
	"descry/library/watch"
)

// Reason is something that keeps the program from its work and that the user can do
// something about, whatever it was doing.
type Reason int

// The reasons.
const (
	NoReason Reason = iota
	NewerCatalogue
	OlderCatalogue
	DamagedCatalogue
	UnreadLog
	NoWatches
	NoFiles
	CatalogueBusy
	DiskFull
	CantBeWritten
	NotAllowed
	Offline
)

// Reasons have one sentence each for it, which every command, the window and the log use:
// in lower case, without the last full stop. A sentence begins with the path where there
// is one and it says so. The first that fits counts.
var Reasons = []struct {
	Reason Reason
	errors []error
	Says   string // "" keeps the error's own words
	ofFile bool   // only where it is about a file: a download has hosts, too
}{
	{Reason: NewerCatalogue, errors: []error{library.ErrNewerSchema}, Says: library.ErrNewerSchema.Error()},
	{Reason: OlderCatalogue, errors: []error{library.ErrOlderSchema}, Says: library.ErrOlderSchema.Error()},
	{Reason: DamagedCatalogue, errors: []error{library.ErrDamaged}, Says: library.ErrDamaged.Error()},
	{Reason: NoWatches, errors: []error{watch.ErrNoWatches}, Says: "the system grants no more watches of folders; raise fs.inotify.max_user_watches, or let Descry look at the folders at intervals"},
	{Reason: NoFiles, errors: []error{library.ErrTooManyFiles, syscall.EMFILE, syscall.ENFILE}, Says: library.ErrTooManyFiles.Error()},
	{Reason: CatalogueBusy, errors: []error{library.ErrBusy}, Says: library.ErrBusy.Error()},
	{Reason: DiskFull, errors: []error{library.ErrFull, atomicfile.ErrFull}, Says: library.ErrFull.Error()},
	{Reason: UnreadLog, errors: []error{library.ErrUnreadLog}, Says: library.ErrUnreadLog.Error()},
	{Reason: CantBeWritten, errors: []error{library.ErrReadOnly}, Says: library.ErrReadOnly.Error()},
	{Reason: Offline, errors: []error{library.ErrOffline}, Says: "the folder is offline; connect its drive or network share, and its photos are there again"},
	{Reason: Offline, errors: []error{syscall.ESTALE, syscall.ENOTCONN, syscall.EHOSTDOWN, syscall.EHOSTUNREACH}, Says: "the drive or network share doesn't answer; connect it again", ofFile: true},
	{Reason: CantBeWritten, errors: []error{syscall.EROFS}},
	{Reason: NotAllowed, errors: []error{fs.ErrPermission}},
}

// added is what is said after an error's own words.
var added = map[Reason]string{
	CantBeWritten: "; the disk can only be read",
	NotAllowed:    "; check the permissions",
}

// ReasonOf finds the reason behind an error, noReason where it is none of them, and the
// sentence for it, "" for the error's own words.
func ReasonOf(err error) (Reason, string) {
	full := atomicfile.Explain(err)
	var at *fs.PathError
	file := errors.As(err, &at)
	for _, r := range Reasons {
		if r.ofFile && !file {
			continue
		}
		for _, known := range r.errors {
			looked := err
			if r.Reason == DiskFull {
				looked = full // which knows quotas, and the system's error for it
			}
			if errors.Is(looked, known) {
				return r.Reason, r.Says
			}
		}
	}
	return NoReason, ""
}

// Explain turns an error into what the user reads: one sentence and, where
// there is one, what to do.
func Explain(err error) string {
	var missing *MissingError
	if errors.As(err, &missing) {
		return missing.Error()
	}
	why, says := ReasonOf(err)
	var at *fs.PathError
	if why == DiskFull && !errors.Is(err, library.ErrFull) && errors.As(err, &at) {
		return says + " (" + at.Path + " is on it)"
	}
	if says != "" {
		return says
	}
	text := strings.TrimSpace(err.Error())
	if more := added[why]; more != "" && !strings.Contains(text, "permissions") {
		text += more
	}
	return text
}
