// Package scan walks a folder of photos as fast as the file system allows and reports every candidate file with the
// facts that tell whether it changed. It separates what is gone from what could not be seen, so that a locked
// subfolder or an unplugged disk never looks like a deletion.
package scan

import (
	"context"
	"errors"

	"descry/internal/mounts"
)

// ErrOffline means that the root cannot be judged at all: it is missing, not a folder, not readable, an empty mount
// point where a device was before, or it went away during the walk. Nothing may be treated as deleted.
var ErrOffline = errors.New("folder is offline")

// Entry is one candidate file.
type Entry struct {
	// Rel is the path below the root: slash-separated, the bytes as they are on disk (not necessarily UTF-8).
	Rel string
	// Size is in bytes.
	Size int64
	// ModTimeNS is the modification time in nanoseconds since 1970 UTC.
	ModTimeNS int64
	// ChangedNS is when the file's inode last changed, in nanoseconds since 1970 UTC: by writing, and by what leaves
	// the content alone (renaming, another mode, a hard link). Unlike ModTimeNS it can't be set. 0 where the system
	// does not tell (Windows).
	ChangedNS int64
	// Inode and Dev identify the file's data; two entries with the same pair are the same file (hard link or
	// symbolic link). Both are 0 where the system does not tell (Windows).
	Inode uint64
	Dev   uint64
	// Broken marks a symbolic link that leads nowhere or in a circle; the numbers are then those of the link itself.
	Broken bool
}

// Options steers a walk; the zero value walks everything that is not hidden.
type Options struct {
	// Candidate says by its base name whether a file is of interest; nil takes every file. Files that are none are
	// not even stat'ed. Called from several goroutines.
	Candidate func(name string) bool
	// OnError hears of every subfolder that could not be listed, once, and of nothing else. Never called
	// concurrently.
	OnError func(rel string, err error)
	// OnDir is called before a folder is listed ("." is the root), from several goroutines. Its error ends the walk
	// and is returned as it is. A watcher sets its watch here, so nothing falls between watching and listing.
	OnDir func(rel string) error
	// IncludeHidden also enters what Ignored names; the zero value leaves it out.
	IncludeHidden bool
	// Only limits the walk to these files and folders (slash-separated, relative to the root, "." is all of it).
	// One that does not exist yields nothing and is no error. nil walks the whole root.
	Only []string
	// ExpectDev is the root's device in an earlier Report; 0 if unknown. See ErrOffline.
	ExpectDev uint64
	// Expect names folders below the root on which something was mounted before; Report.Places tells of each that is
	// still there.
	Expect []string
	// Mounts reads the system's list of mounts; nil means that of the system.
	Mounts mounts.Source
	// Workers is the number of goroutines; 0 means one per processor but 4 to 16, because a walk over a network
	// waits more than it works.
	Workers int
}

// Report sums up a walk.
type Report struct {
	// Files counts the entries handed out, Dirs the folders listed.
	Files, Dirs int
	// Unreadable names the subtrees whose content could not be seen. What the catalogue has below them, or at that
	// very path, must be kept.
	Unreadable []string
	// Dev is the root's device now, for the next walk's ExpectDev; 0 if the system does not tell.
	Dev uint64
	// Places are the root, the folders below it on which something is mounted, and those of Options.Expect that are
	// there without. A walk of parts tells only of places around them and in them.
	Places []Place
}

// walk is Walk, and waits for what hangs.
func walk(ctx context.Context, root string, o Options, fn func(Entry) error) (Report, error) {
	before, err := Probe(root, o.ExpectDev)
	if err != nil {
		return Report{}, err
	}
	first := readSurvey(root, o)
	w := newWalker(root, o, fn)
	w.report.Dev = before.Dev
	w.seed(ctx, before)
	if err := w.run(ctx); err != nil {
		return w.report, err
	}
	// A disk that is pulled out during the walk makes everything look deleted: the root tells.
	after, err := Probe(root, o.ExpectDev)
	if err != nil {
		return w.report, err
	}
	// The device only: FUSE may give a folder a new inode number whenever it likes.
	if after.Dev != before.Dev {
		return w.report, offline(root, errors.New("on another device than at the walk's start"))
	}
	// A bind mount of the same file system has the same device.
	last := readSurvey(root, o)
	if !last.sameRoot(first) {
		return w.report, offline(root, errors.New("mounted or unmounted during the walk"))
	}
	w.report.Places = last.places(w, first, after)
	return w.report, nil
}
