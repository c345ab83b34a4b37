package service

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"descry/internal/atomicfile"
	"descry/library"
	"descry/library/watch"
)

// reason is something that keeps the program from its work and that the owner can do
// something about, whatever it was doing.
type reason int

// The reasons.
const (
	noReason reason = iota
	NewerCatalogue
	olderCatalogue
	DamagedCatalogue
	unreadLog
	noWatches
	noFiles
	catalogueBusy
	DiskFull
	CantBeWritten
	NotAllowed
	offline
)

// reasons have one sentence each for it, which every command, the window and the log use:
// in lower case, without the last full stop. A sentence begins with the path where there
// is one and it says so. The first that fits counts.
var reasons = []struct {
	reason reason
	errors []error
	says   string // "" keeps the error's own words
	ofFile bool   // only where it is about a file: a download has hosts, too
}{
	{reason: NewerCatalogue, errors: []error{library.ErrNewerSchema}, says: library.ErrNewerSchema.Error()},
	{reason: olderCatalogue, errors: []error{library.ErrOlderSchema}, says: library.ErrOlderSchema.Error()},
	{reason: DamagedCatalogue, errors: []error{library.ErrDamaged}, says: library.ErrDamaged.Error()},
	{reason: noWatches, errors: []error{watch.ErrNoWatches}, says: "the system grants no more watches of folders; raise fs.inotify.max_user_watches, or let Descry look at the folders at intervals"},
	{reason: noFiles, errors: []error{library.ErrTooManyFiles, syscall.EMFILE, syscall.ENFILE}, says: library.ErrTooManyFiles.Error()},
	{reason: catalogueBusy, errors: []error{library.ErrBusy}, says: library.ErrBusy.Error()},
	{reason: DiskFull, errors: []error{library.ErrFull, atomicfile.ErrFull}, says: library.ErrFull.Error()},
	{reason: unreadLog, errors: []error{library.ErrUnreadLog}, says: library.ErrUnreadLog.Error()},
	{reason: CantBeWritten, errors: []error{library.ErrReadOnly}, says: library.ErrReadOnly.Error()},
	{reason: offline, errors: []error{library.ErrOffline}, says: "the folder is offline; connect its drive or network share, and its photos are there again"},
	{reason: offline, errors: []error{syscall.ESTALE, syscall.ENOTCONN, syscall.EHOSTDOWN, syscall.EHOSTUNREACH}, says: "the drive or network share doesn't answer; connect it again", ofFile: true},
	{reason: CantBeWritten, errors: []error{syscall.EROFS}},
	{reason: NotAllowed, errors: []error{fs.ErrPermission}},
}

// added is what is said after an error's own words.
var added = map[reason]string{
	CantBeWritten: "; the disk can only be read",
	NotAllowed:    "; check the permissions",
}

// ReasonOf finds the reason behind an error, noReason where it is none of them, and the
// sentence for it, "" for the error's own words.
func ReasonOf(err error) (reason, string) {
	full := atomicfile.Explain(err)
	var at *fs.PathError
	file := errors.As(err, &at)
	for _, r := range reasons {
		if r.ofFile && !file {
			continue
		}
		for _, known := range r.errors {
			looked := err
			if r.reason == DiskFull {
				looked = full // which knows quotas, and the system's error for it
			}
			if errors.Is(looked, known) {
				return r.reason, r.says
			}
		}
	}
	return noReason, ""
}

// Explain turns an error into what the owner reads: one sentence and, where
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
