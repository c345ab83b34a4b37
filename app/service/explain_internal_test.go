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

	"descry/app/problem"
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
		why  problem.Reason
		want string // all of it, or what it must contain if it begins with …
	}{
		{library.ErrFull, problem.DiskFull, full},
		{fmt.Errorf("store: %w: %w", library.ErrFull, errors.New("database or disk is full")), problem.DiskFull, full},
		{fmt.Errorf("thumbnail: %w", onFile(syscall.ENOSPC)), problem.DiskFull, full + " (/mnt/photos/a.jpg is on it)"},
		{onFile(syscall.EDQUOT), problem.DiskFull, full + " (/mnt/photos/a.jpg is on it)"},
		{atomicfile.Explain(&os.LinkError{Op: "link", Old: "a", New: "b", Err: syscall.ENOSPC}), problem.DiskFull, full},
		{fmt.Errorf("watch: %w: %w", watch.ErrNoWatches, syscall.ENOSPC), problem.NoWatches, "…max_user_watches"},
		{os.NewSyscallError("inotify_init1", syscall.EMFILE), problem.NoFiles, files},
		{onFile(syscall.ENFILE), problem.NoFiles, files},
		{fmt.Errorf("open catalogue: %w", library.ErrTooManyFiles), problem.NoFiles, files},
		{onFile(syscall.EACCES), problem.NotAllowed, "write /mnt/photos/a.jpg: permission denied; check the permissions"},
		{onFile(syscall.EPERM), problem.NotAllowed, "…; check the permissions"},
		{fmt.Errorf("add: %w", library.ErrReadOnly), problem.CantBeWritten, library.ErrReadOnly.Error()},
		{onFile(syscall.EROFS), problem.CantBeWritten, "…; the disk can only be read"},
		{library.ErrOffline, problem.Offline, "…connect its drive or network share"},
		{fmt.Errorf("%s: %w", "/mnt/photos", library.ErrOffline), problem.Offline, "…connect its drive or network share"},
		{onFile(syscall.ESTALE), problem.Offline, "the drive or network share doesn't answer; connect it again"},
		{onFile(syscall.ENOTCONN), problem.Offline, "the drive or network share doesn't answer; connect it again"},
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)}, problem.NoReason, "…no route to host"},
		{fmt.Errorf("%w: %w", library.ErrReadOnly, library.ErrOlderSchema), problem.OlderCatalogue, library.ErrOlderSchema.Error()},
		{fmt.Errorf("%w: %w", library.ErrDamaged, syscall.EIO), problem.DamagedCatalogue, library.ErrDamaged.Error()},
		{fmt.Errorf("tag photos: %w", library.ErrBusy), problem.CatalogueBusy, library.ErrBusy.Error()},
		{library.ErrNewerSchema, problem.NewerCatalogue, library.ErrNewerSchema.Error()},
		{library.ErrUnreadLog, problem.UnreadLog, library.ErrUnreadLog.Error()},
		{errors.New("something else"), problem.NoReason, "something else"},
	} {
		why, _ := problem.ReasonOf(c.err)
		said := problem.Explain(c.err)
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
	seen := map[string]problem.Reason{}
	for _, r := range problem.Reasons {
		if other, twice := seen[r.Says]; twice && r.Says != "" {
			t.Errorf("%d and %d both say %q", other, r.Reason, r.Says)
		}
		seen[r.Says] = r.Reason
	}
}
