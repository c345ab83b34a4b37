//go:build !linux

package ort

// giveBack does nothing. Other systems' allocators, unlike glibc, return memory without a
// call.
func giveBack() {}
