package heif

import (
	"os"
	"syscall"
)

// ownProgram is this program even after an upgrade has replaced its file.
func ownProgram() (string, error) { return "/proc/self/exe", nil }

// childAttributes has a child die with the program, should that be killed.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// nameProcess sets the name that lists of processes show, which would be "exe".
func nameProcess(name string) {
	_ = os.WriteFile("/proc/self/comm", []byte(name), 0) // it works by any name
}
