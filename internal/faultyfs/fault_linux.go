package faultyfs

import (
	"fmt"
	"time"
)

// Fault is a way in which a file system fails.
type Fault int

// The faults. A fault concerns some of the files and directories, or all. See Setting.
const (
	// Sound is no fault: all is as on the disk.
	Sound Fault = iota
	// ReadError answers EIO to reading a file, like a disk with bad blocks.
	ReadError
	// ShortRead ends files in their middle, without an error and with their full size, like a
	// server that lost a part.
	ShortRead
	// Stale answers ESTALE to opening and stat'ing files and directories, like NFS after a
	// server exported them anew.
	Stale
	// Denied answers EACCES to the same, as a share does whose login ran out.
	Denied
	// Failing answers EIO to the same, as a disk does whose tables can't be read.
	Failing
	// ListsNothing lists directories as empty, without an error.
	ListsNothing
	// ListsHalf lists less than half of a directory, without an error. Names that are not
	// listed can be opened.
	ListsHalf
	// ListBreaks answers EIO in the middle of listing a directory.
	ListBreaks
	// Vanishing answers ENOENT to asking about what is listed.
	Vanishing
	// Renumbered gives files other inodes and times of change, as some network shares do at
	// each mount.
	Renumbered
	// Slow takes time for every answer and answers correctly.
	Slow
	// Silent doesn't answer until its time is over. Requests that waited then, and all later
	// ones, get EIO.
	Silent
	// Dead is a server that died: all requests fail with ENOTCONN. Dead lasts until the next
	// mount.
	Dead

	faults // how many there are
)

var names = [faults]string{
	"sound", "errors of reading", "short reads", "stale handles", "no permission", "errors of its tables", "lists nothing",
	"lists half", "listing breaks off", "listed files not found", "other inodes and times", "slow", "silent", "dead",
}

// String is the fault's name.
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

// Setting is what fails. Dead concerns the whole file system. Renumbered, Slow and Silent
// concern everything in it, whatever Share says.
type Setting struct {
	Fault Fault
	// Share of the files and directories, 0 to 1, fails. The seed of the mount draws which
	// ones. 0 means all.
	Share float64
	// Fickle draws anew at each request: what failed may go well a moment later.
	Fickle bool
	// Silence is how long Silent lasts.
	Silence time.Duration
}
