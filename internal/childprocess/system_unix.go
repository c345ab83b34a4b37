//go:build unix

package childprocess

import (
	"os"

	"golang.org/x/sys/unix"
)

// niceness is how far a child stands back for others' work on the processor.
const niceness = 5

// ClaimOutput returns the standard output of this process and redirects all other writers,
// libraries in other languages too, to standard error.
func ClaimOutput() (*os.File, error) {
	own, err := unix.FcntlInt(os.Stdout.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	if err := redirect(int(os.Stderr.Fd()), int(os.Stdout.Fd())); err != nil {
		_ = unix.Close(own)
		return nil, err
	}
	return os.NewFile(uintptr(own), "stdout"), nil
}
