package ui

import (
	"context"
	"fmt"
	"image"
	"strings"
	"sync"
	"testing"
	"time"

	appnotice "descry/app/notice"
	"descry/app/service"
	"descry/app/service/models"
	"descry/library"
	"descry/ui/kit/kittest"
	"descry/ui/learn/learntest"
	"descry/ui/query/querytest"
)

// fakeBackend answers what its function fields say; a nil field answers with
// nothing. Calls are counted by name.
type fakeBackend struct {
	learntest.LearnBackend
	fakeTags
	querytest.SearchBackend

	backUpErr, restoreErr error
	compareBackup         func(path string) (service.BackupChanges, error)
	backups               []service.Backup

	folders    func() ([]library.Folder, error)
	places     func() ([]library.Place, error)
	confirmed  func(folder library.FolderID, rel string) (int, error)
	awayNames  []string
	away       []library.PhotoID // guarded by mu
	subfolders func(library.FolderID) ([]library.Subfolder, error)
	add        func([]string) error
	remove     func(library.FolderID) error
	pause      func(library.FolderID, bool) error
	large      func(id library.PhotoID, fresh bool) (image.Image, error)
	laid       service.LaidOpen
	problems   func() ([]library.Problem, error)
	ignore     func(files []library.FileID, ignored bool) error
	status     func() service.Status
	suggested  string
	names      func(ctx context.Context, folder, start string) ([]string, error)
	state      State
	why        func(service.Ask, library.PhotoID) (service.Why, error)
	heat       func(ctx context.Context, id library.PhotoID, part string) (service.Heat, error)
	models     func() (models.Page, error)
	verify     func(ctx context.Context, id string, progress func(done, total int64)) error
	download   func(ctx context.Context, offer, quantize string, progress func(appnotice.Notice, int64, int64)) (string, error)

	mu     sync.Mutex
	calls  []string
	notify func(service.Event)
	saved  State
	paused bool
	opened []string
}

var _ Backend = (*fakeBackend)(nil)

func (f *fakeBackend) called(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, name)
}

func (f *fakeBackend) count(name string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, c := range f.calls {
		if c == name {
			n++
		}
	}
	return n + f.SearchCalls(name)
}

func (f *fakeBackend) Folders(context.Context) ([]library.Folder, error) {
	f.called("Folders")
	if f.folders == nil {
		return nil, nil
	}
	return f.folders()
}

func (f *fakeBackend) Places(context.Context) ([]library.Place, error) {
	if f.places == nil {
		return nil, nil
	}
	return f.places()
}

func (f *fakeBackend) AwayNames(_ context.Context, _ library.FolderID, _ string, most int) ([]string, error) {
	return f.awayNames[:min(most, len(f.awayNames))], nil
}

func (f *fakeBackend) AwayPhotos(context.Context) ([]library.PhotoID, error) {
	f.called("AwayPhotos")
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.away, nil
}

func (f *fakeBackend) ConfirmGone(_ context.Context, folder library.FolderID, rel string) (int, error) {
	f.called("ConfirmGone")
	return f.confirmed(folder, rel)
}

func (f *fakeBackend) Subfolders(_ context.Context, id library.FolderID) ([]library.Subfolder, error) {
	if f.subfolders == nil {
		return nil, nil
	}
	return f.subfolders(id)
}

func (f *fakeBackend) AddFolders(_ context.Context, paths []string) (service.Change, error) {
	f.called("AddFolders")
	if f.add != nil {
		if err := f.add(paths); err != nil {
			return service.Change{}, err
		}
	}
	return f.remember("Added "+strings.Join(paths, " "), func() {}, func() {}, service.FoldersChanged), nil
}

func (f *fakeBackend) RemoveFolder(_ context.Context, id library.FolderID) (service.Change, error) {
	if f.remove != nil {
		if err := f.remove(id); err != nil {
			return service.Change{}, err
		}
	}
	return f.remember("Removed", func() { f.called("restored") }, func() {}, service.FoldersChanged), nil
}

func (f *fakeBackend) PauseFolder(_ context.Context, id library.FolderID, paused bool) error {
	if f.pause == nil {
		return nil
	}
	return f.pause(id, paused)
}

func (f *fakeBackend) Excluded(context.Context) ([]string, error) { return nil, nil }

func (f *fakeBackend) ExcludeFolder(context.Context, string) (service.Change, error) {
	f.called("ExcludeFolder")
	return service.Change{}, nil
}

func (f *fakeBackend) IncludeAgain(context.Context, string) (service.Change, error) {
	f.called("IncludeAgain")
	return service.Change{}, nil
}

func (f *fakeBackend) RescanFolder(context.Context, library.FolderID) error {
	f.called("RescanFolder")
	return nil
}

func (f *fakeBackend) LayOpen(context.Context, library.PhotoID) (service.LaidOpen, error) {
	return f.laid, nil
}

func (f *fakeBackend) Thumbnail(context.Context, library.PhotoID) (image.Image, error) {
	return image.NewGray(image.Rect(0, 0, 4, 3)), nil
}

func (f *fakeBackend) LargeThumbnail(_ context.Context, id library.PhotoID, fresh bool) (image.Image, error) {
	if f.large == nil {
		return image.NewGray(image.Rect(0, 0, 40, 30)), nil
	}
	return f.large(id, fresh)
}

func (f *fakeBackend) Picture(context.Context, library.PhotoID, int) (image.Image, error) {
	return image.NewGray(image.Rect(0, 0, 40, 30)), nil
}

func (f *fakeBackend) Problems(context.Context) ([]library.Problem, error) {
	if f.problems == nil {
		return nil, nil
	}
	return f.problems()
}

func (f *fakeBackend) IgnoreProblems(_ context.Context, files []library.FileID, ignored bool) (service.Change, error) {
	f.called("IgnoreProblems")
	if err := f.ignore(files, ignored); err != nil {
		return service.Change{}, err
	}
	put := func(ignored bool) func() { return func() { _ = f.ignore(files, ignored) } }
	label := fmt.Sprintf("%d files ignored: %v", len(files), ignored)
	return f.remember(label, put(!ignored), put(ignored), service.StatusChanged, service.ProblemsChanged), nil
}

func (f *fakeBackend) RetryProblems(context.Context) error {
	f.called("RetryProblems")
	return nil
}

func (f *fakeBackend) SetIndexingPaused(paused bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.paused = paused
}

func (f *fakeBackend) Status() service.Status {
	if f.status == nil {
		return service.Status{}
	}
	return f.status()
}

func (f *fakeBackend) Subscribe(fn func(service.Event)) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.notify = fn
	return func() { f.called("unsubscribe") }
}

func (f *fakeBackend) OpenFile(path string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, path)
	return nil
}

func (f *fakeBackend) RevealFile(path string) error { return f.OpenFile("reveal " + path) }
func (f *fakeBackend) SuggestedFolder() string      { return f.suggested }

func (f *fakeBackend) FolderNames(ctx context.Context, folder, start string, _ int) ([]string, error) {
	f.called("FolderNames")
	if f.names == nil {
		return nil, nil
	}
	return f.names(ctx, folder, start)
}

func (f *fakeBackend) Models(context.Context) (models.Page, error) {
	f.called("Models")
	if f.models == nil {
		return models.Page{}, nil
	}
	return f.models()
}

func (f *fakeBackend) UseModel(_ context.Context, id string) error {
	f.called("UseModel " + id)
	return nil
}

func (f *fakeBackend) KeepModel(context.Context) error {
	f.called("KeepModel")
	return nil
}

func (f *fakeBackend) VerifyModel(ctx context.Context, id string, progress func(done, total int64)) error {
	f.called("VerifyModel " + id)
	if f.verify == nil {
		return nil
	}
	return f.verify(ctx, id, progress)
}

func (f *fakeBackend) MeasureModel(_ context.Context, id string) error {
	f.called("MeasureModel " + id)
	return nil
}

func (f *fakeBackend) DeleteModel(_ context.Context, id string) error {
	f.called("DeleteModel " + id)
	return nil
}

func (f *fakeBackend) DeleteVectors(_ context.Context, id string) error {
	f.called("DeleteVectors " + id)
	return nil
}

func (f *fakeBackend) ImportModel(context.Context, models.ImportRequest, func(done, total int64)) (string, error) {
	f.called("ImportModel")
	return "", nil
}

func (f *fakeBackend) DownloadModel(ctx context.Context, offer, quantize string, progress func(appnotice.Notice, int64, int64)) (string, error) {
	f.called("DownloadModel " + offer + " " + quantize)
	if f.download == nil {
		return "", nil
	}
	return f.download(ctx, offer, quantize, progress)
}

func (f *fakeBackend) SetDevice(_ context.Context, device string) error {
	f.called("SetDevice " + device)
	return nil
}

func (f *fakeBackend) SetCardUse(_ context.Context, use models.CardUse) error {
	f.called(fmt.Sprintf("SetCardUse %d %s", use.Share, use.OnBattery))
	return nil
}

func (f *fakeBackend) LoadState() State { return f.state }

func (f *fakeBackend) SaveState(s State) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saved = s
	return nil
}

// queue is a dispatcher pumped by the test.
type queue struct{ kittest.Queue }

func (q *queue) dispatch(fn func()) { q.Dispatch(fn) }
func (q *queue) pump() bool         { return q.Pump() }

func (q *queue) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	q.Until(t, what, done)
}

// clock is a timer that the test lets run out.
type clock struct{ kittest.Clock }

func (c *clock) after(d time.Duration, fn func()) func() { return c.After(d, fn) }
func (c *clock) elapse(d time.Duration)                  { c.Elapse(d) }

// tilesOf makes landscape tiles with the given ids.
func tilesOf(ids ...library.PhotoID) []library.Tile { return kittest.Tiles(ids...) }
