package message

import (
	"path/filepath"
	"strings"
	"time"

	"descry/library"
)

// Work is what holds for the indexing of all folders.
type Work struct {
	Paused   bool // by the user, altogether
	Renewing bool // a better built-in model looks at the photos again
}

// word is for a folder that has its turn.
func (w Work) word() string {
	if w.Renewing {
		return "looking again"
	}
	return library.FolderIndexing.String()
}

// FolderWords says how a folder is doing: "looking for photos", "indexing, 20 left",
// "looking again, 20 left", "up to date", "paused, 20 left", "offline since Tuesday",
// followed by what is away from it, of places in any folder, and what could not be read.
// One with subfolders that can't be looked into is not called up to date.
func FolderWords(f library.Folder, places []library.Place, work Work, now time.Time) string {
	var parts []string
	away := besideWords(f, places, now)
	switch state := f.State(); {
	case state == library.FolderOffline || state == library.FolderPaused:
		parts = append(parts, HeldWords(f, now))
	case f.LastScan.IsZero():
		parts = append(parts, "looking for photos")
	case work.Paused && f.Counts.Pending > 0:
		parts = append(parts, "paused"+AndLeft(f.Counts.Pending))
	case f.Counts.Pending > 0 && f.Counts.Failed == 0: // both don't fit
		parts = append(parts, work.word()+AndLeft(f.Counts.Pending))
	case f.Counts.Pending > 0 && len(away) == 0:
		parts = append(parts, work.word())
	case len(away) == 0 && f.Unreadable == 0:
		parts = append(parts, state.String())
	}
	parts = append(parts, away...)
	if n := f.Unreadable; n > 0 && f.State() != library.FolderOffline {
		parts = append(parts, UnreadableWords(n))
	}
	if n := f.Counts.Failed; n > 0 {
		parts = append(parts, Plural(n, "file", "files")+" unreadable")
	}
	return strings.Join(parts, " · ")
}

// UnreadableWords are about folders that can't be looked into.
func UnreadableWords(n int) string { return Plural(n, "folder", "folders") + " unreadable" }

// HeldWords are about a folder that is paused or offline.
func HeldWords(f library.Folder, now time.Time) string {
	if f.State() == library.FolderOffline {
		return offlineWords(f.OfflineSince, now) + AndLeft(f.Counts.Pending)
	}
	return "paused" + AndLeft(f.Counts.Pending)
}

func offlineWords(since, now time.Time) string { return "offline since " + SinceWords(since, now) }

// SinceWords are a time of today, a day of the last week, or a date.
func SinceWords(since, now time.Time) string {
	words := FormatSince(since, now)
	if words == "today" {
		words = since.In(now.Location()).Format("15:04")
	}
	return words
}

// FolderNames gives each folder its last path element, with the parent added
// where two folders would look the same.
func FolderNames(folders []library.Folder) map[library.FolderID]string {
	seen := map[string]int{}
	for _, f := range folders {
		seen[BaseName(f.Path)]++
	}
	names := make(map[library.FolderID]string, len(folders))
	for _, f := range folders {
		name := BaseName(f.Path)
		if seen[name] > 1 {
			name += " – " + BaseName(filepath.Dir(f.Path))
		}
		names[f.ID] = name
	}
	return names
}

// BaseName is the last element, or the path itself for a root such as "/".
func BaseName(path string) string {
	base := filepath.Base(path)
	if base == "." || base == string(filepath.Separator) {
		return path
	}
	return base
}
