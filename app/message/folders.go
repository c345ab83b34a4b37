package message

import (
	"path/filepath"
	"time"

	"descry/library"
)

// Work is the state of indexing that concerns all folders.
type Work struct {
	Paused   bool // by the user, for all folders
	Renewing bool // the photos are indexed again with a newer built-in model
}

// pending is the text for a folder that is being indexed with n files left.
func (w Work) pending(n int) string {
	if w.Renewing {
		return Count("folder-renewing-left", n, nil)
	}
	return Count("folder-indexing-left", n, nil)
}

// busy is pending where there is no room for a number.
func (w Work) busy() string {
	if w.Renewing {
		return Text("folder-renewing", nil)
	}
	return Text("folder-indexing", nil)
}

// FolderWords is the state of a folder: "looking for photos", "indexing, 20 left", "looking
// again, 20 left", "up to date", "paused, 20 left", "offline since Tuesday". Behind the state
// follow what is away from the folder, and the number of files that could not be read. places
// may be of any folders. A folder with files or subfolders that can't be read is not called up
// to date.
func FolderWords(f library.Folder, places []library.Place, work Work, now time.Time) string {
	var parts []string
	away := besideWords(f, places, now)
	switch state := f.State(); {
	case state == library.FolderOffline || state == library.FolderPaused:
		parts = append(parts, HeldWords(f, now))
	case f.LastScan.IsZero():
		parts = append(parts, Text("folder-new", nil))
	case work.Paused && f.Counts.Pending > 0:
		parts = append(parts, pausedWords(f.Counts.Pending))
	case f.Counts.Pending > 0 && f.Counts.Failed == 0: // there is no room for both
		parts = append(parts, work.pending(f.Counts.Pending))
	case f.Counts.Pending > 0 && len(away) == 0:
		parts = append(parts, work.busy())
	case len(away) == 0 && f.Unreadable == 0 && f.Counts.Failed == 0: // nor is there room for this and what follows
		parts = append(parts, Text("folder-up-to-date", nil))
	}
	parts = append(parts, away...)
	if n := f.Unreadable; n > 0 && f.State() != library.FolderOffline {
		parts = append(parts, UnreadableWords(n))
	}
	if n := f.Counts.Failed; n > 0 {
		parts = append(parts, Count("files-unreadable", n, nil))
	}
	return Phrases(parts)
}

// UnreadableWords tell of n folders that can't be read.
func UnreadableWords(n int) string { return Count("folders-unreadable", n, nil) }

// HeldWords are the state of a folder that is paused or offline.
func HeldWords(f library.Folder, now time.Time) string {
	n := f.Counts.Pending
	switch {
	case f.State() != library.FolderOffline:
		return pausedWords(n)
	case n > 0:
		return Count("folder-offline-left", n, Params{"Since": SinceWords(f.OfflineSince, now)})
	}
	return offlineWords(f.OfflineSince, now)
}

func pausedWords(left int) string {
	if left > 0 {
		return Count("folder-paused-left", left, nil)
	}
	return Text("folder-paused", nil)
}

func offlineWords(since, now time.Time) string {
	return Text("folder-offline", Params{"Since": SinceWords(since, now)})
}

// SinceWords are a time as "since" has it: a time of today, a day of the last week, or a date.
func SinceWords(since, now time.Time) string {
	if daysAgo(since, now) <= 0 {
		return FormatClock(since.In(now.Location()))
	}
	return FormatSince(since, now)
}

// Phrases joins short phrases on a line: "paused, 20 left · 1 file unreadable".
func Phrases(list []string) string { return joined("phrases", list) }

// FolderNames names each folder by the last element of its path. The parent is added where two
// folders would have the same name.
func FolderNames(folders []library.Folder) map[library.FolderID]string {
	seen := map[string]int{}
	for _, f := range folders {
		seen[BaseName(f.Path)]++
	}
	names := make(map[library.FolderID]string, len(folders))
	for _, f := range folders {
		name := BaseName(f.Path)
		if seen[name] > 1 {
			name = Text("folder-in", Params{"Folder": name, "Parent": BaseName(filepath.Dir(f.Path))})
		}
		names[f.ID] = name
	}
	return names
}

// BaseName is the last element of a path, or the path itself for a root such as "/".
func BaseName(path string) string {
	base := filepath.Base(path)
	if base == "." || base == string(filepath.Separator) {
		return path
	}
	return base
}
