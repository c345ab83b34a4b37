package library

import "time"

// PhotoID is the row id of a photo (a content) in the catalogue. A PhotoID is stable as long
// as the catalogue lives. Hash is stable for ever.
type PhotoID int64

// Hash is the BLAKE3-256 of a file's bytes as 64 lower-case hex digits.
type Hash string

// Photo is everything known of one content. Width and Height are of the full picture, upright,
// in pixels. Colour is the dominant colour as 0xRRGGBB. Files holds every place the photo was
// found at. The first of Files is the one to show.
type Photo struct {
	ID       PhotoID
	Hash     Hash
	Format   string
	Bytes    int64
	Width    int
	Height   int
	Colour   uint32
	Added    time.Time
	Captured CaptureTime
	FileDate time.Time // date of the oldest file, as clocks here show the time, in the UTC location, zero where none can be right; set by the store
	Camera   Camera
	GPS      *Position // nil when unknown
	Rating   int       // 0 = none, 1..5, -1 = rejected
	Title    string
	Caption  string // the file's
	// OwnCaption is the user's caption in place of the file's, nil without one.
	OwnCaption *string
	Keywords   []string // as found in the file, read-only
	People     []string
	Files      []FileRef
}

// CaptionShown is the user's caption, or else the file's.
func (p Photo) CaptionShown() string {
	if p.OwnCaption != nil {
		return *p.OwnCaption
	}
	return p.Caption
}

// Position is a place in degrees, north and east positive (WGS 84).
type Position struct{ Latitude, Longitude float64 }

// FileRef is one place a photo was found at. Online is false when the folder is not reachable,
// or the file is away.
type FileRef struct {
	ID     FileID
	Folder FolderID
	Path   string // absolute
	Online bool
}

// Tile is what the grid needs to lay out a photo before anything is loaded. A tile has 32
// bytes, so that 100,000 tiles are 3 MB. The hash is left out: a listing with hashes takes a
// third more time and twice the memory, and PhotoHash answers for the photos on the screen.
type Tile struct {
	ID     PhotoID
	Date   int64    // seconds since 1970 by the local clock: the capture time, or the file's date of an undated photo, 0 without one
	Width  int32    // pixels of the full picture, upright
	Height int32    // pixels of the full picture, upright
	Colour [3]uint8 // red, green, blue
	Dating Dating   // how far Date is that of the photo
	Score  float32  // as in Result, 0 in a listing
}

// Dating is how far the date of a Tile is that of the photo.
type Dating uint8

// The datings. Of an Undated photo no capture time is known that can be right; see
// CaptureTime.Future.
const (
	Dated       Dating = iota // to the month at least
	DatedByYear               // Date is the begin of the year
	Undated
)

// Sort is the order of a listing.
type Sort int

// The orders of a listing. By date, photos of one second stand in the order of their fractions,
// then of their names, and undated photos behind the others in either direction, among
// themselves by the date of their file. Names are ordered without regard to case and accents,
// and numbers in names by their value.
const (
	NewestFirst Sort = iota
	OldestFirst
	AddedLast // most recently indexed first
	ByName    // by path, with what lies in a folder before the files beside the folder
)

// Scope says which photos a listing or a search covers: all photos, those in a folder, or
// those in and below the directory Rel (slash-separated) of the folder.
type Scope struct {
	Folder FolderID // 0 = all folders
	Rel    string
}

// PurgedPhoto is a photo that had been without a file for long and has lost its
// vectors.
type PurgedPhoto struct {
	ID   PhotoID
	Hash Hash
	Kept bool // the photo has annotations, which are kept; otherwise the photo is gone
}
