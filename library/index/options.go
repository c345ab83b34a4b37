package index

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"

	"descry/library/scan"
)

// Options say how the indexer works. Store, Encoder and Thumbnails are required.
type Options struct {
	Store      Store
	Encoder    Encoder // the active encoder; Indexer.SetEncoders changes it
	Thumbnails Thumbnails
	Log        *slog.Logger
	// Own are the absolute paths of folders that hold the program's own files. Own folders are
	// passed over in a folder around them: each thumbnail would get a thumbnail, without end.
	Own []string

	// Exclude is what the user leaves out at first; Indexer.SetExclude changes it.
	Exclude scan.Exclusions

	// Readers is how many files are read and decoded at once. The default is one per core, at
	// least two, so that one slow disk read doesn't starve the encoder.
	Readers int
	// MemoryBudget bounds the bytes of files held at the same time. Package media bounds what
	// decoding takes. The default, 192 MiB, leaves the process below 1 GB.
	MemoryBudget int64
	// CommitEvery and CommitSize bound what a kill can repeat: half a second or
	// 32 photos of finished work.
	CommitEvery time.Duration
	CommitSize  int
	// StableFor is how long a file must have been left alone before the file is read. The
	// default, two seconds, outlasts the pauses of a copy over the network.
	StableFor time.Duration
	// OnChange is called from the indexer's goroutines, often, and must return at once. State
	// has the figures.
	OnChange func(Change)
	// OnFilled is called with the next encoder's model each time nothing is left that could be
	// filled now, also when there was nothing to do. OnFilled is called from the indexer's
	// goroutine between two passes, must return soon and may call SetEncoders. Folders that
	// are paused or offline are not waited for: their photos are filled when the folders are
	// back.
	OnFilled func(model string)
	Now      func() time.Time
	// Walk is scan.Walk. Tests replace Walk to show what file systems of other kinds show.
	Walk func(ctx context.Context, root string, o scan.Options, fn func(scan.Entry) error) (scan.Report, error)
}

func (o Options) withDefaults() (Options, error) {
	if o.Store == nil || o.Encoder == nil || o.Thumbnails == nil {
		return o, errors.New("index: store, encoder and thumbnails are required")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Readers <= 0 {
		o.Readers = max(2, runtime.NumCPU())
	}
	if o.MemoryBudget <= 0 {
		o.MemoryBudget = 192 << 20
	}
	if o.CommitEvery <= 0 {
		o.CommitEvery = 500 * time.Millisecond
	}
	if o.CommitSize <= 0 {
		o.CommitSize = 32
	}
	if o.StableFor < 0 {
		o.StableFor = 0
	} else if o.StableFor == 0 {
		o.StableFor = 2 * time.Second
	}
	return o.withCallbacks(), nil
}

func (o Options) withCallbacks() Options {
	if o.OnChange == nil {
		o.OnChange = func(Change) {}
	}
	if o.OnFilled == nil {
		o.OnFilled = func(string) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Walk == nil {
		o.Walk = scan.Walk
	}
	return o
}
