package service

import (
	"context"
	"errors"
	"image"
	"slices"
	"sync"
	"time"

	"descry/app/history"
	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
	"descry/library/index"
	"descry/library/media"
	"descry/library/query"
	"descry/library/sqlite"
	"descry/library/thumbnail"
)

// CatalogueReader is the part of library.Catalogue that a session passes on unchanged: reads
// that need no model, no events and no history.
type CatalogueReader interface {
	Photo(ctx context.Context, id library.PhotoID) (library.Photo, error)
	TilesByID(ctx context.Context, ids []library.PhotoID) ([]library.Tile, error)
	Subfolders(ctx context.Context, id library.FolderID) ([]library.Subfolder, error)
	SavedSearches(ctx context.Context) ([]library.SavedSearch, error)
	FacetValues(ctx context.Context, facet library.Facet, prefix string, limit int) ([]library.FacetValue, error)
	Tags(ctx context.Context) ([]library.TagCount, error)
	ImportOffers(ctx context.Context) ([]library.ImportOffer, error)
}

// Session is the window's backend: the library, its indexer, and the events between them.
type Session struct {
	CatalogueReader
	e          *Library
	Background *BackgroundIndexer
	Events     *events
	history    *history.History
	edited     *string // valueEdited at the last look of follow; nil before the first

	names folderNames
	looks int // of follow

	mu        sync.Mutex
	other     followed // progress of the process that indexes, if that is another one
	elsewhere bool     // there is such a process
	indexes   holder   // the process that indexes
	goal      int      // files of this process, done and left, at the last sample
	paused    bool     // the user has paused indexing, whichever process indexes
	// The values that were read last, by follow or for the window. The window's folders are
	// out of date only if new values differ from these.
	folders      []library.Folder
	places       []library.Place // places from which photos are away
	filling      followed        // the same of the model to be filled
	fillingModel string          // id of the model that is being filled
	fillingName  string
	renewing     renewing
	news         notice.Notice // to be shown once: links that were passed over, or what an update changed
}

// NewSession makes a session of an open library. The caller runs Background and closes Events.
func NewSession(e *Library) *Session {
	b := &Session{CatalogueReader: e.Store, e: e, Events: newEvents(), history: history.New(query.Now)}
	e.onSwitch = func() { b.Events.Send(ModelsChanged, StatusChanged, FoldersChanged) }
	e.Waits.Follow(func(sqlite.Wait) { b.Events.Send(StatusChanged) })
	e.Models.OnDevice = func() { b.Events.Send(ModelsChanged, StatusChanged) }
	e.onHead = func() { b.Events.Send(LearnChanged, StatusChanged) }
	b.Background = &BackgroundIndexer{Library: e, Role: WindowRole, OnChange: b.changed,
		OnRenew: func() { b.Events.Send(StatusChanged, LearnChanged, ModelsChanged) }}
	return b
}

// changed translates the indexer's changes into the window's events.
func (b *Session) changed(c index.Change) {
	switch c {
	case index.PhotosChanged:
		b.Events.Send(PhotosChanged, StatusChanged)
	case index.FoldersChanged:
		b.Events.Send(FoldersChanged, PhotosChanged, StatusChanged)
	default:
		b.Events.Send(StatusChanged)
	}
}

// Folders lists the folders of the library with the counts of the model in use.
func (b *Session) Folders(ctx context.Context) ([]library.Folder, error) {
	folders, _, err := b.readFolders(ctx)
	return folders, err
}

// readFolders reports whether the folders differ from those that were read before.
func (b *Session) readFolders(ctx context.Context) (folders []library.Folder, moved bool, err error) {
	if folders, err = b.e.Store.Folders(ctx, b.e.Pack().ID); err != nil {
		return nil, false, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	moved = !slices.Equal(b.folders, folders)
	b.folders = slices.Clone(folders)
	return folders, moved, nil
}

// AddFolders adds paths that the user chose, dropped or typed. A file stands for its folder.
// Folders that the library covers already are no error.
func (b *Session) AddFolders(ctx context.Context, paths []string) (Change, error) {
	add := history.Adding(b.e.Store, func(ctx context.Context) ([]library.FolderID, error) { return b.addFolders(ctx, paths) })
	c, err := b.do(ctx, addFoldersLabel(paths), add.Then(func(context.Context) { b.foldersChanged() }))
	if c.ID == 0 {
		b.foldersChanged() // some may have been added before an error, or taken up others
	}
	return c, err
}

// addFolders returns the folders that are new. Where a new folder took up a folder that was
// there already, undoing would have to part them again. In that case no folder is returned.
func (b *Session) addFolders(ctx context.Context, paths []string) (fresh []library.FolderID, err error) {
	before, err := b.e.Store.Folders(ctx, "")
	if err != nil {
		return nil, err
	}
	if err := b.e.AddFolders(ctx, paths, false); err != nil {
		return nil, err
	}
	after, err := b.e.Store.Folders(ctx, "")
	if err != nil {
		return nil, err
	}
	had := make(map[library.FolderID]bool, len(before))
	for _, f := range before {
		had[f.ID] = true
	}
	for _, f := range after {
		if !had[f.ID] {
			fresh = append(fresh, f.ID)
		}
	}
	if len(after) != len(before)+len(fresh) {
		return nil, nil
	}
	return fresh, nil
}

// RemoveFolder takes a folder out of the library, as a step that can be undone.
func (b *Session) RemoveFolder(ctx context.Context, id library.FolderID) (Change, error) {
	folders, err := b.e.Store.Folders(ctx, "")
	if err != nil {
		return Change{}, err
	}
	path := ""
	for _, f := range folders {
		if f.ID == id {
			path = f.Path
		}
	}
	remove := history.Removing(b.e.Store, id).Then(func(context.Context) { b.foldersChanged() })
	return b.do(ctx, removeFolderLabel(path), remove)
}

// PauseFolder has a folder no longer watched and indexed, or again.
func (b *Session) PauseFolder(ctx context.Context, id library.FolderID, paused bool) error {
	err := b.e.Store.SetFolderPaused(ctx, id, paused)
	b.foldersChanged()
	return err
}

// RescanFolder has a folder looked through now.
func (b *Session) RescanFolder(ctx context.Context, id library.FolderID) error {
	if x, _ := b.Background.Current(); x != nil {
		x.Rescan(id)
		return nil
	}
	return b.e.askRescan(ctx)
}

// Places lists the places of all folders that are away, or from which photos went at once.
func (b *Session) Places(ctx context.Context) ([]library.Place, error) {
	places, _, err := b.readPlaces(ctx)
	return places, err
}

// readPlaces reports whether the places differ from those that were read before.
func (b *Session) readPlaces(ctx context.Context) (places []library.Place, moved bool, err error) {
	if places, err = b.e.Store.Places(ctx, 0); err != nil {
		return nil, false, err
	}
	places = slices.DeleteFunc(places, library.Place.Here)
	b.mu.Lock()
	defer b.mu.Unlock()
	moved = !slices.Equal(b.places, places)
	b.places = slices.Clone(places)
	return places, moved, nil
}

// AwayNames names at most most of the files that are away from a place, by path,
// slash-separated below its folder.
func (b *Session) AwayNames(ctx context.Context, folder library.FolderID, rel string, most int) ([]string, error) {
	return b.e.AwayNames(ctx, folder, rel, most)
}

// AwayPhotos lists the photos none of whose files can be reached now.
func (b *Session) AwayPhotos(ctx context.Context) ([]library.PhotoID, error) {
	var ids []library.PhotoID
	err := b.e.Store.PhotosAway(ctx, func(id library.PhotoID) { ids = append(ids, id) })
	return ids, err
}

// ConfirmGone takes the photos that are away from a place for deleted, and returns their
// number. Their annotations are kept. The step can't be undone, but the photos are back when
// their files are.
func (b *Session) ConfirmGone(ctx context.Context, folder library.FolderID, rel string) (int, error) {
	n, err := b.e.ConfirmGone(ctx, folder, rel)
	b.foldersChanged()
	return n, err
}

func (b *Session) foldersChanged() {
	if x, _ := b.Background.Current(); x != nil {
		x.Restart()
	}
	b.Events.Send(FoldersChanged, PhotosChanged)
}

// Tiles lists the photos of a scope in an order.
func (b *Session) Tiles(ctx context.Context, scope library.Scope, sort library.Sort) ([]library.Tile, error) {
	return b.e.Store.Tiles(ctx, scope, library.Filter{}, sort)
}

// Thumbnail returns at most 256 px on the longer side, from the cache on disk. An opaque
// picture is YCbCr, which the size of the memory cache is reckoned by. A missing thumbnail is
// made from the file.
func (b *Session) Thumbnail(ctx context.Context, id library.PhotoID) (image.Image, error) {
	hash, err := b.e.Store.PhotoHash(ctx, id) // the hash is all that is needed, mostly
	if err != nil {
		return nil, err
	}
	img, err := b.e.thumbs.Decode(string(hash))
	if err == nil || !errors.Is(err, thumbnail.ErrNotFound) {
		return img, err
	}
	p, err := b.e.Store.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(p.Files) == 0 || !p.Files[0].Online {
		return nil, library.ErrOffline
	}
	if err := b.e.makeThumbnail(ctx, p); err != nil {
		return nil, err
	}
	img, err = b.e.thumbs.Decode(string(hash))
	return img, err
}

// LargeThumbnail returns at most 1,024 px on the longer side, and not more than the photo has.
// A thumbnail that isn't in the cache on disk is made from the file if fresh is set, which
// takes as long as decoding the file. Without fresh the small thumbnail is returned.
func (b *Session) LargeThumbnail(ctx context.Context, id library.PhotoID, fresh bool) (image.Image, error) {
	p, err := b.e.Store.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	if max(p.Width, p.Height) <= thumbnail.MaxSide && p.Width > 0 {
		return b.Thumbnail(ctx, id) // the small thumbnail has all pixels of the photo
	}
	img, err := b.e.thumbs.DecodeLarge(string(p.Hash))
	switch {
	case err == nil || !errors.Is(err, thumbnail.ErrNotFound):
		return img, err
	case !fresh:
		return b.Thumbnail(ctx, id)
	case len(p.Files) == 0 || !p.Files[0].Online:
		return nil, library.ErrOffline
	}
	img, err = b.e.largeThumbnail(ctx, p)
	return img, err
}

// Picture decodes the file itself, upright, at least minSide on its shorter
// side (0 = all pixels).
func (b *Session) Picture(ctx context.Context, id library.PhotoID, minSide int) (image.Image, error) {
	p, err := b.e.Store.Photo(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(p.Files) == 0 {
		return nil, problem.New("photo-file-gone", nil)
	}
	if !p.Files[0].Online {
		return nil, library.ErrOffline
	}
	photo, err := index.OpenPhoto(p.Files[0].Path)
	if err != nil {
		return nil, problem.Wrap("photo-not-opened", nil, err)
	}
	defer photo.Close()
	img, err := photo.Decode(ctx, media.Options{MinSide: minSide})
	if errors.Is(err, media.ErrTooLarge) && minSide == 0 { // all pixels don't fit: as many as a large screen shows
		img, err = photo.Decode(ctx, media.Options{MinSide: largeScreen})
	}
	if err != nil {
		return nil, problem.Wrap("photo-not-read", nil, err)
	}
	return img.Pix, nil
}

// largeScreen is the height of a 4K screen in pixels.
const largeScreen = 2160

// Problems lists the files that could not be read.
func (b *Session) Problems(ctx context.Context) ([]library.Problem, error) {
	return b.e.Store.Problems(ctx, 0)
}

// IgnoreProblems takes files out of the count of problems, or back into the count.
// ProblemsChanged tells when that was done or undone.
func (b *Session) IgnoreProblems(ctx context.Context, files []library.FileID, ignored bool) (Change, error) {
	problems, err := b.e.Store.Problems(ctx, 0)
	if err != nil {
		return Change{}, err
	}
	asked := make(map[library.FileID]bool, len(files))
	for _, id := range files {
		asked[id] = true
	}
	// Files that are in the wanted state already, or can be read by now, are no part of the
	// step.
	problems = slices.DeleteFunc(problems, func(p library.Problem) bool { return !asked[p.File] || p.Ignored == ignored })
	ids, paths := make([]library.FileID, len(problems)), make([]string, len(problems))
	for i, p := range problems {
		ids[i], paths[i] = p.File, p.Path
	}
	ignore := history.Ignoring(b.e.Store, ignored, ids).Then(b.countAnew)
	return b.do(ctx, ignoreLabel(paths, ignored), b.telling(ignore, StatusChanged, FoldersChanged, ProblemsChanged))
}

// countAnew takes the counts of the catalogue now and not at the next look of follow.
func (b *Session) countAnew(ctx context.Context) {
	if err := b.Sample(ctx); err != nil {
		b.e.Log.Warn("problems not counted anew", "err", err)
	}
}

// RetryProblems has all files read again that could not be read and aren't ignored.
func (b *Session) RetryProblems(ctx context.Context) error {
	err := b.e.Store.RetryFailed(ctx)
	if x, _ := b.Background.Current(); x != nil {
		x.Wake()
	}
	b.Events.Send(StatusChanged)
	return err
}

// settle is how long after the last batch the vector file is written.
const settle = 10 * time.Second
