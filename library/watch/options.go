package watch

import (
	"errors"
	"time"

	"descry/library/scan"
)

// Options sets the delays and the limits. A zero field takes its default.
type Options struct {
	// Delay is how long a root must be quiet before its changes are delivered. The default is
	// 1 s, because programs touch a file several times when they save it.
	Delay time.Duration
	// MaxWait is after how long changes are delivered in spite of unrest. The default is 10 s,
	// so that a long import shows up while it runs.
	MaxWait time.Duration
	// StableFor is how long size and modification time of a file must not change before the
	// file is delivered. The default is 2 s, more than the pauses of a copy over a slow
	// network.
	StableFor time.Duration
	// MaxHold is after how long a file is delivered that keeps changing. Such a file is
	// delivered again when it is stable. The default is 10 min.
	MaxHold time.Duration
	// PollEvery is the time between rescans where events cannot be relied on: 5 min.
	PollEvery time.Duration
	// OfflineCheckEvery is the time between probes of the root. The default is 15 s, since a
	// probe costs three system calls.
	OfflineCheckEvery time.Duration
	// ProbeTimeout takes a root for offline whose file system does not answer: 20 s, for a sleeping disk needs
	// about 10.
	ProbeTimeout time.Duration
	// MaxPathsPerDir collapses a folder with more changes to itself. The default is 256, about
	// where listing the folder gets cheaper than looking at single files.
	MaxPathsPerDir int
	// MaxPaths collapses everything to a rescan. The default is 10,000, for the same reason.
	// MaxPaths bounds the memory.
	MaxPaths int
	// Candidate says by its base name whether a file is of interest. Nil takes every file.
	// Candidate is called from several goroutines.
	Candidate func(name string) bool
	// Exclude is what the user leaves out, of roots that are added from then on. Nil leaves
	// nothing out. Add calls Exclude.
	Exclude func() scan.Exclusions
	// ExpectDev tells the device that a root was on when it was last scanned, 0 if unknown.
	// Nil knows no device. With ExpectDev, a disk that is unplugged already at the start
	// counts as offline where the empty mount point is left.
	ExpectDev func(root string) uint64
	// NewSource makes the source of events of one root. Nil makes the system's. Tests put
	// their own here.
	NewSource func() (Source, error)
	// NewMounts makes the source of changes of the list of mounts. Nil makes the system's.
	// After an error, mounts below a root are noticed only by events and probes.
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
	if o.Exclude == nil {
		o.Exclude = func() scan.Exclusions { return scan.Exclusions{} }
	}
	if o.ExpectDev == nil {
		o.ExpectDev = func(string) uint64 { return 0 }
	}
	return o, nil
}
