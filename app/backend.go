package app

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"sync"
	"time"

	"descry/app/history"
	"descry/app/service"
	"descry/library"
	"descry/library/index"
	"descry/library/media"
	"descry/library/sqlite"
	"descry/library/thumbnail"
	"descry/ui"
)

// backend is what the window talks to: the engine, the host that indexes, and
// the events between them.
type backend struct {
	e       *engine
	host    *host
	events  *events
	history *history.History
	edited  *string // valueEdited at the last look of follow; nil before the first

	names folderNames
	looks int // of follow

	mu        sync.Mutex
	other     followed // progress of the process that indexes, if it isn't this one
	elsewhere bool     // there is such a process
	indexes   holder   // that process
	goal      int      // files of this process done and left when they were sampled last
	paused    bool     // the owner has paused indexing, whichever process does it
	// What was read last, by follow or for the window: what the window shows of folders
	// is out of date only if they differ from these.
	folders      []library.Folder
	places       []library.Place // from which something is away
	filling      followed        // the same of the model to be filled
	fillingModel string          // its id
	fillingName  string
	renewing     renewing
}

var _ ui.Backend = (*backend)(nil)

func newBackend(e *engine) *backend {
	b := &backend{e: e, events: newEvents(), history: history.New(clockNow)}
	e.onSwitch = func() { b.events.send(service.ModelsChanged, service.StatusChanged, service.FoldersChanged) }
	e.waits.follow(func(sqlite.Wait) { b.events.send(service.StatusChanged) })
	e.onDevice = func() { b.events.send(service.ModelsChanged, service.StatusChanged) }
	e.onHead = func() { b.events.send(service.LearnChanged, service.StatusChanged) }
	b.host = &host{e: e, role: windowRole, onChange: b.changed,
		onRenew: func() { b.events.send(service.StatusChanged, service.LearnChanged, service.ModelsChanged) }}
	return b
}

// changed translates the indexer's changes into the window's events.
func (b *backend) changed(c index.Change) {
	switch c {
	case index.PhotosChanged:
		b.events.send(service.PhotosChanged, service.StatusChanged)
	case index.FoldersChanged:
		b.events.send(service.FoldersChanged, service.PhotosChanged, service.StatusChanged)
	default:
		b.events.send(service.StatusChanged)
	}
}

// Folders implements ui.Backend.
func (b *backend) Folders(ctx context.Context) ([]library.Folder, error) {
	folders, _, err := b.readFolders(ctx)
	return folders, err
}

// readFolders reports whether they differ from those that were read before.
func (b *backend) readFolders(ctx context.Context) (folders []library.Folder, moved bool, err error) {
	if folders, err = b.e.store.Folders(ctx, b.e.pack().ID); err != nil {
		return nil, false, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	moved = !slices.Equal(b.folders, folders)
	b.folders = slices.Clone(folders)
	return folders, moved, nil
}

// Subfolders implements ui.Backend.
func (b *backend) Subfolders(ctx context.Context, id library.FolderID) ([]library.Subfolder, error) {
	return b.e.store.Subfolders(ctx, id)
}

// AddFolders implements ui.Backend.
func (b *backend) AddFolders(ctx context.Context, paths []string) (service.Change, error) {
	add := history.Adding(b.e.store, func(ctx context.Context) ([]library.FolderID, error) { return b.addFolders(ctx, paths) })
	c, err := b.do(ctx, addFoldersLabel(paths), add.Then(func(context.Context) { b.foldersChanged() }))
	if c.ID == 0 {
		b.foldersChanged() // some may have been added before an error, or taken up others
	}
	return c, err
}

// addFolders returns the folders that are new. Where one took up another that was
// there already, taking that back would have to part them again: none is returned.
func (b *backend) addFolders(ctx context.Context, paths []string) (fresh []library.FolderID, err error) {
	before, err := b.e.store.Folders(ctx, "")
	if err != nil {
		return nil, err
	}
	if err := b.e.addFolders(ctx, paths, false); err != nil {
		return nil, err
	}
	after, err := b.e.store.Folders(ctx, "")
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

// RemoveFolder implements ui.Backend.
func (b *backend) RemoveFolder(ctx context.Context, id library.FolderID) (service.Change, error) {
	folders, err := b.e.store.Folders(ctx, "")
	if err != nil {
		return service.Change{}, owned(err)
	}
	path := ""
	for _, f := range folders {
		if f.ID == id {
			path = f.Path
		}
	}
	remove := history.Removing(b.e.store, id).Then(func(context.Context) { b.foldersChanged() })
	return b.do(ctx, removeFolderLabel(path), remove)
}

// PauseFolder implements ui.Backend.
func (b *backend) PauseFolder(ctx context.Context, id library.FolderID, paused bool) error {
	err := b.e.store.SetFolderPaused(ctx, id, paused)
	b.foldersChanged()
	return owned(err)
}

// RescanFolder implements ui.Backend.
func (b *backend) RescanFolder(ctx context.Context, id library.FolderID) error {
	if x, _ := b.host.current(); x != nil {
		x.Rescan(id)
		return nil
	}
	return owned(b.e.askRescan(ctx))
}

// Places implements ui.Backend.
func (b *backend) Places(ctx context.Context) ([]library.Place, error) {
	places, _, err := b.readPlaces(ctx)
	return places, owned(err)
}

// readPlaces reports whether they differ from those that were read before.
func (b *backend) readPlaces(ctx context.Context) (places []library.Place, moved bool, err error) {
	if places, err = b.e.store.Places(ctx, 0); err != nil {
		return nil, false, err
	}
	places = slices.DeleteFunc(places, library.Place.Here)
	b.mu.Lock()
	defer b.mu.Unlock()
	moved = !slices.Equal(b.places, places)
	b.places = slices.Clone(places)
	return places, moved, nil
}

// AwayNames implements ui.Backend.
func (b *backend) AwayNames(ctx context.Context, folder library.FolderID, rel string, most int) ([]string, error) {
	names, err := b.e.awayNames(ctx, folder, rel, most)
	return names, owned(err)
}

// AwayPhotos implements ui.Backend.
func (b *backend) AwayPhotos(ctx context.Context) ([]library.PhotoID, error) {
	var ids []library.PhotoID
	err := b.e.store.PhotosAway(ctx, func(id library.PhotoID) { ids = append(ids, id) })
	return ids, owned(err)
}

// ConfirmGone implements ui.Backend.
func (b *backend) ConfirmGone(ctx context.Context, folder library.FolderID, rel string) (int, error) {
	n, err := b.e.confirmGone(ctx, folder, rel)
	b.foldersChanged()
	return n, owned(err)
}

func (b *backend) foldersChanged() {
	if x, _ := b.host.current(); x != nil {
		x.Restart()
	}
	b.events.send(service.FoldersChanged, service.PhotosChanged)
}

// Tiles implements ui.Backend.
func (b *backend) Tiles(ctx context.Context, scope library.Scope, sort library.Sort) ([]library.Tile, error) {
	return b.e.store.Tiles(ctx, scope, library.Filter{}, sort)
}

// Photo implements ui.Backend.
func (b *backend) Photo(ctx context.Context, id library.PhotoID) (library.Photo, error) {
	p, err := b.e.store.Photo(ctx, id)
	return p, owned(err)
}

// Thumbnail implements ui.Backend. One that is missing is made from the file.
func (b *backend) Thumbnail(ctx context.Context, id library.PhotoID) (image.Image, error) {
	p, err := b.e.store.Photo(ctx, id)
	if err != nil {
		return nil, owned(err)
	}
	img, err := b.e.thumbs.Decode(string(p.Hash))
	if err == nil || !errors.Is(err, thumbnail.ErrNotFound) {
		return img, owned(err)
	}
	if len(p.Files) == 0 || !p.Files[0].Online {
		return nil, library.ErrOffline
	}
	if err := b.e.makeThumbnail(ctx, p); err != nil {
		return nil, owned(err)
	}
	img, err = b.e.thumbs.Decode(string(p.Hash))
	return img, owned(err)
}

// LargeThumbnail implements ui.Backend.
func (b *backend) LargeThumbnail(ctx context.Context, id library.PhotoID, fresh bool) (image.Image, error) {
	p, err := b.e.store.Photo(ctx, id)
	if err != nil {
		return nil, owned(err)
	}
	if max(p.Width, p.Height) <= thumbnail.MaxSide && p.Width > 0 {
		return b.Thumbnail(ctx, id) // that has all pixels
	}
	img, err := b.e.thumbs.DecodeLarge(string(p.Hash))
	switch {
	case err == nil || !errors.Is(err, thumbnail.ErrNotFound):
		return img, owned(err)
	case !fresh:
		return b.Thumbnail(ctx, id)
	case len(p.Files) == 0 || !p.Files[0].Online:
		return nil, library.ErrOffline
	}
	img, err = b.e.largeThumbnail(ctx, p)
	return img, owned(err)
}

// Picture implements ui.Backend.
func (b *backend) Picture(ctx context.Context, id library.PhotoID, minSide int) (image.Image, error) {
	p, err := b.e.store.Photo(ctx, id)
	if err != nil {
		return nil, owned(err)
	}
	if len(p.Files) == 0 {
		return nil, errors.New("the file is gone")
	}
	if !p.Files[0].Online {
		return nil, library.ErrOffline
	}
	photo, err := index.OpenPhoto(p.Files[0].Path)
	if err != nil {
		return nil, fmt.Errorf("the file could not be opened: %w", err)
	}
	defer photo.Close()
	img, err := photo.Decode(ctx, media.Options{MinSide: minSide})
	if errors.Is(err, media.ErrTooLarge) && minSide == 0 { // all pixels don't fit: as many as a large screen shows
		img, err = photo.Decode(ctx, media.Options{MinSide: largeScreen})
	}
	if err != nil {
		return nil, fmt.Errorf("the file could not be read: %w", err)
	}
	return img.Pix, nil
}

// largeScreen is the height of a 4K screen in pixels.
const largeScreen = 2160

// Problems implements ui.Backend.
func (b *backend) Problems(ctx context.Context) ([]library.Problem, error) {
	list, err := b.e.store.Problems(ctx, 0)
	return list, owned(err)
}

// IgnoreProblems implements ui.Backend.
func (b *backend) IgnoreProblems(ctx context.Context, files []library.FileID, ignored bool) (service.Change, error) {
	problems, err := b.e.store.Problems(ctx, 0)
	if err != nil {
		return service.Change{}, owned(err)
	}
	asked := make(map[library.FileID]bool, len(files))
	for _, id := range files {
		asked[id] = true
	}
	// What is as asked already, or can be read by now, is no part of the step.
	problems = slices.DeleteFunc(problems, func(p library.Problem) bool { return !asked[p.File] || p.Ignored == ignored })
	ids, paths := make([]library.FileID, len(problems)), make([]string, len(problems))
	for i, p := range problems {
		ids[i], paths[i] = p.File, p.Path
	}
	ignore := history.Ignoring(b.e.store, ignored, ids).Then(b.countAnew)
	return b.do(ctx, ignoreLabel(paths, ignored), b.telling(ignore, service.StatusChanged, service.FoldersChanged, service.ProblemsChanged))
}

// countAnew takes the counts of the catalogue now and not at the next look of follow.
func (b *backend) countAnew(ctx context.Context) {
	if err := b.sample(ctx); err != nil {
		b.e.log.Warn("problems not counted anew", "err", err)
	}
}

// RetryProblems implements ui.Backend.
func (b *backend) RetryProblems(ctx context.Context) error {
	err := b.e.store.RetryFailed(ctx)
	if x, _ := b.host.current(); x != nil {
		x.Wake()
	}
	b.events.send(service.StatusChanged)
	return owned(err)
}

// owned makes an error the owner's: one sentence.
func owned(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	var broken *towerError
	var kept *notSwitchedError
	if errors.As(err, &broken) && !errors.As(err, &kept) {
		return &sentence{broken.inWindow(), err}
	}
	return &sentence{explain(err), err}
}

// sentence is an error as the owner reads it, with the real one inside.
type sentence struct {
	text string
	err  error
}

func (s *sentence) Error() string { return s.text }
func (s *sentence) Unwrap() error { return s.err }

// settle is how long after the last batch the vector file is written.
const settle = 10 * time.Second
