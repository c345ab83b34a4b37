//go:build !linux

package app

// LeaveSignals does nothing: only Linux is known to need it.
func LeaveSignals() {}
