//go:build !linux && !windows

package heif

import (
	"os"
	"syscall"
)

func ownProgram() (string, error) { return os.Executable() }

// childAttributes: a child ends when its standard input does.
func childAttributes() *syscall.SysProcAttr { return nil }

func nameProcess(string) {}
