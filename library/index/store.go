package index

import (
	"context"
	"image"
	"time"

	"descry/library"
)

// Store is the part of the catalogue that the indexer uses. library.Catalogue says what each
// method does.
type Store interface {
	Folders(ctx context.Context, model string) ([]library.Folder, error)
	SetFolderOffline(ctx context.Context, id library.FolderID, since time.Time) error
	SetFolderScanned(ctx context.Context, id library.FolderID, at time.Time, device uint64) error
	SetUnreadableFolders(ctx context.Context, id library.FolderID, list []library.UnreadableFolder) (changed bool, err error)
	UnreadableFolders(ctx context.Context, id library.FolderID) ([]library.UnreadableFolder, error)
	KnownFiles(ctx context.Context, id library.FolderID, prefix string, fn func(library.KnownFile)) error
	FileHashes(ctx context.Context, ids []library.FileID, fn func(library.FileID, library.Hash)) error
	RetryDue(ctx context.Context, at time.Time) (files int, next time.Time, err error)
	RetryFolder(ctx context.Context, id library.FolderID) (files int, err error)
	ApplyScan(ctx context.Context, id library.FolderID, delta library.ScanDelta) error
	Places(ctx context.Context, folder library.FolderID) ([]library.Place, error)
	FoundElsewhere(ctx context.Context, ids []library.FileID) ([]library.FileID, error)
	Pending(ctx context.Context, model string, after library.FileID, limit int) ([]library.PendingFile, error)
	Outdated(ctx context.Context, decoding int, after library.PendingFile, limit int) ([]library.PendingFile, error)
	CountOutdated(ctx context.Context, decoding int) (photos int, err error)
	OutdatedMetadata(ctx context.Context, version int, after library.PendingFile, limit int) ([]library.PendingFile, error)
	CountOutdatedMetadata(ctx context.Context, version int) (photos int, err error)
	Photo(ctx context.Context, id library.PhotoID) (library.Photo, error)
	RetryRefused(ctx context.Context, id library.FolderID, decoding int) (files int, err error)
	Commit(ctx context.Context, model string, batch []library.IndexedPhoto) error
	PhotoByHash(ctx context.Context, hash library.Hash, model string) (library.PhotoID, bool, error)
	Value(ctx context.Context, key string) (string, error)
	SetValue(ctx context.Context, key, value string) error
}

// Thumbnails keeps small pictures by content hash.
type Thumbnails interface {
	// Put makes a thumbnail of img and keeps the thumbnail under id.
	Put(id string, img *image.NRGBA) error
	// Has says whether there is a thumbnail of id.
	Has(id string) bool
	// Delete removes the thumbnails of id.
	Delete(id string) error
}
