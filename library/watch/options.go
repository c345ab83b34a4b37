package watch

import (
	"errors"
	"time"
)

// Options sets the pace and the limits; a zero field takes its default.
type Options struct {
	// Delay is how long a root must be quiet before its changes are delivered: 1 s, because programs touch a file
	// several times when they save it.
	Delay time.Duration
	// MaxWait delivers in spite of unrest: 10 s, so a long import shows up while it runs.
	MaxWait time.Duration
	// StableFor is how long size and modification time of a file must not change before it is delivered: 2 s, more
	// than the pauses of a copy over a slow network.
	StableFor time.Duration
	// MaxHold delivers a file that keeps changing all the same, and again when it is stable: 10 min.
	MaxHold time.Duration
	// PollEvery is the time between rescans where events cannot be relied on: 5 min.
	PollEvery time.Duration
	// OfflineCheckEvery is the time between looks whether the root is there: 15 s. It costs three system calls.
	OfflineCheckEvery time.Duration
	// ProbeTimeout takes a root for offline whose file system does not answer: 20 s, for a sleeping disk needs
	// about 10.
	ProbeTimeout time.Duration
	// MaxPathsPerDir collapses a folder with more changes to itself: 256, about where listing the folder gets
	// cheaper than looking at single files.
	MaxPathsPerDir int
	// MaxPaths collapses everything to a rescan: 10,000 for the same reason. It bounds the memory.
	MaxPaths int
	// Candidate says by its base name whether a file is of interest; nil takes every file. Called from several
	// goroutines.
	Candidate func(name string) bool
	// ExpectDev tells the device that a root was on when it was last scanned, 0 if unknown; nil knows none. It lets
	// a disk that is unplugged already at the start count as offline where its empty mount point is left.
	ExpectDev func(root string) uint64
	// NewSource makes the source of events of one root; nil takes the system's. Tests put their own here.
	NewSource func() (Source, error)
	// NewMounts makes the source of changes of the list of mounts; nil takes the system's. An error
	// leaves what comes and goes below a root to the other ways of noticing.
	NewMounts func() (MountSource, error)
}

func (o Options) withDefaults() (Options, error) {
	for _, d := range []struct {
		field *time.Duration
		or    time.Duration
	}{
		{&o.Delay, time.Second}, {&o.MaxWait, 10 * time.Second}, {&o.StableFor, 2 * time.Second},
		{&o.MaxHold, 10 * time.Minute}, {&o.PollEvery, 5 * time.Minute},
		{&o.OfflineCheckEvery, 15 * time.Second}, {&o.ProbeTimeout, 20 * time.Second},
	} {
		if *d.field < 0 {
			return o, errors.New("watch options: negative duration")
		}
		if *d.field == 0 {
			*d.field = d.or
		}
	}
	if o.MaxPathsPerDir < 0 || o.MaxPaths < 0 {
		return o, errors.New("watch options: negative limit")
	}
	if o.MaxPathsPerDir == 0 {
		o.MaxPathsPerDir = 256
	}
	if o.MaxPaths == 0 {
		o.MaxPaths = 10_000
	}
	if o.NewSource == nil {
		o.NewSource = newSystemSource
	}
	if o.NewMounts == nil {
		o.NewMounts = newSystemMounts
	}
	if o.ExpectDev == nil {
		o.ExpectDev = func(string) uint64 { return 0 }
	}
	return o, nil
}
