//go:build !linux

package assets

// drop does nothing: these systems take unused pages of a program back by
// themselves.
func drop([]byte) {}
