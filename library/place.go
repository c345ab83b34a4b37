package library

import (
	"context"
	"time"
)

// Place is where files of a folder lie: the folder itself, or a directory below the folder
// on which another file system is mounted. Files of a place that is away are not taken for
// deleted. Each file belongs to the innermost place around it.
type Place struct {
	Folder FolderID
	Rel    string // slash-separated, below the folder; "" is the folder itself
	// Device, Inode, UUID and Source tell one file system, and its root, from another. A
	// value that the operating system doesn't tell is zero. A place that is away keeps
	// its last values.
	Device, Inode uint64
	UUID          string
	Source        string
	// AwaySince is zero while the place is there with its files. AwaySince is set for a mount
	// that is missing, and where none of the place's files is found. A folder that can't be
	// reached at all is offline (Folder.OfflineSince), and the places of such a folder keep
	// what was known of them.
	AwaySince time.Time
	// AskedSince is set when many files went at once from a place that is there: the
	// user is asked whether the files are deleted. Without such a question AskedSince is
	// zero.
	AskedSince time.Time
	// LastFile is the newest of the files that were missing when the place was first away or
	// asked about. Files with a larger id came since. 0 stands for unknown.
	LastFile FileID
	// Away is how many of the place's files were not found and are not known to be
	// deleted.
	Away int
}

// CameSince reports that a file came while the place was away, whether or not the place is
// back.
func (p Place) CameSince(file FileID) bool {
	return !p.AwaySince.IsZero() && p.LastFile != 0 && file > p.LastFile
}

// NeedsAnswer reports that the user is asked whether the missing files of the place are deleted.
func (p Place) NeedsAnswer() bool { return !p.AskedSince.IsZero() && p.Away > 0 }

// Here reports that the place is there and that no question about its files is open.
func (p Place) Here() bool { return p.AwaySince.IsZero() && !p.NeedsAnswer() }

// PlaceStore keeps the places of folders.
type PlaceStore interface {
	// Places lists the places of a folder, or of all folders (0), by folder and Rel.
	Places(ctx context.Context, folder FolderID) ([]Place, error)
	// ConfirmGone drops the files that are away from a place, since the user says that
	// the files are deleted, and returns how many files were dropped. A place that is a
	// mount is forgotten. Of a folder that is offline, all files are dropped that lie in
	// no other place. An unknown place is ErrNotFound.
	ConfirmGone(ctx context.Context, folder FolderID, rel string) (int, error)
	// FoundElsewhere returns the files among ids that have been moved: their photo has a
	// file that came later, is not away and is not among ids.
	FoundElsewhere(ctx context.Context, ids []FileID) ([]FileID, error)
}
