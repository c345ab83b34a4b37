//go:build !linux

package watch

import "descry/internal/mounts"

// newSystemMounts has no list to follow here: what comes and goes is found by scanning.
func newSystemMounts() (MountSource, error) { return nil, mounts.ErrUnsupported }
