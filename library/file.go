package library

import "time"

// FileID is the row id of a file in the catalogue.
type FileID int64

// FileStamp is what tells whether a file has changed without opening it.
type FileStamp struct {
	Size      int64
	ModTimeNS int64 // nanoseconds since 1970
	ChangedNS int64 // last change of the inode, in nanoseconds since 1970; 0 = unknown
	Inode     uint64
	Device    uint64
}

// SameContent reports that two stamps can be taken for the same bytes: equal size
// and modification time. Device and inode tell moves.
func (s FileStamp) SameContent(o FileStamp) bool {
	return s.Size == o.Size && s.ModTimeNS == o.ModTimeNS
}

// SameInode reports that nothing was done to the file either, as far as both stamps
// know: the same inode, which has not changed. Where it has, equal size and time can be
// an accident, of files that swapped names or of an edit that set the time back.
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
	FileFailed                   // not readable as a photo; tried again when it changes, or when it is time to
	FileOther                    // no photo and never said to be one: a file without a photo's extension; in no count
)

// KnownFile is a catalogue row as the scanner compares it.
type KnownFile struct {
	ID      FileID
	Rel     string // slash-separated, bytes as on disk
	State   FileState
	Photo   bool // it is known to hold a photo; a changed one is pending and holds the old one still
	Away    bool // it was not found and is not known to be deleted
	Ignored bool // failed, and the user wants to hear no more of it
	FileStamp
}

// ScannedFile is a file as the walk found it.
type ScannedFile struct {
	Rel string
	FileStamp
}

// MovedFile is a known file found at another place of the same device with the
// same inode, size and time: its row moves, nothing is read again.
type MovedFile struct {
	ID  FileID
	Rel string
	FileStamp
}

// ScanDelta is what a scan changes in the catalogue: files to insert as pending,
// rows to set back to pending with a new stamp, rows to move and rows to drop; and rows
// that get a new stamp and stay as they are, unless size or time were changed meanwhile.
// Photos left without a file stay for Retention, so that what was moved away and
// comes back is known at once.
type ScanDelta struct {
	New       []ScannedFile
	Changed   []MovedFile // no longer away
	Moved     []MovedFile // no longer away
	Restamped []MovedFile // as away as before
	Gone      []FileID
	Away      []FileID // not found, and not known to be deleted
	Back      []FileID // were away and are found as they were
	// Places are all places of the folder as they are now; nil leaves them as they are.
	// Away is not read. One that no file is away from is there, whatever it says; of one
	// with something away and no LastFile, that is the newest file there is.
	Places []Place
}

// Empty reports that nothing changed.
func (d ScanDelta) Empty() bool {
	return len(d.New)+len(d.Changed)+len(d.Moved)+len(d.Restamped)+len(d.Gone)+len(d.Away)+len(d.Back) == 0 && d.Places == nil
}

// Retention is how long a photo without any file keeps its vectors and thumbnails, and
// its row if the user said nothing of it. Thirty days cover a holiday with the external
// drive at home. What the user said is kept until they have it forgotten.
const Retention = 30 * 24 * time.Hour

// PendingFile is work for the indexer. Photo is set when the file was read before
// and only a vector of the model asked for is missing, or an older decoding read it.
type PendingFile struct {
	ID       FileID
	Path     string // absolute
	Photo    PhotoID
	Hash     Hash
	Decoding int // by which the photo was read, of one that an older one read
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

// RetryDelay is how long a file is left alone that has failed that often for reasons of
// the system: a minute at first, twice as long each time, a day at the most.
func RetryDelay(tries int) time.Duration {
	delay := firstRetry
	for n := 1; n < tries && delay < lastRetry; n++ {
		delay *= 2
	}
	return min(delay, lastRetry)
}

// Problem is a file that could not be indexed, with the reason in one clause. The user
// may ignore it; once the file changes it is tried again and ignored no more.
type Problem struct {
	File    FileID
	Path    string
	Reason  string
	Since   time.Time
	Ignored bool
	// RetryAt is when it is tried again by itself, at the latest: it failed for reasons
	// of the system. It is zero for a file that is broken in itself.
	RetryAt time.Time
}
