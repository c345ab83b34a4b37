package library

import (
	"context"
	"time"
)

// Place is where files of a folder lie: the folder itself, or a directory below it on
// which something else is mounted. What lies in a place that is away is not deleted.
// Each file belongs to the innermost place around it.
type Place struct {
	Folder FolderID
	Rel    string // slash-separated, below the folder; "" is the folder itself
	// Device, Inode, UUID and Source tell one file system, and its root, from another,
	// as far as the system says; zero values where it doesn't. While the place is away
	// they are those it had.
	Device, Inode uint64
	UUID          string
	Source        string
	// AwaySince is zero while the place is there with its files. It is set for a mount
	// that is missing, and where none of the files is. A folder that can't be reached at
	// all is offline as such, see Folder.OfflineSince, and nothing more is known of it.
	AwaySince time.Time
	// AskedSince is set when files went at once from a place that is there: whether
	// they are deleted is the user's to say. It is zero without such a question.
	AskedSince time.Time
	// LastFile is the newest of the files that went when the place was away or asked
	// about first: later ones came since. It is 0 where that isn't known.
	LastFile FileID
	// Away is how many of its files were not found and are not known to be deleted.
	Away int
}

// CameSince reports that a file came while the place was away, and says nothing of whether that is back.
func (p Place) CameSince(file FileID) bool {
	return !p.AwaySince.IsZero() && p.LastFile != 0 && file > p.LastFile
}

// Asked reports that it is the user's to say whether what went from the place is deleted.
func (p Place) Asked() bool { return !p.AskedSince.IsZero() && p.Away > 0 }

// Here reports that nothing is away from the place that there is to speak of.
func (p Place) Here() bool { return p.AwaySince.IsZero() && !p.Asked() }

// PlaceStore keeps the places of folders.
type PlaceStore interface {
	// Places lists those of a folder, or of all folders (0), by folder and Rel.
	Places(ctx context.Context, folder FolderID) ([]Place, error)
	// ConfirmGone takes the user's word that what is away from a place is deleted. It
	// drops those files, forgets a place that is a mount, and returns how many files
	// there were. Of a folder that is offline, all files are dropped that lie in no other
	// place. ErrNotFound for a place that isn't known.
	ConfirmGone(ctx context.Context, folder FolderID, rel string) (int, error)
	// FoundElsewhere returns those of some files whose photo has a file that came later
	// and is neither away nor among them: they have been moved.
	FoundElsewhere(ctx context.Context, ids []FileID) ([]FileID, error)
}
