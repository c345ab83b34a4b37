package library

import (
	"context"
	"time"
)

// Catalogue is the store as a whole. Consumers declare the part they need; this is what
// library/sqlite implements. library/cataloguetest holds a store to what is promised here,
// method by method; a method without a case there fails its tests.
//
// All methods may be called from any goroutine, and several stores, of this process and of
// others, may be open on one catalogue. Writes are serialised by the implementation. Each
// call is one transaction, unless its comment says that it works in steps: it writes all
// or nothing, every other store sees what it wrote when it returns, and after it returned
// nil a kill at any moment keeps that. Reads see the last committed state, change nothing
// and never wait for a writer.
//
// A call whose context has ended returns the context's error and writes nothing more. A
// function that is called for rows may itself call the store, also to write; where it
// returns an error, that ends the call and is returned. Rows come as they were when the
// call began.
type Catalogue interface {
	FolderStore
	FileStore
	PlaceStore
	PhotoStore
	VectorStore
	ValueStore
	SearchStore
	AnnotationStore
	FeedbackStore
	SuggestionStore
	ForgetStore
	// Close ends the store: calls that come later return an error.
	Close() error
}

// FolderStore keeps the folders the user added. What changes a folder that isn't there
// returns ErrNotFound.
type FolderStore interface {
	// Folders lists all folders by path, counts filled in for model (the active
	// model id; without one, photos count as indexed once read).
	Folders(ctx context.Context, model string) ([]Folder, error)
	// AddFolder adds an absolute clean path. A path inside a known folder gives
	// *NestedError, the same path ErrFolderExists. Known folders below the new
	// one are absorbed: their files keep their rows.
	AddFolder(ctx context.Context, path string) (Folder, error)
	// RemoveFolder forgets a folder and its file rows; photos found nowhere else
	// are treated like any photo without a file, see Retention.
	RemoveFolder(ctx context.Context, id FolderID) error
	// SetFolderAside is RemoveFolder of which RestoreFolder brings all back, once and until
	// the store is closed: state, files, and what is known of them. ErrNotFound says that
	// the folder wasn't set aside, ErrChanged that it, or one it lies in or holds, was added
	// since.
	SetFolderAside(ctx context.Context, id FolderID) error
	RestoreFolder(ctx context.Context, id FolderID) error
	SetFolderPaused(ctx context.Context, id FolderID, paused bool) error
	// SetFolderOffline records since when a folder is unreachable; the zero time
	// says it is back.
	SetFolderOffline(ctx context.Context, id FolderID, since time.Time) error
	// SetFolderScanned records a complete scan and the device the root lies on.
	SetFolderScanned(ctx context.Context, id FolderID, at time.Time, device uint64) error
	// SetUnreadableFolders records all directories of a folder that scans could not look
	// into; UnreadableFolders lists them, by Rel, of very many the first
	// MostUnreadableFolders. Of a folder that isn't there, nothing is recorded.
	SetUnreadableFolders(ctx context.Context, id FolderID, list []UnreadableFolder) (changed bool, err error)
	UnreadableFolders(ctx context.Context, id FolderID) ([]UnreadableFolder, error)
	// Subfolders lists, by Rel, every directory of a folder that holds photos or files still
	// to be read, in or below.
	Subfolders(ctx context.Context, id FolderID) ([]Subfolder, error)
}

// FileStore keeps which files were found and what became of them.
type FileStore interface {
	// KnownFiles calls fn for every file of a folder whose Rel is prefix or lies
	// below it ("" = all), in no order. 100,000 rows take well under 0.5 s.
	KnownFiles(ctx context.Context, id FolderID, prefix string, fn func(KnownFile)) error
	// FileHashes calls fn for each of the files that has a photo, with its content.
	FileHashes(ctx context.Context, ids []FileID, fn func(FileID, Hash)) error
	// ApplyScan writes a scan's differences in one transaction. ErrNotFound for a folder
	// that isn't there.
	ApplyScan(ctx context.Context, id FolderID, delta ScanDelta) error
	// Pending lists up to limit files with an id above after, by id, that are to
	// be read or lack a vector of model, in folders neither paused nor offline, and
	// not away.
	Pending(ctx context.Context, model string, after FileID, limit int) ([]PendingFile, error)
	// Commit writes what the indexer learned, all or nothing. A result whose file
	// row has meanwhile changed its stamp or gone is dropped. A failure is recorded
	// with its reason and not retried until the file's stamp changes, or after
	// RetryDelay where it is Temporary. A photo that model refused stays as it is and
	// is no longer pending for model. A photo that is found again after the user was
	// asked where its file is, has been moved: that file is dropped.
	Commit(ctx context.Context, model string, batch []IndexedPhoto) error
	// Outdated lists up to limit photos that a version of the decoding older than this one
	// read, each with one file that can be read now, oldest version first and behind the
	// one that was listed last (a zero one at first). One that failed for reasons of the
	// system meanwhile has its own time.
	Outdated(ctx context.Context, decoding int, after PendingFile, limit int) ([]PendingFile, error)
	// CountOutdated counts all that Outdated lists.
	CountOutdated(ctx context.Context, decoding int) (photos int, err error)
	// RetryRefused sets the files of a folder to pending that an older version could not read,
	// but for those that are away, or if the folder is paused or offline. Of those that the user
	// ignores only the ones are tried whose kind was not supported: broken ones stay so.
	RetryRefused(ctx context.Context, id FolderID, decoding int) (files int, err error)
	// Problems lists up to limit failed files (0: all), newest first, those that are ignored
	// last.
	Problems(ctx context.Context, limit int) ([]Problem, error)
	// RetryFailed sets failed files back to pending; none named means all that are
	// not ignored, and the photos that a model couldn't take as well.
	RetryFailed(ctx context.Context, ids ...FileID) error
	// RetryDue sets files to pending that failed for reasons of the system, aren't
	// ignored and are due at a time, and returns how many and when the next is due (zero:
	// none is). Those that are away, or in folders that are paused or offline, wait. It
	// writes nothing when none is due.
	RetryDue(ctx context.Context, at time.Time) (files int, next time.Time, err error)
	// RetryFolder does the same with those of one folder, due or not.
	RetryFolder(ctx context.Context, id FolderID) (files int, err error)
	// Retries counts the Problems with a RetryAt that are not ignored, and returns the
	// earliest.
	Retries(ctx context.Context) (files int, next time.Time, err error)
	// IgnoreFailed has failed files ignored, or no longer, and returns those that were
	// not so before, by id; others stay as they are.
	IgnoreFailed(ctx context.Context, ignored bool, ids ...FileID) (changed []FailedFile, err error)
	// IgnoreUnchanged does the same for the files that haven't changed since.
	IgnoreUnchanged(ctx context.Context, ignored bool, files []FailedFile) (changed []FailedFile, err error)
	// Totals sums the counts of all folders. Photos are distinct contents that
	// have at least one file.
	Totals(ctx context.Context, model string) (Counts, error)
}

// PhotoStore answers for photos.
type PhotoStore interface {
	// Photo returns all that is known, or ErrNotFound. Files are ordered online
	// first, then by path.
	Photo(ctx context.Context, id PhotoID) (Photo, error)
	// PhotoByHash returns the row id and whether model is done with the photo: it
	// has a vector, or can't have one. A content of which only the user's words are
	// left is none that is known: whoever finds it has to read all of it again.
	PhotoByHash(ctx context.Context, hash Hash, model string) (id PhotoID, done bool, err error)
	// PhotoByPath finds the photo an absolute path holds, or ErrNotFound.
	PhotoByPath(ctx context.Context, path string) (PhotoID, error)
	// PhotosByName lists up to limit photos that have a file of a name, its folder left
	// out and capitals not told from small letters, by id.
	PhotosByName(ctx context.Context, name string, limit int) ([]PhotoID, error)
	// Tiles lists the photos in scope that pass filter and have a file, ordered by
	// sort. 100,000 take well under 0.5 s.
	Tiles(ctx context.Context, scope Scope, filter Filter, sort Sort) ([]Tile, error)
	// TilesByID returns the tiles of the given photos in the given order; photos
	// that are gone or have no file are left out.
	TilesByID(ctx context.Context, ids []PhotoID) ([]Tile, error)
	// PhotosIn calls fn with every photo id in scope that passes filter and has a
	// file. It takes at most 40 ms for 100,000 photos and any one condition.
	PhotosIn(ctx context.Context, scope Scope, filter Filter, fn func(PhotoID)) error
	// PhotosWithoutFile calls fn with every photo id that has no file but may have
	// vectors: of all vectors, those that PhotosIn leaves out of the whole library.
	// There are few of them.
	PhotosWithoutFile(ctx context.Context, fn func(PhotoID)) error
	// PhotosAway calls fn with every photo that has files, none of which can be reached:
	// their folders are offline, or they are away.
	PhotosAway(ctx context.Context, fn func(PhotoID)) error
	// PhotoByHashPrefix finds the one photo whose hash begins with prefix (hex);
	// ErrNotFound when there is none, an error that says so when there are several.
	PhotoByHashPrefix(ctx context.Context, prefix string) (PhotoID, error)
	// Paths returns the path to show for each photo, in the order asked for, "" for those
	// without a file.
	Paths(ctx context.Context, ids []PhotoID) ([]string, error)
	// Purge removes the vectors of photos that have been without a file since before
	// the given time, and returns the photos, each once, so that thumbnails can go
	// too. What the user said is never purged: photos of which anything was said keep
	// their row and every word, and have them when their content is found again. The
	// others are deleted. It works in steps between which others can write; after an
	// error, what it returns was done.
	Purge(ctx context.Context, before time.Time) ([]PurgedPhoto, error)
}

// VectorStore is the source of truth for vectors: one row per model and photo,
// float16 little endian, with a generation that grows with every change.
type VectorStore interface {
	// Generation is the number of the last change of any vector; 0 = none yet.
	Generation(ctx context.Context) (int64, error)
	// VectorRows calls fn for every vector of model with a generation above after;
	// vec is only valid during the call and nil when withVectors is false.
	VectorRows(ctx context.Context, model string, after int64, withVectors bool, fn func(id PhotoID, gen int64, vec []byte) error) error
	// Vectors calls fn for each of the ids that has a vector of model.
	Vectors(ctx context.Context, model string, ids []PhotoID, fn func(id PhotoID, vec []byte) error) error
	// DeletedVectors calls fn for every vector of model deleted after a generation,
	// and with photo 0 when all of them were dropped by DeleteModelVectors: what
	// VectorRows tells then is all there is.
	DeletedVectors(ctx context.Context, model string, after int64, fn func(id PhotoID)) error
	// DeleteModelVectors drops all vectors of a model, and which photos it couldn't
	// take, and gives their space back to the file system as soon as no read that
	// runs is older, for which it waits ten seconds at the most. It works in small steps
	// between which others can write; one that was cut short goes on when called again.
	DeleteModelVectors(ctx context.Context, model string) error
	// Models lists the models that have vectors, with how many.
	Models(ctx context.Context) (map[string]int, error)
	// LookedAtBy lists the models that have tried a photo, by name.
	LookedAtBy(ctx context.Context, id PhotoID) ([]PhotoModel, error)
	// ModelTotals tells of every model that has tried any photo how far it has
	// come, in well under 0.1 s for three models and 200,000 photos.
	ModelTotals(ctx context.Context) (map[string]ModelCount, error)
}

// ValueStore keeps small named values that window, service and commands share.
type ValueStore interface {
	// Value returns a value, "" when there is none. It may have any bytes.
	Value(ctx context.Context, key string) (string, error)
	// SetValue writes a value; "" is that of one that was never set.
	SetValue(ctx context.Context, key, value string) error
	// Check runs the store's own integrity check and returns what it found, an
	// empty list when all is well.
	Check(ctx context.Context) ([]string, error)
}

// SearchStore answers what is written about photos, and keeps the user's searches.
type SearchStore interface {
	// Mentions finds the photos about which any of the words of text is written:
	// in the names of their files and directories, tags, people, title and caption.
	// Words in phrases must also stand side by side. It calls fn for at most limit
	// photos, the best ranked, exact ones before all others and each photo once. Text is
	// plain words: nothing in it is an operator.
	Mentions(ctx context.Context, text string, phrases []string, limit int, fn func(Mention)) error
	// FacetValues lists up to limit values of a facet (0: all) that have prefix at the start
	// of a word, most photos first.
	FacetValues(ctx context.Context, facet Facet, prefix string, limit int) ([]FacetValue, error)
	// SavedSearches lists them by name.
	SavedSearches(ctx context.Context) ([]SavedSearch, error)
	// SaveSearch adds a search (ID 0) or changes the one with its ID, and keeps its name
	// with single blanks. A name that another has gives ErrNameTaken, an ID that is gone
	// ErrNotFound, a name without anything an error. An ID is never used again.
	SaveSearch(ctx context.Context, s SavedSearch) (SavedSearchID, error)
	// DeleteSearch forgets a search; one that is gone already is no error.
	DeleteSearch(ctx context.Context, id SavedSearchID) error
	// SwapSearch puts then in the place of now, ErrChanged if now isn't there just so
	// any more. A now without an ID is a search that is missing, a then without one
	// deletes; otherwise they have the same ID, which then comes back with.
	SwapSearch(ctx context.Context, now, then SavedSearch) error
}
