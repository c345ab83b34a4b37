//go:build !linux

package mounts

// System returns ErrUnsupported here.
func System() (Table, error) { return nil, ErrUnsupported }

// Number is not told here.
func Number(string) uint64 { return 0 }

// UUID is not told here.
func (m Mount) UUID() string { return "" }
