//go:build !unix

package thumbnail_test

import "time"

func cpuTime() time.Duration { return 0 }
