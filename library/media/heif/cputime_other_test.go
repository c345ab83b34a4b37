//go:build !unix

package heif

import "time"

func cpuTime() time.Duration { return 0 }
