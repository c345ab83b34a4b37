package library

import (
	"context"
	"time"
)

// Catalogue is the store as a whole. library/sqlite implements Catalogue. Consumers declare
// the part that they need. library/cataloguetest holds a store to what is promised here,
// method by method. A method without a case there fails the tests of cataloguetest.
//
// All methods may be called from any goroutine. Several stores, of this process and of others,
// may be open on one catalogue. The implementation serialises writes. Each call is one
// transaction, unless the comment of the method says that the call works in steps. A
// transaction writes all or nothing. Every other store sees what a call wrote when the call
// returns, and after nil a kill at any moment keeps what was written. Reads see the last
// committed state, change nothing and never wait for a writer.
//
// A call whose context has ended returns the context's error and writes nothing more. A
// function that is called for rows may itself call the store, also to write. An error of such
// a function ends the call and is returned. Rows come as they were when the call began.
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
	// Close ends the store. Later calls return an error.
	Close() error
}

// FolderStore keeps the folders the user added. A method that changes a folder returns
// ErrNotFound for a folder that isn't there.
type FolderStore interface {
	// Folders lists all folders by path. The counts are filled in for model, the id of the
	// active model. Without a model, photos count as indexed once read.
	Folders(ctx context.Context, model string) ([]Folder, error)
	// AddFolder adds an absolute clean path. A path inside a known folder gives *NestedError,
	// the same path ErrFolderExists. Known folders below the new one are absorbed: their files
	// keep their rows.
	AddFolder(ctx context.Context, path string) (Folder, error)
	// RemoveFolder forgets a folder and the rows of its files. Photos found nowhere else are
	// treated like any photo without a file, see Retention.
	RemoveFolder(ctx context.Context, id FolderID) error
	// SetFolderAside is RemoveFolder with a way back: RestoreFolder brings back the folder's
	// state, its files and what is known of the files, once and until the store is closed.
	// RestoreFolder returns ErrNotFound when the folder wasn't set aside. RestoreFolder
	// returns ErrChanged when the folder, or one above or below the folder, was added since.
	SetFolderAside(ctx context.Context, id FolderID) error
	// RestoreFolder takes a SetFolderAside back.
	RestoreFolder(ctx context.Context, id FolderID) error
	// SetFolderPaused pauses a folder or lets the folder go on.
	SetFolderPaused(ctx context.Context, id FolderID, paused bool) error
	// SetFolderOffline records since when a folder is unreachable. The zero time says that the
	// folder is back.
	SetFolderOffline(ctx context.Context, id FolderID, since time.Time) error
	// SetFolderScanned records a complete scan and the device the root lies on.
	SetFolderScanned(ctx context.Context, id FolderID, at time.Time, device uint64) error
	// SetUnreadableFolders records all directories of a folder that scans could not look into.
	// UnreadableFolders lists them by Rel, of very many the first MostUnreadableFolders. Of a
	// folder that isn't there, nothing is recorded.
	SetUnreadableFolders(ctx context.Context, id FolderID, list []UnreadableFolder) (changed bool, err error)
	// UnreadableFolders lists the directories of the last SetUnreadableFolders.
	UnreadableFolders(ctx context.Context, id FolderID) ([]UnreadableFolder, error)
	// Subfolders lists, by Rel, every directory of a folder that holds photos or unread files,
	// itself or in a directory below.
	Subfolders(ctx context.Context, id FolderID) ([]Subfolder, error)
}

// FileStore keeps which files were found and what became of them.
type FileStore interface {
	// KnownFiles calls fn for every file of a folder whose Rel is prefix or lies
	// below it ("" = all), in no order. 100,000 rows take well under 0.5 s.
	KnownFiles(ctx context.Context, id FolderID, prefix string, fn func(KnownFile)) error
	// FileHashes calls fn for each of the files that has a photo, with the hash of the photo.
	FileHashes(ctx context.Context, ids []FileID, fn func(FileID, Hash)) error
	// ApplyScan writes the differences that a scan found. A folder that isn't there is
	// ErrNotFound.
	ApplyScan(ctx context.Context, id FolderID, delta ScanDelta) error
	// Pending lists up to limit files with an id above after, by id, that are to be read or
	// lack a vector of model. Files that are away, and files in folders that are paused or
	// offline, are left out.
	Pending(ctx context.Context, model string, after FileID, limit int) ([]PendingFile, error)
	// Commit writes what the indexer learned. A result whose file row has meanwhile changed
	// its stamp or gone is dropped. A failure is recorded with its reason. A failed file is
	// not retried until its stamp changes, or after RetryDelay where the failure is Temporary.
	// A photo that model refused stays as it is and is no longer pending for model. A photo
	// that is found again, after the user was asked about its missing file, has been moved:
	// the missing file is dropped.
	Commit(ctx context.Context, model string, batch []IndexedPhoto) error
	// Outdated lists up to limit photos that a version of the decoding older than this one
	// read, each with one file that can be read now. The oldest version comes first. The list
	// goes on behind after, which is zero at first. A photo that failed meanwhile for reasons
	// of the system has its own time.
	Outdated(ctx context.Context, decoding int, after PendingFile, limit int) ([]PendingFile, error)
	// CountOutdated counts all that Outdated lists.
	CountOutdated(ctx context.Context, decoding int) (photos int, err error)
	// OutdatedMetadata lists up to limit photos of which an older version of the reading than
	// this one read what files say, or which are to be read anew for another reason: each with
	// one file that can be read now. PendingFile.Metadata is the version, -1 for another
	// reason. The list goes on behind after, which is zero at first.
	OutdatedMetadata(ctx context.Context, version int, after PendingFile, limit int) ([]PendingFile, error)
	// CountOutdatedMetadata counts all that OutdatedMetadata lists.
	CountOutdatedMetadata(ctx context.Context, version int) (photos int, err error)
	// RereadMetadata has what files say of all photos that have a file read anew.
	RereadMetadata(ctx context.Context) (photos int, err error)
	// RetryRefused sets the files of a folder to pending that an older version could not read.
	// Files that are away, and all files of a folder that is paused or offline, are left out.
	// Of the files that the user ignores, only the ones whose kind was not supported are set
	// to pending. Broken ones stay ignored.
	RetryRefused(ctx context.Context, id FolderID, decoding int) (files int, err error)
	// Problems lists up to limit failed files (0: all), newest first, ignored files last.
	Problems(ctx context.Context, limit int) ([]Problem, error)
	// RetryFailed sets failed files back to pending. No ids stand for all failed files that
	// are not ignored, and for the photos that a model couldn't take.
	RetryFailed(ctx context.Context, ids ...FileID) error
	// RetryDue sets the files to pending that failed for reasons of the system, aren't ignored
	// and are due at a time. The results are their number and when the next file is due (zero:
	// none is). Files that are away, or in folders that are paused or offline, wait. RetryDue
	// writes nothing when no file is due.
	RetryDue(ctx context.Context, at time.Time) (files int, next time.Time, err error)
	// RetryFolder is RetryDue for the files of one folder, due or not.
	RetryFolder(ctx context.Context, id FolderID) (files int, err error)
	// Retries counts the Problems with a RetryAt that are not ignored, and returns the
	// earliest RetryAt.
	Retries(ctx context.Context) (files int, next time.Time, err error)
	// IgnoreFailed has failed files ignored, or no longer ignored. The files whose state
	// changed are returned, by id.
	IgnoreFailed(ctx context.Context, ignored bool, ids ...FileID) (changed []FailedFile, err error)
	// IgnoreUnchanged is IgnoreFailed for those of the files that haven't changed since.
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
	// PhotoHash returns the hash alone, or ErrNotFound. PhotoHash takes a fifth of the time of
	// Photo.
	PhotoHash(ctx context.Context, id PhotoID) (Hash, error)
	// PhotoByHash returns the row id of a photo. done tells that model is done with the photo:
	// the photo has a vector, or can't have one. A content of which only annotations are left
	// counts as unknown, since its file has to be read anew.
	PhotoByHash(ctx context.Context, hash Hash, model string) (id PhotoID, done bool, err error)
	// PhotoByPath finds the photo an absolute path holds, or ErrNotFound.
	PhotoByPath(ctx context.Context, path string) (PhotoID, error)
	// PhotosByName lists, by id, up to limit photos that have a file of a name. The name is
	// compared without the folder and without regard to capitals.
	PhotosByName(ctx context.Context, name string, limit int) ([]PhotoID, error)
	// Tiles lists the photos in scope that pass filter and have a file, ordered by
	// sort. 100,000 take well under 0.5 s.
	Tiles(ctx context.Context, scope Scope, filter Filter, sort Sort) ([]Tile, error)
	// TilesByID returns the tiles of the given photos in the given order. Photos that are gone
	// or have no file are left out.
	TilesByID(ctx context.Context, ids []PhotoID) ([]Tile, error)
	// TilesInOrder returns the tiles of the given photos in the order of a listing by date.
	// Photos that are gone or have no file are left out.
	TilesInOrder(ctx context.Context, ids []PhotoID, sort Sort) ([]Tile, error)
	// PhotosIn calls fn with every photo id in scope that passes filter and has a file.
	// PhotosIn takes at most 40 ms for 100,000 photos and any one condition.
	PhotosIn(ctx context.Context, scope Scope, filter Filter, fn func(PhotoID)) error
	// PhotosWithoutFile calls fn with every photo id that has no file but may have vectors:
	// the few photos with vectors that PhotosIn leaves out of the whole library.
	PhotosWithoutFile(ctx context.Context, fn func(PhotoID)) error
	// PhotosAway calls fn with every photo none of whose files can be reached: the files are
	// away, or their folders are offline.
	PhotosAway(ctx context.Context, fn func(PhotoID)) error
	// PhotoByHashPrefix finds the one photo whose hash begins with prefix (hex). Without such
	// a photo the error is ErrNotFound. With several, the error says so.
	PhotoByHashPrefix(ctx context.Context, prefix string) (PhotoID, error)
	// Paths returns the path to show for each photo, in the order of ids, "" for a photo
	// without a file.
	Paths(ctx context.Context, ids []PhotoID) ([]string, error)
	// Purge removes the vectors of photos that have been without a file since before the given
	// time, and returns the photos, each once, so that thumbnails can go too. Annotations are
	// never purged: a photo with an annotation keeps its row and its annotations for the day
	// when its content is found again. Photos without annotations are deleted. Purge works in
	// steps between which others can write. After an error, the photos returned are those that
	// were purged.
	Purge(ctx context.Context, before time.Time) ([]PurgedPhoto, error)
}

// VectorStore is the source of truth for vectors. A vector is one row per model and photo,
// float16 little endian, with a generation that grows with every change.
type VectorStore interface {
	// Generation is the number of the last change of any vector, 0 before the first.
	Generation(ctx context.Context) (int64, error)
	// VectorRows calls fn for every vector of model with a generation above after. vec is
	// valid only during the call, and nil when withVectors is false.
	VectorRows(ctx context.Context, model string, after int64, withVectors bool, fn func(id PhotoID, gen int64, vec []byte) error) error
	// Vectors calls fn for each of the ids that has a vector of model.
	Vectors(ctx context.Context, model string, ids []PhotoID, fn func(id PhotoID, vec []byte) error) error
	// DeletedVectors calls fn for every photo whose vector of model was deleted after a
	// generation. A photo of 0 says that DeleteModelVectors dropped all vectors: VectorRows
	// then tells all there is.
	DeletedVectors(ctx context.Context, model string, after int64, fn func(id PhotoID)) error
	// DeleteModelVectors drops all vectors of a model and the list of photos that the model
	// couldn't take. The space goes back to the file system as soon as no older read is
	// running, for which DeleteModelVectors waits ten seconds at the most. The work is done in
	// small steps between which others can write. A call that was cut short goes on when
	// repeated.
	DeleteModelVectors(ctx context.Context, model string) error
	// Models lists the models that have vectors, with the number of vectors.
	Models(ctx context.Context) (map[string]int, error)
	// LookedAtBy lists, by name, the models that have tried a photo.
	LookedAtBy(ctx context.Context, id PhotoID) ([]PhotoModel, error)
	// ModelTotals tells how far every model has come that has tried any photo, in well under
	// 0.1 s for three models and 200,000 photos.
	ModelTotals(ctx context.Context) (map[string]ModelCount, error)
}

// ValueStore keeps small named values that window, service and commands share.
type ValueStore interface {
	// Value returns a value, "" when the value was never set. A value may have any bytes.
	Value(ctx context.Context, key string) (string, error)
	// SetValue writes a value. Writing "" is forgetting the value.
	SetValue(ctx context.Context, key, value string) error
	// Check runs the store's own integrity check and returns what is wrong, an empty list when
	// all is well.
	Check(ctx context.Context) ([]string, error)
}

// SearchStore answers what is written about photos, and keeps the user's searches.
type SearchStore interface {
	// Mentions finds the photos about which any word of text is written: in the names of their
	// files and directories, tags, people, title and caption. The words of a phrase must also
	// stand side by side. fn is called for at most limit photos, each once, exact ones first,
	// then the best ranked. Text is plain words: nothing in text is an operator.
	Mentions(ctx context.Context, text string, phrases []string, limit int, fn func(Mention)) error
	// FacetValues lists up to limit values of a facet (0: all) that have prefix at the start
	// of a word, most photos first.
	FacetValues(ctx context.Context, facet Facet, prefix string, limit int) ([]FacetValue, error)
	// SavedSearches lists the saved searches by name.
	SavedSearches(ctx context.Context) ([]SavedSearch, error)
	// SaveSearch adds a search (ID 0) or changes the one with its ID, and keeps its name with
	// single blanks. The name of another search gives ErrNameTaken, an ID that is gone
	// ErrNotFound, an empty name an error. An ID is never used again.
	SaveSearch(ctx context.Context, s SavedSearch) (SavedSearchID, error)
	// DeleteSearch forgets a search. A search that is gone already is no error.
	DeleteSearch(ctx context.Context, id SavedSearchID) error
	// SwapSearch puts then in the place of now. If now isn't there exactly as given, the error
	// is ErrChanged. A now without an ID is a search that is missing, and a then without an ID
	// deletes. Otherwise both have the same ID, and then comes back with that ID.
	SwapSearch(ctx context.Context, now, then SavedSearch) error
}
