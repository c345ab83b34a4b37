package message_test

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

	"descry/app/message"
	"descry/app/notice"
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
		why  notice.Kind
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
		{fmt.Errorf("add: %w", library.ErrReadOnly), problem.ReadOnlyCatalogue, library.ErrReadOnly.Error()},
		{onFile(syscall.EROFS), problem.ReadOnlyDisk, "…; the disk can only be read"},
		{library.ErrOffline, problem.Offline, "…connect its drive or network share"},
		{fmt.Errorf("%s: %w", "/mnt/photos", library.ErrOffline), problem.Offline, "…connect its drive or network share"},
		{onFile(syscall.ESTALE), problem.DriveSilent, "the drive or network share doesn't answer; connect it again"},
		{onFile(syscall.ENOTCONN), problem.DriveSilent, "the drive or network share doesn't answer; connect it again"},
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)}, "", "…no route to host"},
		{fmt.Errorf("%w: %w", library.ErrReadOnly, library.ErrOlderSchema), problem.OlderCatalogue, library.ErrOlderSchema.Error()},
		{fmt.Errorf("%w: %w", library.ErrDamaged, syscall.EIO), problem.DamagedCatalogue, library.ErrDamaged.Error()},
		{fmt.Errorf("tag photos: %w", library.ErrBusy), problem.CatalogueBusy, library.ErrBusy.Error()},
		{library.ErrNewerSchema, problem.NewerCatalogue, library.ErrNewerSchema.Error()},
		{library.ErrUnreadLog, problem.UnreadLog, library.ErrUnreadLog.Error()},
		{errors.New("something else"), "", "something else"},
	} {
		why := problem.Reason(c.err)
		said := message.Explain(c.err)
		part, contains := strings.CutPrefix(c.want, "…")
		if why != c.why || contains && !strings.Contains(said, part) || !contains && said != c.want {
			t.Errorf("%v\nis reason %s, want %s, and says %q", c.err, why, c.why, said)
		}
		if again := message.OfError(c.err); again != message.AsSentence(said) {
			t.Errorf("the window says %q, a command %q", again, said)
		}
		if strings.HasSuffix(said, ".") || strings.Contains(said, "\n") {
			t.Errorf("%q is not one sentence without its full stop", said)
		}
	}
}

// TestErrorsAreTold goes through the ways in which an error that people read can be wrapped.
func TestErrorsAreTold(t *testing.T) {
	missing := problem.Usage("library-name-taken", nil)
	denied := onFile(syscall.EACCES)
	for _, c := range []struct {
		err   error
		usage bool
		want  string
	}{
		{missing, true, "the name is taken"},
		{fmt.Errorf("save: %w (see --help)", missing), true, "save: the name is taken (see --help)"},
		{errors.Join(missing, errors.New("close it")), true, "the name is taken\nclose it"},
		{problem.AsUsage(errors.New("no such flag")), true, "no such flag"},
		{problem.AsUsage(fmt.Errorf("save: %w", library.ErrNameTaken)), true, "save: the name is taken"},
		{problem.New("library-folder-covered", notice.Params{"Path": "/a/b", "Parent": "/a"}), false, "/a/b is already covered by /a"},
		{fmt.Errorf("add: %w", &library.NestedError{Path: "/a/b", Parent: "/a"}), false, "add: /a/b is already covered by /a"},
		{problem.Wrap("error-around", notice.Params{"Before": "no photo: ", "After": ""}, missing), true, "no photo: the name is taken"},
		{problem.Wrap("error-around", notice.Params{"Before": "no photo: ", "After": ""}, denied), false, "no photo: write /mnt/photos/a.jpg: permission denied; check the permissions"},
		{problem.Wrap("error-around", notice.Params{"Before": "no photo: ", "After": ""}, fmt.Errorf("open: %w", library.ErrFull)), false, library.ErrFull.Error()},
		{problem.Wrap("library-changed", nil, library.ErrDamaged), false, "it was changed since"},
		{&problem.Error{Notice: notice.New("library-changed", nil), Advice: notice.New("as-it-is", notice.Params{"Text": "Start again"})}, false, "it was changed since. Start again"},
	} {
		if got := message.Explain(c.err); got != c.want || errors.Is(c.err, problem.ErrUsage) != c.usage {
			t.Errorf("%v: %q, a mistake in the call: %v; want %q, %v", c.err, got, !c.usage, c.want, c.usage)
		}
	}
	if got := problem.Wrap("library-folder-covered", notice.Params{"Path": "/a/b"}, errors.New("behind")).Error(); got != `library-folder-covered Path="/a/b": behind` {
		t.Errorf("a log has %q", got)
	}
}

// TestLibrarysWords holds the table to the words of the library's errors, which tests and
// logs have.
func TestLibrarysWords(t *testing.T) {
	for _, err := range []error{library.ErrNewerSchema, library.ErrOlderSchema, library.ErrDamaged, library.ErrTooManyFiles, library.ErrBusy,
		library.ErrFull, library.ErrUnreadLog, library.ErrReadOnly, library.ErrNotFound, library.ErrFolderExists, library.ErrNameTaken,
		library.ErrChanged, library.ErrNoName, library.ErrLongName, library.ErrLongCaption} {
		if got := message.Explain(err); got != err.Error() {
			t.Errorf("%q is told as %q", err, got)
		}
	}
}
