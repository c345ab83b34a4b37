package app

import (
	"os"
	"runtime/debug"
)

// memoryLimit is what the Go part of the process aims to stay below, so that the
// garbage of decoded photos is collected before it adds up to a gigabyte. It is a
// soft limit; vectors held in memory come on top.
const memoryLimit = 640 << 20

// limitMemory sets the soft limit unless the owner set one with GOMEMLIMIT.
func limitMemory(vectors int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit + vectors)
	}
}
