package ui

import (
	"path/filepath"
	"strings"
	"time"

	"descry/library"
)

// folderWords says how a folder is doing: "indexing", "up to date", "paused",
// "offline since Tuesday", followed by what could not be read.
func folderWords(f library.Folder, scanning bool, now time.Time) string {
	var parts []string
	switch state := f.State(); {
	case state == library.FolderOffline:
		parts = append(parts, offlineWords(f.OfflineSince, now))
	case state == library.FolderPaused:
		parts = append(parts, "paused")
	case scanning && f.LastScan.IsZero():
		parts = append(parts, "looking for photos")
	case state == library.FolderIndexing && f.Counts.Pending > 0 && f.Counts.Failed == 0: // both don't fit
		parts = append(parts, "indexing, "+FormatCount(f.Counts.Pending)+" to go")
	default:
		parts = append(parts, state.String())
	}
	if n := f.Counts.Failed; n > 0 {
		parts = append(parts, Plural(n, "file", "files")+" unreadable")
	}
	return strings.Join(parts, " · ")
}

func offlineWords(since, now time.Time) string {
	if now.Sub(since) < time.Minute {
		return "offline"
	}
	return "offline since " + formatSince(since, now)
}

// folderNames gives each folder its last path element, with the parent added
// where two folders would look the same.
func folderNames(folders []library.Folder) map[library.FolderID]string {
	seen := map[string]int{}
	for _, f := range folders {
		seen[baseName(f.Path)]++
	}
	names := make(map[library.FolderID]string, len(folders))
	for _, f := range folders {
		name := baseName(f.Path)
		if seen[name] > 1 {
			name += " – " + baseName(filepath.Dir(f.Path))
		}
		names[f.ID] = name
	}
	return names
}

// baseName is the last element, or the path itself for a root such as "/".
func baseName(path string) string {
	base := filepath.Base(path)
	if base == "." || base == string(filepath.Separator) {
		return path
	}
	return base
}
