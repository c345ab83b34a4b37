package service

import (
	"os"
	"runtime/debug"
)

// memoryLimit is what the Go part of the process aims to stay below. The garbage of decoded
// photos is then collected before the garbage adds up to a gigabyte. The limit is soft, and
// vectors held in memory come on top.
const memoryLimit = 640 << 20

// limitMemory sets the soft limit unless the user set one with GOMEMLIMIT.
func limitMemory(vectors int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit + vectors)
	}
}

// How much garbage may gather before a collection, in percent of the memory in use. A window
// that only browses makes little garbage and holds the vectors all day. A small share keeps
// its memory small and costs a few percent of one core while scrolling. Indexing makes
// hundreds of megabytes of garbage a second.
const (
	restingGarbage = 25
	workingGarbage = 100
)

// quietLooks is how many looks, one a second, the process must have been idle before freed
// memory goes back to the system at once, not over minutes.
const quietLooks = 3

// thrift keeps the memory of a process with a window small while the process doesn't index. A
// user's own GOGC is left as it is.
type thrift struct {
	percent int
	quiet   int
}

// look is called once a second and told whether this process is at work.
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
