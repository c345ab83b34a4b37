package heif

import (
	"os"
	"syscall"
)

func ownProgram() (string, error) { return os.Executable() }

// childAttributes keeps a console from opening for a child, and Ctrl-C in the
// program's own from reaching it.
func childAttributes() *syscall.SysProcAttr {
	const createNoWindow = 0x08000000 // CREATE_NO_WINDOW of winbase.h
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: createNoWindow}
}

func nameProcess(string) {}
