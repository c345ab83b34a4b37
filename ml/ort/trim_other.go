//go:build !linux

package ort

// giveBack is for glibc alone; other systems' allocators return memory by
// themselves.
func giveBack() {}
