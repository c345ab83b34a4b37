package scan

import "strings"

// ignoredNames are folders that systems and storage boxes keep for themselves: thumbnails,
// trash, snapshots and recovered fragments. The names are in lower case. Names that begin with
// a dot are hidden anyway.
var ignoredNames = map[string]bool{
	"@eadir":                    true, // Synology thumbnails
	"#recycle":                  true, // Synology trash
	"#snapshot":                 true, // Synology snapshots
	"@recycle":                  true, // QNAP trash
	"$recycle.bin":              true, // Windows trash
	"system volume information": true, // Windows
	"lost+found":                true, // ext4
}

// Ignored says whether a file or folder with this base name is left out. Hidden names begin
// with a dot, which covers .Trash-1000 and the ._ files of macOS. Other names are folders that
// the system keeps for itself.
func Ignored(name string) bool {
	if name == "" {
		return false
	}
	switch name[0] {
	case '.':
		return true
	case '@', '#', '$', 'l', 'L', 's', 'S':
		return ignoredNames[strings.ToLower(name)]
	}
	return false
}

// IgnoredPath says whether any part of a slash-separated relative path is Ignored.
func IgnoredPath(rel string) bool {
	if rel == "." {
		return false
	}
	for part := range strings.SplitSeq(rel, "/") {
		if Ignored(part) {
			return true
		}
	}
	return false
}
