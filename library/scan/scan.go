// Package scan walks a folder of photos as fast as the file system allows and reports every
// candidate file with the facts that tell whether the file changed. The report separates what
// is gone from what could not be seen, so that a locked subfolder or an unplugged disk never
// looks like a deletion.
package scan

import (
	"context"
	"errors"

	"descry/internal/mounts"
)

// ErrOffline means that the root cannot be judged at all: the root is missing, not a folder,
// not readable, an empty mount point where a device was before, or went away during the walk.
// Nothing may be treated as deleted.
var ErrOffline = errors.New("folder is offline")

// Entry is one candidate file.
type Entry struct {
	// Rel is the path below the root, slash-separated. The bytes are as on disk and not
	// necessarily UTF-8.
	Rel string
	// Size is in bytes.
	Size int64
	// ModTimeNS is the modification time in nanoseconds since 1970 UTC.
	ModTimeNS int64
	// ChangedNS is when the file's inode last changed, in nanoseconds since 1970 UTC: by
	// writing, and by what leaves the content alone (renaming, another mode, a hard link).
	// Unlike ModTimeNS, ChangedNS can't be set by programs. 0 stands for unknown (Windows).
	ChangedNS int64
	// Inode and Dev identify the file's data. Two entries with the same pair are the same
	// file, by a hard link or a symbolic link. Both are 0 where the system does not tell
	// (Windows).
	Inode uint64
	Dev   uint64
	// Broken marks a symbolic link that leads nowhere or in a circle. The numbers of a broken
	// entry are the link's own.
	Broken bool
}

// Options steers a walk. The zero value walks everything that is not hidden and not derived by
// another program.
type Options struct {
	// Candidate says by its base name whether a file is of interest. Nil takes every file.
	// Other files are not even stat'ed. Candidate is called from several goroutines.
	Candidate func(name string) bool
	// OnError is called once for every subfolder that could not be listed, and for nothing
	// else, never concurrently.
	OnError func(rel string, err error)
	// OnDir is called before a folder is listed ("." is the root), from several goroutines. An
	// error of OnDir ends the walk and is returned as it is. A watcher sets its watch in
	// OnDir, so that no change falls between watching and listing.
	OnDir func(rel string) error
	// IncludeHidden also enters what Ignored names, what other programs made of photos, and
	// folders with a marker. The zero value leaves such files and folders out.
	IncludeHidden bool
	// Companion says by its base name whether a candidate counts with the files beside it. Such a
	// file is handed out wherever those are, even if Exclude has its own name. Nil is none.
	Companion func(name string) bool
	// Exclude is what the user leaves out.
	Exclude Exclusions
	// Only limits the walk to these files and folders (slash-separated, relative to the root,
	// "." is the whole root). A path that does not exist yields nothing and is no error. Nil
	// walks the whole root.
	Only []string
	// ExpectDev is the root's device in an earlier Report, 0 if unknown. See ErrOffline.
	ExpectDev uint64
	// Expect names folders below the root on which something was mounted before. Report.Places
	// describes each of them that is still there.
	Expect []string
	// Mounts reads the system's list of mounts. Nil reads the real one.
	Mounts mounts.Source
	// Workers is the number of goroutines. 0 means one per processor, but 4 to 16, because a
	// walk over a network waits more than it works.
	Workers int
}

// Report sums up a walk.
type Report struct {
	// Files counts the entries handed out, Dirs the folders listed.
	Files, Dirs int
	// Unreadable names the subtrees whose content could not be seen. What the catalogue has at
	// or below such a path must be kept.
	Unreadable []string
	// Marked are the folders below the root that were left out because of a file in them, such as
	// ".nomedia".
	Marked []string
	// Linked are the symbolic links to folders, which a walk passes over. A walk of parts does
	// not look for links. Of very many links only some are looked at.
	Linked []LinkedFolder
	// Dev is the root's device now, for the next walk's ExpectDev, 0 if the system does not
	// tell.
	Dev uint64
	// Places are the root, the folders below the root on which something is mounted, and those
	// of Options.Expect on which nothing is mounted now. A walk of parts describes only places
	// around the parts and in them.
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
	// A disk that is pulled out during the walk makes everything look deleted. A second look
	// at the root tells.
	after, err := Probe(root, o.ExpectDev)
	if err != nil {
		return w.report, err
	}
	// The inode is not compared: FUSE may give a folder a new inode number whenever it likes.
	if after.Dev != before.Dev {
		return w.report, offline(root, errors.New("on another device than at the walk's start"))
	}
	// A bind mount of the same file system has the same device.
	last := readSurvey(root, o)
	if !last.sameRoot(first) {
		return w.report, offline(root, errors.New("mounted or unmounted during the walk"))
	}
	w.report.Places = last.places(w, first, after)
	w.report.Linked = w.linkedFolders(ctx)
	return w.report, nil
}
