package faultyfs

import (
	"fmt"
	"time"
)

// Fault is a way in which a file system fails.
type Fault int

// The faults. Each concerns some of the files and directories, or all; see Setting.
const (
	// Sound is none: all is as it lies on the disk.
	Sound Fault = iota
	// ReadError answers EIO to reading a file, as a disk does that has bad blocks.
	ReadError
	// ShortRead ends files in their middle, without an error and with the size that they
	// have, as a server does that lost a part of them.
	ShortRead
	// Stale answers ESTALE to opening files and directories and to asking about them, as
	// NFS does for what a server exported anew.
	Stale
	// Denied answers EACCES to the same, as a share does whose login ran out.
	Denied
	// Failing answers EIO to the same, as a disk does whose tables can't be read.
	Failing
	// ListsNothing shows directories that are empty, without an error.
	ListsNothing
	// ListsHalf shows directories with less than half of what is in them, without an error;
	// the rest is there for who knows its name.
	ListsHalf
	// ListBreaks answers EIO in the middle of listing a directory.
	ListBreaks
	// Vanishing answers ENOENT to asking about what is listed.
	Vanishing
	// Renumbered gives files other inodes and times of change, as some network shares do
	// each time that they are mounted.
	Renumbered
	// Slow takes its time for every answer and answers all right.
	Slow
	// Silent doesn't answer at all until its time is over, and EIO to all that waited then
	// and to all that is asked later.
	Silent
	// Dead is a server that died: whatever is asked fails with ENOTCONN. It lasts until
	// something else is mounted.
	Dead

	faults // how many there are
)

var names = [faults]string{
	"sound", "errors of reading", "short reads", "stale handles", "no permission", "errors of its tables", "lists nothing",
	"lists half", "listing breaks off", "listed files not found", "other inodes and times", "slow", "silent", "dead",
}

func (f Fault) String() string {
	if f < 0 || f >= faults {
		return fmt.Sprintf("fault %d", int(f))
	}
	return names[f]
}

// All lists the faults, without Sound.
func All() []Fault {
	all := make([]Fault, 0, faults-1)
	for f := Sound + 1; f < faults; f++ {
		all = append(all, f)
	}
	return all
}

// Setting is what fails. Dead concerns the whole file system, Renumbered, Slow and Silent
// all that is in it, whatever Share says.
type Setting struct {
	Fault Fault
	// Share of the files and directories, 0 to 1, fails; which ones is drawn by the seed
	// of the mount. 0 means all.
	Share float64
	// Fickle draws anew at each request: what failed may go well a moment later.
	Fickle bool
	// Silence is how long Silent lasts.
	Silence time.Duration
}
