package service

import (
	"os"
	"runtime/debug"
)

// memoryLimit is what the Go part of the process aims to stay below, so that the
// garbage of decoded photos is collected before it adds up to a gigabyte. It is a
// soft limit; vectors held in memory come on top.
const memoryLimit = 640 << 20

// limitMemory sets the soft limit unless the user set one with GOMEMLIMIT.
func limitMemory(vectors int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit + vectors)
	}
}

// How much garbage may gather before it is collected, in percent of what is in
// use. A window that only browses makes little of it and holds the vectors all
// day: a small share keeps its memory small and costs a few percent of one core
// while scrolling. Indexing makes hundreds of megabytes a second.
const (
	restingGarbage = 25
	workingGarbage = 100
)

// quietLooks is how many looks, one a second, nothing must have happened before
// what was freed goes back to the system: at once, not over minutes.
const quietLooks = 3

// thrift keeps the memory of a process with a window small while it doesn't
// index. An user who has set GOGC knows better.
type thrift struct {
	percent int
	quiet   int
}

// look is told once a second whether this process is at work.
func (t *thrift) look(working bool) {
	if os.Getenv("GOGC") != "" {
		return
	}
	percent := restingGarbage
	if working {
		percent, t.quiet = workingGarbage, -1
	}
	if percent != t.percent {
		t.percent = percent
		debug.SetGCPercent(percent)
	}
	if t.quiet++; t.quiet == quietLooks {
		debug.FreeOSMemory()
	}
}
