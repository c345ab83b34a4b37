//go:build !linux

package mounts

// System returns ErrUnsupported here.
func System() (Table, error) { return nil, ErrUnsupported }

// UUID is not told here.
func (m Mount) UUID() string { return "" }
