package library

import "time"

// FileID is the row id of a file in the catalogue.
type FileID int64

// FileStamp is what tells whether a file has changed without opening it.
type FileStamp struct {
	Size      int64  // bytes
	ModTimeNS int64  // nanoseconds since 1970
	ChangedNS int64  // last change of the inode, in nanoseconds since 1970 UTC; 0 = unknown
	Inode     uint64 // 0 = unknown
	Device    uint64 // 0 = unknown
}

// SameContent reports that two stamps can be taken for the same bytes: size and modification
// time are equal. Device and inode tell moves.
func (s FileStamp) SameContent(o FileStamp) bool {
	return s.Size == o.Size && s.ModTimeNS == o.ModTimeNS
}

// SameInode reports that the file was not touched either, as far as both stamps know: the
// inode is the same and has not changed. In another or changed inode, equal size and time can
// be an accident: files may have swapped names, or an edit may have set the time back.
func (s FileStamp) SameInode(o FileStamp) bool {
	return (s.Inode == o.Inode || s.Inode == 0 || o.Inode == 0) &&
		(s.ChangedNS == o.ChangedNS || s.ChangedNS == 0 || o.ChangedNS == 0)
}

// FileState is how far the reading of a file has come.
type FileState int

// The states of a file.
const (
	FilePending FileState = iota // new or changed, to be read
	FileIndexed                  // its photo is known
	FileFailed                   // not readable as a photo; tried again when the file changes, or after RetryDelay
	FileOther                    // no photo, and without a photo's extension; in no count
)

// KnownFile is a row of the catalogue as the scanner compares the row with a file.
type KnownFile struct {
	ID      FileID
	Rel     string // slash-separated, bytes as on disk
	State   FileState
	Photo   bool // the file is known to hold a photo; a changed file is pending and keeps its old photo until read
	Away    bool // the file was not found and is not known to be deleted
	Ignored bool // the file failed, and the user ignores the failure
	// Sidecars is a hash of what lies beside the file and says something of its photo, as
	// read with the photo; 0 = nothing.
	Sidecars int64
	FileStamp
}

// ScannedFile is a file as the walk found it.
type ScannedFile struct {
	Rel string
	FileStamp
}

// MovedFile is a known file found at another path of the same device with the same inode, size
// and time. The row moves and the file is not read again.
type MovedFile struct {
	ID  FileID
	Rel string
	FileStamp
}

// ScanDelta is what a scan changes in the catalogue: files to insert as pending, rows to set
// back to pending with a new stamp, rows to move and rows to drop. Restamped rows get a new
// stamp and stay as they are, unless size or time were changed meanwhile. Photos left without
// a file stay for Retention, so that a photo that was moved away and comes back is known at
// once.
type ScanDelta struct {
	New       []ScannedFile
	Changed   []MovedFile // no longer away
	Moved     []MovedFile // no longer away
	Restamped []MovedFile // as away as before
	Gone      []FileID
	Away      []FileID // not found, and not known to be deleted
	Back      []FileID // files that were away and are found unchanged
	Sidecars  []FileID // files beside which something else lies than was read
	// Places are all places of the folder as they are now. Nil leaves the places as they are.
	// Place.Away is not read. A place that no file is away from is there, whatever the Place
	// says. Where a file is away and LastFile is 0, the newest file of the catalogue becomes
	// LastFile.
	Places []Place
}

// Empty reports that nothing changed.
func (d ScanDelta) Empty() bool {
	return len(d.New)+len(d.Changed)+len(d.Moved)+len(d.Restamped)+len(d.Gone)+len(d.Away)+len(d.Back)+len(d.Sidecars) == 0 && d.Places == nil
}

// Retention is how long a photo without any file keeps its vectors and thumbnails, and its row
// if the photo has no annotation. Thirty days cover a holiday with the external drive at home.
// Annotations are kept until the user has them forgotten.
const Retention = 30 * 24 * time.Hour

// PendingFile is work for the indexer. Photo is set when the file was read before: only a
// vector of the model in question is missing, or an older decoding read the file.
type PendingFile struct {
	ID       FileID
	Path     string // absolute
	Photo    PhotoID
	Hash     Hash
	Decoding int // version of the decoding that read the photo, if older than the present one
	Metadata int // version of the reading of what files say, if that is to be read anew
	FileStamp
}

// FailedFile is a file that could not be read, in the version that failed.
type FailedFile struct {
	ID              FileID
	Size, ModTimeNS int64 // as in FileStamp
}

// The bounds of RetryDelay.
const (
	firstRetry = time.Minute
	lastRetry  = 24 * time.Hour
)

// RetryDelay is how long a file is left alone that has failed tries times for reasons of the
// system: a minute at first, twice as long each time, a day at the most.
func RetryDelay(tries int) time.Duration {
	delay := firstRetry
	for n := 1; n < tries && delay < lastRetry; n++ {
		delay *= 2
	}
	return min(delay, lastRetry)
}

// Problem is a file that could not be indexed, with the reason in one clause. The user may
// ignore a problem. Once the file changes, the file is tried again and no longer ignored.
type Problem struct {
	File    FileID
	Path    string
	Reason  string
	Since   time.Time
	Ignored bool
	// RetryAt is the latest time at which a file that failed for reasons of the system is
	// tried again. RetryAt is zero for a file that is broken in itself.
	RetryAt time.Time
}
