//go:build !linux

package app

// LeaveSignals does nothing, since only Linux is known to need it.
func LeaveSignals() {}
