package childprocess

import (
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// OwnProgram is the file of this program.
func OwnProgram() (string, error) { return os.Executable() }

// attributes keeps a console from opening for a child, and Ctrl-C in the program's own console
// from reaching the child.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}

// keepFiles does nothing on this system.
func keepFiles() {}

// Name does nothing on this system.
func Name(string) {}

// Limit gives this process the processor after others.
func Limit() error {
	return windows.SetPriorityClass(windows.CurrentProcess(), windows.BELOW_NORMAL_PRIORITY_CLASS)
}

// ClaimOutput returns the standard output of this process and redirects other Go code to
// standard error. Libraries in other languages keep the handle that they have.
func ClaimOutput() (*os.File, error) {
	own := os.Stdout
	os.Stdout = os.Stderr
	return own, windows.SetStdHandle(windows.STD_OUTPUT_HANDLE, windows.Handle(os.Stderr.Fd()))
}
