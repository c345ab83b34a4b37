package service

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"descry/internal/atomicfile"
	"descry/library"
	"descry/library/watch"
)

// onFile is the system's error about a file.
func onFile(err error) error { return &fs.PathError{Op: "write", Path: "/mnt/photos/a.jpg", Err: err} }

// TestEachReasonHasOneSentence goes through the errors of all layers: which reason it is,
// and what every command and the window say, however the error came about.
func TestEachReasonHasOneSentence(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the errors are those of Unix")
	}
	full, files := library.ErrFull.Error(), library.ErrTooManyFiles.Error()
	for _, c := range []struct {
		err  error
		why  reason
		want string // all of it, or what it must contain if it begins with …
	}{
		{library.ErrFull, DiskFull, full},
		{fmt.Errorf("store: %w: %w", library.ErrFull, errors.New("database or disk is full")), DiskFull, full},
		{fmt.Errorf("thumbnail: %w", onFile(syscall.ENOSPC)), DiskFull, full + " (/mnt/photos/a.jpg is on it)"},
		{onFile(syscall.EDQUOT), DiskFull, full + " (/mnt/photos/a.jpg is on it)"},
		{atomicfile.Explain(&os.LinkError{Op: "link", Old: "a", New: "b", Err: syscall.ENOSPC}), DiskFull, full},
		{fmt.Errorf("watch: %w: %w", watch.ErrNoWatches, syscall.ENOSPC), noWatches, "…max_user_watches"},
		{os.NewSyscallError("inotify_init1", syscall.EMFILE), noFiles, files},
		{onFile(syscall.ENFILE), noFiles, files},
		{fmt.Errorf("open catalogue: %w", library.ErrTooManyFiles), noFiles, files},
		{onFile(syscall.EACCES), NotAllowed, "write /mnt/photos/a.jpg: permission denied; check the permissions"},
		{onFile(syscall.EPERM), NotAllowed, "…; check the permissions"},
		{fmt.Errorf("add: %w", library.ErrReadOnly), CantBeWritten, library.ErrReadOnly.Error()},
		{onFile(syscall.EROFS), CantBeWritten, "…; the disk can only be read"},
		{library.ErrOffline, offline, "…connect its drive or network share"},
		{fmt.Errorf("%s: %w", "/mnt/photos", library.ErrOffline), offline, "…connect its drive or network share"},
		{onFile(syscall.ESTALE), offline, "the drive or network share doesn't answer; connect it again"},
		{onFile(syscall.ENOTCONN), offline, "the drive or network share doesn't answer; connect it again"},
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)}, noReason, "…no route to host"},
		{fmt.Errorf("%w: %w", library.ErrReadOnly, library.ErrOlderSchema), olderCatalogue, library.ErrOlderSchema.Error()},
		{fmt.Errorf("%w: %w", library.ErrDamaged, syscall.EIO), DamagedCatalogue, library.ErrDamaged.Error()},
		{fmt.Errorf("tag photos: %w", library.ErrBusy), catalogueBusy, library.ErrBusy.Error()},
		{library.ErrNewerSchema, NewerCatalogue, library.ErrNewerSchema.Error()},
		{library.ErrUnreadLog, unreadLog, library.ErrUnreadLog.Error()},
		{errors.New("something else"), noReason, "something else"},
	} {
		why, _ := ReasonOf(c.err)
		said := Explain(c.err)
		part, contains := strings.CutPrefix(c.want, "…")
		if why != c.why || contains && !strings.Contains(said, part) || !contains && said != c.want {
			t.Errorf("%v\nis reason %d, want %d, and says %q", c.err, why, c.why, said)
		}
		if again := owned(c.err).Error(); again != said {
			t.Errorf("the window says %q, a command %q", again, said)
		}
		if strings.HasSuffix(said, ".") || strings.Contains(said, "\n") {
			t.Errorf("%q is not one sentence without its full stop", said)
		}
	}
}

// TestSentencesDiffer keeps two reasons from being told in the same words.
func TestSentencesDiffer(t *testing.T) {
	seen := map[string]reason{}
	for _, r := range reasons {
		if other, twice := seen[r.says]; twice && r.says != "" {
			t.Errorf("%d and %d both say %q", other, r.reason, r.says)
		}
		seen[r.says] = r.reason
	}
}
