//go:build unix && !linux

package childprocess

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// OwnProgram is the file of this program.
func OwnProgram() (string, error) { return os.Executable() }

// attributes: a child ends when its standard input does.
func attributes() *syscall.SysProcAttr { return nil }

// keepFiles does nothing on this system.
func keepFiles() {}

// Name does nothing on this system.
func Name(string) {}

// Limit makes this process one that stands behind others: it gets the processor after
// them and leaves no core dump, which would hold what it worked on. Signals of a
// terminal no longer reach it. What the system refuses stays as it was; the error
// tells.
func Limit() error {
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}),
		unix.Setpgid(0, 0),
		unix.Setpriority(unix.PRIO_PROCESS, 0, niceness),
	)
}

func redirect(from, to int) error { return unix.Dup2(from, to) }
