package library

import "time"

// FolderID is the row id of a folder in the catalogue.
type FolderID int64

// FolderState is what is going on in a folder.
type FolderState int

// The states of a folder. Offline wins over Paused, Paused over the rest.
const (
	FolderUpToDate FolderState = iota
	FolderScanning             // being walked right now
	FolderIndexing             // walked, some photos still pending
	FolderPaused               // the user paused the folder: neither scanned nor indexed
	FolderOffline              // missing or unmounted: the photos are kept
)

// String returns the state as the user reads it.
func (s FolderState) String() string {
	switch s {
	case FolderScanning:
		return "scanning"
	case FolderIndexing:
		return "indexing"
	case FolderPaused:
		return "paused"
	case FolderOffline:
		return "offline"
	default:
		return "up to date"
	}
}

// Folder is a root the user added. Path is absolute and clean.
type Folder struct {
	ID           FolderID
	Path         string
	Added        time.Time
	Paused       bool
	OfflineSince time.Time // zero when the folder is reachable
	LastScan     time.Time // end of the last complete scan; zero = never
	Unreadable   int       // directories below the folder that the last scan could not look into
	Device       uint64    // device number at the last scan, tells a mount point from the empty directory below the mount; 0 = unknown
	Counts       Counts
}

// UnreadableFolder is a directory that a scan could not look into. What is known of the photos
// in the directory is kept.
type UnreadableFolder struct {
	Rel    string // slash-separated, below the folder of the library
	Reason string // in the user's words
}

// MostUnreadableFolders is how many of a folder are known by name.
const MostUnreadableFolders = 100

// State derives the stored part of the state. Only the indexer knows whether a scan is
// running.
func (f Folder) State() FolderState {
	switch {
	case !f.OfflineSince.IsZero():
		return FolderOffline
	case f.Paused:
		return FolderPaused
	case f.Counts.Pending > 0 || f.LastScan.IsZero():
		return FolderIndexing
	}
	return FolderUpToDate
}

// PendingIn is how many files are to be indexed in folders that are neither paused nor
// offline.
func PendingIn(folders []Folder) (n int) {
	for _, f := range folders {
		if !f.Paused && f.OfflineSince.IsZero() {
			n += f.Counts.Pending
		}
	}
	return n
}

// Counts are numbers of files, but for Photos, which counts distinct contents. Files is
// Indexed plus Pending, and the files that are away before they were indexed. Pending are the
// files that can be read and are new, changed, or whose photo has no vector of the active
// model. Ignored are the Failed files whose failure the user ignores. Failed files are counted
// in no other field but Ignored and Away. Away are the files of all kinds that were not found
// and are not known to be deleted. A folder that is offline as a whole counts as Away only the
// files that were away before.
type Counts struct {
	Photos  int `json:"photos"`
	Files   int `json:"files"`
	Indexed int `json:"indexed"`
	Pending int `json:"pending"`
	Failed  int `json:"failed"`
	Ignored int `json:"ignored"`
	Away    int `json:"away"`
}

// Subfolder is a directory below a folder. Photos counts the photos in and below the
// directory, each once. Rel is slash-separated and never empty.
type Subfolder struct {
	Rel    string
	Photos int
}
