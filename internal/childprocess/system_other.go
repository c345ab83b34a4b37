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

// attributes does nothing, since a child ends with its standard input.
func attributes() *syscall.SysProcAttr { return nil }

// keepFiles does nothing on this system.
func keepFiles() {}

// Name does nothing on this system.
func Name(string) {}

// Limit puts this process behind others. The process gets the processor after others and
// leaves no core dump, which would hold the data it worked on. Signals of a terminal no longer
// reach the process. A setting that the system refuses stays as before, and is in the error.
func Limit() error {
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}),
		unix.Setpgid(0, 0),
		unix.Setpriority(unix.PRIO_PROCESS, 0, niceness),
	)
}

func redirect(from, to int) error { return unix.Dup2(from, to) }
