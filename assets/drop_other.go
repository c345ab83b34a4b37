//go:build !linux

package assets

// drop does nothing, since these systems take unused pages of a program back without a call.
func drop([]byte) {}
